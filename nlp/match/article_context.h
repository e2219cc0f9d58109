/* article_context.h - what the article as a whole says about which entity a name means.
 *
 * It is read off the certain mentions of the article, those by names that mean one entity only: the countries that they
 * belong to, how many are of sport, and which entities are named by several words. Names with several meanings are then
 * decided by it: one sense a discourse (Gale, Church, Yarowsky 1992), and coherence of countries.
 *
 * Threads: as the tagging; read only once written.
 */
#ifndef ALAM_NLP_ARTICLE_CONTEXT_H
#define ALAM_NLP_ARTICLE_CONTEXT_H

#include "nlp/lattice/score_record.h"
#include "nlp/lattice/tagging.h"

/* The context of the arcs chosen so far, in the tagging's arena. NULL: out of memory. */
const struct article_context *article_context_new(const struct tagging *t);

/* What the context adds to the score of a candidate. */
float article_context_score(const struct article_context *context, const struct image *image,
                            const struct image_candidate *candidate, struct score_record *record);

/* Is a good part of the certain mentions of sport? Then a city's name may be that of its club. False for NULL. */
bool article_context_is_sport(const struct article_context *context);

/* How much of what the article certainly names is of the candidate's country, 0…1; 0 where it has none. */
float article_context_country(const struct article_context *context, const struct image *image,
                              const struct image_candidate *candidate);

#endif
