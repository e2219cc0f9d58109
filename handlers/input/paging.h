/* paging.h - limit, cursor and time range of lists: read from the query, the cursor written into the answer.
 *
 * A cursor is opaque to clients: base64url of a mark of the list it belongs to, and the position of its page's last
 * row. Positions are keys, not counts, so pages stay right while articles arrive. Threads: pure functions.
 */
#ifndef ALAM_HANDLERS_PAGING_H
#define ALAM_HANDLERS_PAGING_H

#include "service/route/field_checks.h"
#include "service/route/request.h"

/* Every reader notes what is wrong in request->errors; paging_check turns them into STATUS_INVALID_PARAMETER. */
int64_t paging_limit(struct request *request);
/* NULL when the parameter is absent or wrong; microseconds in the arena. */
const int64_t *paging_time(struct request *request, const char *name);
/* The parameter when `check` (json_body.h) finds nothing wrong with it. NULL when absent. */
const char *paging_text(struct request *request, const char *name, field_check *check);
/* What stands behind `mark` in the cursor. NULL when absent or wrong. */
const char *paging_cursor(struct request *request, const char *mark);
/* Notes that the cursor's content is wrong. */
void paging_refuse_cursor(struct request *request);
enum status paging_check(struct request *request);

/* Writes "next_cursor": of the printf'ed position, or null without `more`. */
__attribute__((format(printf, 5, 6))) void paging_write_next(struct request *request, struct json *json, bool more,
                                                             const char *mark, const char *format, ...);

#endif
