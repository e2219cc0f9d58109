/* article_get.h - one stored article with its annotation, as it was when it was first posted.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_GET_H
#define ALAM_STORE_ARTICLES_ARTICLE_GET_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

/* Reads the article, rebuilt from its rows: it equals what the first POST answered. STATUS_NOT_FOUND when there is
 * none. */
enum status article_get(struct store_conn *conn, const char *id, struct arena *arena, struct article *ret_article,
                        struct error *error);

#endif
