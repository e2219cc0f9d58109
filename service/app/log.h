/* log.h - the log: one JSON object a line on standard error, each written by a single write(2).
 *
 * Every line has the members time (RFC 3339, UTC), level and event; lines about a request have its id. Text and titles of
 * articles, queries and secrets are never logged: callers pass names, counts and codes only. Threads: any number may log
 * at once.
 *
 *     log_write(log, LOG_INFO, "listening", (struct log_field[]){LOG_TEXT("address", address), LOG_END});
 */
#ifndef ALAM_APP_LOG_H
#define ALAM_APP_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log {
    int fd;
    enum log_level level; /* lines of lower levels are dropped */
};

struct log_field {
    const char *name; /* NULL ends the list */
    const char *text; /* NULL: the value is `number` */
    double number;
};

/* clang-format off */
#define LOG_TEXT(field_name, value) {.name = (field_name), .text = (value)}
#define LOG_NUMBER(field_name, value) {.name = (field_name), .number = (double)(value)}
#define LOG_END {.name = NULL}
/* clang-format on */

/* Reads "debug", "info", "warning" or "error". False: `name` is none of them. */
bool log_level_parse(const char *name, enum log_level *ret_level);

/* Writes a line with the members of `fields`, which end with LOG_END. A line that cannot be written is lost. */
void log_write(const struct log *log, enum log_level level, const char *event, const struct log_field *fields);

#endif
