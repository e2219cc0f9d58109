#include "handlers/input/paging.h"

#include "service/base/time_input.h"
#include "service/route/field_checks.h"

#include <nettle/base64.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POSITION_MAXIMUM = 2048 };

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

/* base64url with its padding or without. NULL: it is none, or holds NUL. */
static const char *decode(struct arena *arena, const char *value)
{
    struct base64_decode_ctx context;
    size_t length = strlen(value), size = BASE64_DECODE_LENGTH(length);
    char *position = length <= 2 * POSITION_MAXIMUM ? arena_array(arena, size + 1, 1) : NULL;
    while (length && value[length - 1] == '=')
        length--;
    base64url_decode_init(&context);
    bool sound = position && base64_decode_update(&context, &size, (uint8_t *)position, length, value);
    size_t rest = length % 4, padded = 0;
    if (sound && rest > 1)
        sound = base64_decode_update(&context, &padded, (uint8_t *)position + size, 4 - rest, "==");
    return sound && base64_decode_final(&context) && strlen(position) == size ? position : NULL;
}

const char *paging_position(struct request *request, const char *name, const char *mark)
{
    const char *value = request_parameter(request, name);
    if (!value)
        return NULL;
    const char *position = decode(&request->arena, value);
    if (position && strncmp(position, mark, strlen(mark)) == 0)
        return position + strlen(mark);
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

/* base64url without its padding, because "=" gets lost on the way through some programs. */
static const char *encode(struct arena *arena, const char *position)
{
    size_t length = strlen(position);
    char *out = arena_array(arena, BASE64_ENCODE_RAW_LENGTH(length) + 1, 1);
    struct base64_encode_ctx context;
    if (!out)
        return NULL;
    base64url_encode_init(&context);
    size_t size = base64_encode_update(&context, out, length, (const uint8_t *)position);
    base64_encode_final(&context, out + size);
    out[strcspn(out, "=")] = '\0';
    return out;
}

const char *paging_next(struct request *request, bool more, const char *mark, const char *format, ...)
{
    char position[POSITION_MAXIMUM];
    va_list args;
    if (!more)
        return NULL;
    size_t mark_length = strlen(mark);
    memcpy(position, mark, mark_length + 1);
    va_start(args, format);
    vsnprintf(position + mark_length, sizeof position - mark_length, format, args);
    va_end(args);
    return encode(&request->arena, position);
}
