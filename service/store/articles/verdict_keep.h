/* verdict_keep.h - verdicts outlive a correction: those on articles of a batch that are replaced find their places in the
 * new text, and change what was found in it, before anything of that is stored. So do those that an import brought before
 * its articles. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ARTICLES_VERDICT_KEEP_H
#define ALAM_STORE_ARTICLES_VERDICT_KEEP_H

#include "service/store/articles/article_batch.h"

/* Reads them, in a round trip of its own if there are such articles, and sets `current` and `derived` of those that have
 * any. */
enum status verdict_keep_settle(struct article_batch *batch);
/* Sends them as they are now. */
enum status verdict_keep_send(struct article_batch *batch);

#endif
