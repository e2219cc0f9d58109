/* change_json.h - a change of an article (service/store/articles/changes.h) as the feeds give it: polled or streamed.
 *
 * Threads: pure functions; strings live in the arena.
 */
#ifndef ALAM_HANDLERS_OUTPUT_CHANGE_JSON_H
#define ALAM_HANDLERS_OUTPUT_CHANGE_JSON_H

#include "service/base/arena.h"
#include "service/base/json.h"
#include "service/store/articles/changes.h"

/* The mark of cursors of changes (service/route/cursor.h). */
extern const char change_mark[];

void change_json_write(struct json *json, const struct change *change);

/* The cursor behind which the next changes are read. NULL: out of memory. */
const char *change_cursor_write(struct arena *arena, const struct change_position *position);
/* Reads what stands behind the mark of a cursor. False: it is no position. */
bool change_cursor_read(const char *text, struct change_position *ret_position);

#endif
