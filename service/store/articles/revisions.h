/* revisions.h - what articles were before they were corrected.
 *
 * A revision is kept when it is replaced (article_existing.h), as many of an article as ALAM_ARTICLE_REVISIONS says, and
 * deleted with its article. What was found in its text is not kept. Threads: whoever owns the connection; strings live in
 * the arena.
 */
#ifndef ALAM_STORE_ARTICLES_REVISIONS_H
#define ALAM_STORE_ARTICLES_REVISIONS_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

struct revision {
    struct article article; /* without annotation; in lists without text */
    int64_t replaced_at;
};

struct revision_page {
    struct revision *revisions; /* the newest first */
    size_t count;
    bool more;
};

/* Reads former revisions of an article that came before revision `before`, up to `limit`. None when there is no such
 * article. */
enum status revisions_list(struct store_conn *conn, const char *id, int64_t before, int64_t limit, struct arena *arena,
                           struct revision_page *ret_page, struct error *error);
/* STATUS_NOT_FOUND: it was never a former revision of such an article, or is not kept any more. */
enum status revisions_get(struct store_conn *conn, const char *id, int64_t revision, struct arena *arena,
                          struct revision *ret_revision, struct error *error);

#endif
