/* files.h - whole files in and out. Failures are said on standard error as "alam gazetteer: PATH: reason".
 *
 * Depends on service/base only. Threads: no shared state.
 */
#ifndef ALAM_GAZETTEER_FILES_H
#define ALAM_GAZETTEER_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a file of at most 1 GiB. The bytes are malloc'ed and the caller's; a NUL stands behind the last one. False after
 * a message. */
bool file_read(const char *path, char **ret_bytes, size_t *ret_length);

/* Writes the bytes to a new file beside `path`, flushes it to the disk and renames it to `path`: a process that has the
 * old file open or mapped keeps it, and none ever sees half of the new one. False after a message. */
bool file_write(const char *path, const void *bytes, size_t length);

#endif
