/* embedded.h - files that the build links into the binary (scripts/embed.sh makes build/gen/migrations.c and
 * build/gen/openapi.c of them, and build/gen/page.c).
 *
 * Tables are sorted by name; bytes are not NUL-terminated. Threads: constant data.
 */
#ifndef ALAM_APP_EMBEDDED_H
#define ALAM_APP_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* "0001_initial.sql" */
    const unsigned char *bytes;
    size_t length;
};

/* The files of migrations/. */
extern const struct embedded_file migration_files[];
extern const size_t migration_file_count;

/* One file, handlers/openapi.json. */
extern const struct embedded_file openapi_files[];
extern const size_t openapi_file_count;

/* The files of page/, and what stands for their contents in the addresses at which they are served: other contents have
 * another version. */
extern const struct embedded_file page_files[];
extern const size_t page_file_count;
extern const char page_version[];

#endif
