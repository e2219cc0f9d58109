/* import_rows.h - formats whose rows are nearly those of a source already: TSV with a header row, and JSON with one object
 * a line, whose keys are called as the columns are.
 */
#ifndef ALAM_GAZETTEER_IMPORT_ROWS_H
#define ALAM_GAZETTEER_IMPORT_ROWS_H

#include "service/gazetteer/import/import.h"

/* False after a message. */
bool import_tsv(struct import *import);
bool import_json_lines(struct import *import);

#endif
