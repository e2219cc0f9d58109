/* import_jrc.h - JRC-Names (https://joint-research-centre.ec.europa.eu), the file `entities`.
 *
 * Four columns, separated by tabs: a number, P (person) or O (organization), language ("u": any), and a name with "+" for
 * blanks. All spellings of one number stand together and become one row, with the id "jrc:" and the number.
 */
#ifndef ALAM_GAZETTEER_IMPORT_JRC_H
#define ALAM_GAZETTEER_IMPORT_JRC_H

#include "service/gazetteer/import/import.h"

/* False after a message. */
bool import_jrc_names(struct import *import);

#endif
