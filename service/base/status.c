#include "service/base/status.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    int http;
    const char *slug;
    const char *title;
} rows[] = {
#define X(name, http, slug, title) {http, slug, title},
    STATUS_TABLE(X)
#undef X
};

int status_http(enum status status)
{
    return rows[status].http;
}

const char *status_slug(enum status status)
{
    return rows[status].slug;
}

const char *status_title(enum status status)
{
    return rows[status].title;
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
    if (error) {
        va_list args;
        va_start(args, format);
        vsnprintf(error->detail, sizeof error->detail, format, args);
        va_end(args);
    }
    return status;
}
