/* article_retag_run.h - the transaction of article_retag.h: stores what differs, or nothing. Threads: whoever owns the
 * connection. */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_RETAG_RUN_H
#define ALAM_STORE_ARTICLES_ARTICLE_RETAG_RUN_H

#include "service/store/articles/article_retag.h"

/* What else belongs into the transaction, of a job (operations/retags.h); NULL: nothing. */
struct retag_fence {
    /* Before anything is stored. Other than STATUS_OK: nothing will be. */
    enum status (*begin)(struct retag_fence *fence, struct store_conn *conn, struct error *error);
    /* Behind everything, when outcomes are known, before the commit. */
    enum status (*end)(struct retag_fence *fence, struct store_conn *conn, const struct retag_list *list,
                       struct error *error);
};

/* Sets write.outcome of each: WRITE_RETAGGED; WRITE_UNCHANGED, when only its gazetteer_version is another one now, if that;
 * or WRITE_MOVED. `conn` has no open transaction. */
enum status article_retag_run(struct store_conn *conn, struct recent *recent, struct retag_list *list,
                              struct retag_fence *fence, struct arena *arena, struct error *error);

#endif
