/* environment.h - what stands in the environment beside the values of settings: files that hold secrets, and variables
 * that look like settings but are none.
 *
 * A secret NAME can be given as NAME_FILE, the path of a file that holds it, as Docker and Kubernetes mount secrets; a
 * newline at its end is not part of it. Threads: before the first thread is started.
 */
#ifndef ALAM_APP_ENVIRONMENT_H
#define ALAM_APP_ENVIRONMENT_H

#include "service/base/status.h"

#include <stdbool.h>

/* Sets NAME to what the file in NAME_FILE holds, and removes NAME_FILE, for every secret. STATUS_INVALID_INPUT: both are
 * set, or the file cannot be read; the error names the variable and the file. */
enum status environment_read_files(struct error *error);

/* Calls `each` with the names that begin with ALAM_ and for which is_setting says no, but for those that compose files,
 * tests and Kubernetes set. */
void environment_unknown(bool (*is_setting)(const char *name), void (*each)(void *cls, const char *name), void *cls);

#endif
