#include "service/route/cursor.h"

#include <nettle/base64.h>
#include <stdio.h>
#include <string.h>

enum { POSITION_MAXIMUM = 2048 };

/* NULL: it is no base64url, or holds NUL. */
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

const char *cursor_decode(struct arena *arena, const char *cursor, const char *mark)
{
    const char *position = decode(arena, cursor);
    return position && strncmp(position, mark, strlen(mark)) == 0 ? position + strlen(mark) : NULL;
}

/* Without its padding, because "=" gets lost on the way through some programs. */
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

const char *cursor_encode_list(struct arena *arena, const char *mark, const char *format, va_list args)
{
    char position[POSITION_MAXIMUM];
    size_t mark_length = strlen(mark);
    memcpy(position, mark, mark_length + 1);
    vsnprintf(position + mark_length, sizeof position - mark_length, format, args);
    return encode(arena, position);
}

const char *cursor_encode(struct arena *arena, const char *mark, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *cursor = cursor_encode_list(arena, mark, format, args);
    va_end(args);
    return cursor;
}
