/* writer.h - group commit: threads that store the articles that wait together in one transaction.
 *
 * A writer takes all that waits, up to ALAM_COMMIT_ARTICLES. If its previous batch had more than one article and this
 * one is not full, it waits up to ALAM_COMMIT_DELAY for more, as commit_delay does inside PostgreSQL. While one batch
 * commits, the next one gathers. A single client is never made to wait. Batches of large texts are stored in parts of
 * at most WRITER_BATCH_BYTES of text.
 *
 * When a transaction fails
 *   - because of one row that the database names, that article is answered and the others are stored again without it;
 *   - because of a row that is not known, the articles are stored one by one;
 *   - because the connection broke or the transaction met a conflict, all are put back and sent again, WRITER_ATTEMPTS
 *     times in all. A broken connection leaves open whether it committed; nothing is stored twice, because ids are
 *     derived from what the article is (articles/article_id.h), and what is sent again is the same as what is stored;
 *   - for any other reason, also because the server did not answer in time, all are answered 503.
 *
 * Threads: a writer belongs to its thread.
 */
#ifndef ALAM_STORE_WRITER_H
#define ALAM_STORE_WRITER_H

#include "service/store/articles/recent.h"
#include "service/store/pool/worker.h"

enum { WRITER_BATCH_BYTES = 8 * 1024 * 1024, WRITER_ATTEMPTS = 3 };

struct writer {
    struct worker worker;
    struct recent recent; /* what this writer has sent lately */
    bool busy;            /* the previous batch had more than one article */
};

/* A writer that is not connected yet, of one of the queues in pool->writes. */
void writer_init(struct writer *writer, struct pool *pool, struct queue *queue);

/* A thread's main function, for pthread_create with a struct writer: stores what is put into its queue until that is
 * closed and empty, then closes the connection. */
void *writer_main(void *cls);

#endif
