/* cursor.h - opaque cursors: base64url of a mark that tells the lists apart, and of a position in one of them.
 *
 *     const char *cursor = cursor_encode(&arena, "c1 ", "%d", 7);
 *     cursor_decode(&arena, cursor, "c1 ");                        …is "7"
 *
 * Threads: pure functions; strings live in the arena.
 */
#ifndef ALAM_ROUTE_CURSOR_H
#define ALAM_ROUTE_CURSOR_H

#include "service/base/arena.h"

#include <stdarg.h>

/* The cursor of the position that printf makes of `format`, 2 KiB at the most. NULL: out of memory. */
__attribute__((format(printf, 3, 4))) const char *cursor_encode(struct arena *arena, const char *mark,
                                                                const char *format, ...);
__attribute__((format(printf, 3, 0))) const char *cursor_encode_list(struct arena *arena, const char *mark,
                                                                     const char *format, va_list args);

/* The position of a cursor, with its padding or without. NULL: it is none, or has another mark. */
const char *cursor_decode(struct arena *arena, const char *cursor, const char *mark);

#endif
