/* article_id.h - the id of an article, derived from what the article is. Threads: pure functions.
 *
 * Posting the same article twice therefore meets the same row, and the database needs no second unique index.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_ID_H
#define ALAM_STORE_ARTICLES_ARTICLE_ID_H

#include "service/store/articles/article.h"

/* Sets article->id to a UUID of version 8 (RFC 9562): 122 bits of SHA-256 over alam's name space and the article's key,
 * each part of which is preceded by its length. The key is source and external_id when an external_id is given, else
 * the url, else title and text. Version 5 would be SHA-1, with which two texts of one id can be made. */
void article_id_derive(struct article *article);

#endif
