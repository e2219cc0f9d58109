#include "handlers/input/paging.h"

#include "service/base/time_input.h"
#include "service/route/cursor.h"
#include "service/route/field_checks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char not_of_this_list[] = "This is no cursor of this list.";

int64_t paging_limit(struct request *request)
{
    const struct config *config = request->app->config;
    const char *value = request_parameter(request, "limit");
    if (!value)
        return config->page_default;
    size_t length = strlen(value);
    bool digits = length > 0 && length < 10 && strspn(value, "0123456789") == length;
    int64_t limit = digits ? strtoll(value, NULL, 10) : 0;
    if (limit >= 1 && limit <= config->page_maximum)
        return limit;
    request_add_error(
        request, "limit",
        arena_printf(&request->arena, "This must be a whole number from 1 to %lld.", (long long)config->page_maximum));
    return config->page_default;
}

const int64_t *paging_time(struct request *request, const char *name)
{
    const char *value = paging_text(request, name, check_timestamp);
    int64_t *microseconds = value ? arena_alloc(&request->arena, sizeof *microseconds) : NULL;
    if (microseconds)
        time_input_read(value, strlen(value), microseconds);
    return microseconds;
}

const char *paging_text(struct request *request, const char *name, field_check *check)
{
    const char *value = request_parameter(request, name);
    if (!value)
        return NULL;
    size_t length = strlen(value);
    const char *fault = check ? check(value, length) : NULL;
    if (length > (size_t)request->app->config->field_maximum)
        fault = "This is too long.";
    if (fault)
        request_add_error(request, name, fault);
    return fault ? NULL : value;
}

void paging_refuse_cursor(struct request *request)
{
    request_add_error(request, "cursor", not_of_this_list);
}

const char *paging_position(struct request *request, const char *name, const char *mark)
{
    const char *value = request_parameter(request, name);
    if (!value)
        return NULL;
    const char *position = cursor_decode(&request->arena, value, mark);
    if (position)
        return position;
    request_add_error(request, name, not_of_this_list);
    return NULL;
}

const char *paging_cursor(struct request *request, const char *mark)
{
    return paging_position(request, "cursor", mark);
}

enum status paging_check(struct request *request)
{
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_PARAMETER, "The query cannot be accepted; see errors.");
}

const char *paging_next(struct request *request, bool more, const char *mark, const char *format, ...)
{
    va_list args;
    if (!more)
        return NULL;
    va_start(args, format);
    const char *cursor = cursor_encode_list(&request->arena, mark, format, args);
    va_end(args);
    return cursor;
}
