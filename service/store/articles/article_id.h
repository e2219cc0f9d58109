/* article_id.h - the id of an article, derived from what the article is. Threads: pure functions.
 *
 * Posting the same article twice therefore meets the same row, and the database needs no second unique index.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_ID_H
#define ALAM_STORE_ARTICLES_ARTICLE_ID_H

#include "service/store/articles/article.h"

/* Sets article->id to a UUID of version 8 (RFC 9562): 122 bits of SHA-256 over alam's name space and the article's key,
 * each part of which is preceded by its length. The key is source and external_id when an external_id is given, else
 * the url in its normal form (url_key), else title and text. Version 5 would be SHA-1, with which two texts of one id
 * can be made.
 *
 * Before addresses were compared in their normal form, the key was the url as it was given: ret_former is the id that the
 * article has if it was stored then, "" when that is the same. */
void article_id_derive(struct article *article, char ret_former[ARTICLE_ID_LENGTH + 1]);

#endif
