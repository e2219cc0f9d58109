/* edits_file.h - edits in a file, for `alam tag` where no database is: lines of kind, id and state with tabs between them.
 * The first line is "edits", a tab, and the number of the last edit. Threads: no shared state.
 */
#ifndef ALAM_EDITS_EDITS_FILE_H
#define ALAM_EDITS_EDITS_FILE_H

#include "service/edits/edits.h"

#include <stdio.h>

void edits_file_begin(FILE *out, int64_t number);
/* A state that is NULL says nothing and is left out. */
void edits_file_write(FILE *out, const struct edit *edit);

/* A gazetteer with the edits of the file; the caller's to gazetteer_free, before its base. STATUS_IO: it cannot be read;
 * STATUS_BAD_SOURCE: it is no such file, or a line is wrong. */
enum status edits_file_open(const char *path, const struct gazetteer *base, struct gazetteer **ret_view,
                            struct error *error);

#endif
