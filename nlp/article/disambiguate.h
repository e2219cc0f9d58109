/* disambiguate.h - decides which entity a name of several means, by what the whole article says.
 *
 * While a segment is read only its own words are known. With all of the article read, every chosen arc whose name may mean
 * several entities chooses its candidate again, with the context of the article (nlp/match/article_context.h).
 */
#ifndef ALAM_NLP_DISAMBIGUATE_H
#define ALAM_NLP_DISAMBIGUATE_H

#include "nlp/lattice/tagging.h"

/* Sets tagging.context and decides the ambiguous arcs of both fields. False: out of memory. */
bool disambiguate(struct tagging *t);

#endif
