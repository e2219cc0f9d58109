/* article_write.h - stores a batch of prepared articles in one transaction of two round trips (db/pipeline.h), or of up to
 * five where articles are there already.
 *
 *   former ids   where addresses are not in their normal form: which articles were stored before that mattered
 *   first        BEGIN, and one INSERT for each article
 *   look, lock   where an article was there already: whether it differs, and once more under a lock (article_existing.h)
 *   last         of articles that are replaced: the revision that is kept, the article, the end of what was derived from
 *                it; of these and of new ones: new entities and their names, the articles' entities, what subscriptions
 *                wait for, and one row in rollup_queue for each article (entities/rollup.h); then COMMIT
 *
 * Locks are taken in one order everywhere: new articles by id, stored ones by id, entities by id, names by (entity, key).
 * Entities and names in `recent` are not sent again. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_WRITE_H
#define ALAM_STORE_ARTICLES_ARTICLE_WRITE_H

#include "service/store/articles/article_prepare.h"
#include "service/store/articles/recent.h"
#include "service/store/db/conn.h"

enum { NO_CULPRIT = -1 };

/* Stores `count` articles, no two of which have the same id, after sorting `writes` by id. STATUS_OK: committed, and each
 * write says what became of it. Otherwise nothing is stored, and *ret_culprit is the index of the article whose row the database
 * refused, or NO_CULPRIT. `arena` is scratch. */
enum status article_write_run(struct store_conn *conn, struct recent *recent, struct article_write **writes,
                              size_t count, struct arena *arena, int *ret_culprit, struct error *error);

#endif
