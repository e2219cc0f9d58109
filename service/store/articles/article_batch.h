/* article_batch.h - a batch of articles between its first statement and its commit: what article_write.c and
 * article_existing.c share. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_BATCH_H
#define ALAM_STORE_ARTICLES_ARTICLE_BATCH_H

#include "service/store/articles/article_prepare.h"
#include "service/store/articles/recent.h"
#include "service/store/db/pipeline.h"

struct verdict_list; /* verdict.h */

struct article_batch {
    struct store_conn *conn;
    struct recent *recent;
    struct article_write **writes; /* ordered by current.id, of which no two are the same */
    size_t count;
    struct arena *arena;
    struct error *error;
    enum statement *sent; /* whose outcomes are not read yet, in this order */
    size_t sent_count, sent_room;
    int64_t subscribed;            /* 0: there is no subscription */
    struct verdict_list *verdicts; /* to be stored in place of those on the same articles */
    size_t verdict_lists;          /* how many: each is of one article, and not empty */
};

/* Whether what is derived from the article is to be stored: it is new, replaced, or tagged anew. */
static inline bool article_batch_stores(const struct article_write *write)
{
    return write->outcome == WRITE_CREATED || write->outcome == WRITE_REPLACED || write->outcome == WRITE_RETAGGED;
}

/* Sends a statement and notes that its outcome is to be read. */
enum status article_batch_send(struct article_batch *batch, enum statement statement, const struct params *params);
/* Sends a statement whose parameters are arrays, unless they are empty; releases them. */
enum status article_batch_send_arrays(struct article_batch *batch, enum statement statement, struct param_array *arrays,
                                      size_t count);
/* The parameters of article_insert and article_replace. `at`: $11. */
void article_batch_params(const struct article_batch *batch, const struct article_write *write, int64_t at,
                          struct params *ret_params);

#endif
