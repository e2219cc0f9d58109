/* article_write.h - stores a batch of prepared articles in one transaction of two round trips (db/pipeline.h).
 *
 *   first    BEGIN, and one INSERT for each article
 *   second   for the articles that were not there yet: new entities and their names, the articles' entities, what
 *            subscriptions wait for, and one row in rollup_queue for each article (entities/rollup.h); then COMMIT
 *
 * Locks are taken in one order everywhere: articles by id, entities by id, names by (entity, key). Entities and names
 * in `recent` are not sent again. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_WRITE_H
#define ALAM_STORE_ARTICLES_ARTICLE_WRITE_H

#include "service/store/articles/article_prepare.h"
#include "service/store/articles/recent.h"
#include "service/store/db/conn.h"

enum { NO_CULPRIT = -1 };

/* Stores `count` articles, after sorting `writes` by the article's id. STATUS_OK: committed, and each write says whether it
 * was created. Otherwise nothing is stored, and *ret_culprit is the index of the article whose row the database
 * refused, or NO_CULPRIT. `arena` is scratch. */
enum status article_write_run(struct store_conn *conn, struct recent *recent, struct article_write **writes,
                              size_t count, struct arena *arena, int *ret_culprit, struct error *error);

#endif
