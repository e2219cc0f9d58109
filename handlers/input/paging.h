/* paging.h - limit, cursor and time range of lists, as query parameters; the cursor of the next page.
 *
 * A cursor is opaque to clients: base64url of a mark that tells the lists apart, and of the position of the last row of
 * a page. The position is the row's key, not a count of rows, so pages stay right while articles arrive.
 *
 * The readers note what is wrong in request->errors and go on; paging_check at the end refuses the request if they noted
 * anything. Threads: pure functions.
 */
#ifndef ALAM_HANDLERS_INPUT_PAGING_H
#define ALAM_HANDLERS_INPUT_PAGING_H

#include "service/route/field_checks.h"
#include "service/route/request.h"

/* `limit`: rows of a page, from 1 to ALAM_PAGE_MAXIMUM; ALAM_PAGE_DEFAULT when it is absent or wrong. */
int64_t paging_limit(struct request *request);
/* A time in microseconds since 1970, in the arena; NULL when the parameter is absent or wrong. */
const int64_t *paging_time(struct request *request, const char *name);
/* A parameter that `check` accepts (NULL: any) and that is not longer than ALAM_FIELD_MAXIMUM; NULL when it is absent or
 * wrong. */
const char *paging_text(struct request *request, const char *name, field_check *check);
/* The position in `cursor`, without its mark; NULL when it is absent or wrong, also when it has another list's mark. */
const char *paging_cursor(struct request *request, const char *mark);
/* The same of a parameter of another name. */
const char *paging_position(struct request *request, const char *name, const char *mark);
/* Notes that the cursor holds no position of this list. */
void paging_refuse_cursor(struct request *request);
/* STATUS_INVALID_PARAMETER when request->errors has entries. */
enum status paging_check(struct request *request);

/* The cursor of the page after this one, in the arena: the mark and the position of this page's last row, as printf
 * makes it of `format`. NULL when there are no more rows. */
__attribute__((format(printf, 4, 5))) const char *paging_next(struct request *request, bool more, const char *mark,
                                                              const char *format, ...);

#endif
