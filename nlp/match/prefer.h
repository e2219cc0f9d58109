/* prefer.h - corrections to the scores of arcs that overlap, where the sum of weights alone would decide wrongly.
 *
 * Both functions expect the arcs in the order of path_sort, scored. An arc that is not to be chosen gets the score
 * -INFINITY.
 */
#ifndef ALAM_NLP_PREFER_H
#define ALAM_NLP_PREFER_H

#include "nlp/match/segment.h"

/* An adjective of nationality behind a club's name says where the club is from, and is no part of the name where the
 * gazetteer also has the name without it: ريال مدريد الإسباني. The score of the longer name goes to the shorter one,
 * which thereby means the club even where it could be a city: بوردو الفرنسي. */
void prefer_without_adjective(struct segment *s);

/* Where gazetteer and grammar read the same words, the gazetteer's arc stands for both: if they agree on the type, or if
 * the words are several (Morgan Stanley). It gets the greater score of the two, so that no longer or shorter arc of the
 * grammar takes its place. */
void prefer_listed(struct segment *s);

#endif
