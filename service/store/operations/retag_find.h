/* retag_find.h - the articles that a change of the gazetteer can have touched: by the words of forms, by an entity, and
 * what else a retag_filter asks for; the newest first.
 *
 * Of one form an article must have up to four of its words, of several forms the longest word of one of them. So more is
 * found than has the form: what does not have it is tagged as before. A name that is linked by its sound alone
 * (nlp/text/name_key.h) may be spelt otherwise, and is not found. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_OPERATIONS_RETAG_FIND_H
#define ALAM_STORE_OPERATIONS_RETAG_FIND_H

#include "service/store/operations/retag_jobs.h"

/* Articles behind a position, up to `limit` of them. STATUS_INVALID_PARAMETER: there is no word in a form. */
enum status retag_find(struct store_conn *conn, const struct retag_filter *filter, const struct retag_position *after,
                       int64_t limit, struct arena *arena, struct retag_position **ret_found, size_t *ret_count,
                       struct error *error);
/* How many there are. */
enum status retag_count(struct store_conn *conn, const struct retag_filter *filter, struct arena *arena,
                        int64_t *ret_count, struct error *error);

#endif
