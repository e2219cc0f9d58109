/* golden.h - reads golden rows of tests/golden as labelled articles: columns rule, text, expected, why.
 *
 * `expected` is every mention in the order of the text, "id@span" joined by "|"; the id tells the type: person:…, org:…, place:…,
 * iso:…, gn:…, or unknown:TYPE and any:TYPE. Threads: one reader, one thread.
 */
#ifndef ALAM_GRAMMAR_GOLDEN_H
#define ALAM_GRAMMAR_GOLDEN_H

#include "service/grammar/labelled.h"

/* Calls `take` with the article of each row, which lives until it returns; ends at the first status that is not STATUS_OK and
 * returns it. STATUS_BAD_SOURCE: a row's mentions are not in its text. STATUS_IO. */
enum status golden_read(const char *path,
                        enum status (*take)(void *owner, const struct labelled_article *article, struct error *error),
                        void *owner, struct error *error);

#endif
