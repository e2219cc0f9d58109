/* article_derived.h - the statements that store what is derived from the articles of a batch: their entities, the spellings
 * of these, and deliveries for subscriptions. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_DERIVED_H
#define ALAM_STORE_ARTICLES_ARTICLE_DERIVED_H

#include "service/store/articles/article_batch.h"

/* Sends them for all writes that are stored (article_batch_stores), four statements at the most. Subscriptions are told of
 * articles as a whole, but of WRITE_RETAGGED only the entities that are new in them. */
enum status article_derived_send(struct article_batch *batch);

#endif
