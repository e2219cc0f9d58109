/* embedded.h - files that the build links into the binary (build/gen/migrations.c, build/gen/openapi.c).
 *
 * The table is sorted by name; bytes are not NUL-terminated. Threads: constant data.
 */
#ifndef ALAM_EMBEDDED_H
#define ALAM_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* "0001_initial.sql" */
    const unsigned char *bytes;
    size_t length;
};

extern const struct embedded_file migration_files[];
extern const size_t migration_file_count;

/* handlers/openapi.json alone */
extern const struct embedded_file openapi_files[];
extern const size_t openapi_file_count;

#endif
