/* article_delete.h - deletes articles with everything that was derived from them, counts included.
 *
 * One transaction deletes the articles, appends to rollup_queue what the counts will change by (entities/rollup.h), and
 * deletes the articles' entities. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_DELETE_H
#define ALAM_STORE_ARTICLES_ARTICLE_DELETE_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

/* Deletes one article. STATUS_NOT_FOUND when there is none; STATUS_PRECONDITION_FAILED when it is not that revision, unless
 * `revision` is 0. */
enum status article_delete(struct store_conn *conn, const char *id, int64_t revision, struct arena *arena,
                           struct error *error);
/* Deletes articles, in one transaction. *ret_deleted: how many there were. */
enum status article_delete_listed(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                                  int64_t *ret_deleted, struct error *error);
/* Deletes up to `maximum` of the oldest articles dated before `before` (microseconds since 1970). *ret_deleted is their
 * number, 0 when there are no more. */
enum status article_delete_before(struct store_conn *conn, int64_t before, int64_t maximum, struct arena *arena,
                                  int64_t *ret_deleted, struct error *error);

#endif
