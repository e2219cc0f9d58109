/* article_existing.h - articles of a batch that were stored before: whether they are replaced, and the statements that
 * replace them.
 *
 * A first look takes no lock, and ends the matter for what is the same, which is most of what is posted twice. What
 * differs is locked, in the order of ids, and read once more; what is then decided holds until the commit.
 *
 * A page may claim that its article is known by another address (rel=canonical). Some sites have many pages claim one: then
 * the article that is stored by it came from another page and has another text, and the claim is not believed
 * (WRITE_MISTAKEN).
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_EXISTING_H
#define ALAM_STORE_ARTICLES_ARTICLE_EXISTING_H

#include "service/store/articles/article_batch.h"

/* Gives those writes their former id whose article was stored under it. A round trip of its own, if there are any. */
enum status article_existing_name(struct article_batch *batch);
/* Decides the outcome of all writes that are not WRITE_CREATED. STATUS_UNAVAILABLE with conn->conflict: an article was
 * deleted in the same moment; to be run again. */
enum status article_existing_settle(struct article_batch *batch);
/* Sends, for each article that is replaced: the revision that is kept, the article, and the end of what was derived from
 * it. What is derived from it now is sent as for new articles. */
enum status article_existing_send(struct article_batch *batch);

#endif
