/* spans.h - finds names that are in no list, by the words they are made of and the words around them.
 *
 * The knowledge is that of the rule-based Arabic systems (Shaalan and Raza, NERA, JASIST 2009): triggers around a name,
 * lists of names, heads. The method is a semi-Markov conditional random field (Sarawagi and Cohen 2004): the score of a
 * span as a type is the sum of the weights that hold at its words and beside it (rules.h). Spans of positive score become
 * arcs and compete with those of the gazetteer.
 *
 * All functions expect field->classes to be complete for the words they look at (classify.h), beside the span as well as
 * in it. Threads: as the tagging.
 */
#ifndef ALAM_NLP_SPANS_H
#define ALAM_NLP_SPANS_H

#include "nlp/lattice/score_record.h"
#include "nlp/lattice/tagging.h"

/* Words that a name found by the grammar may have. */
enum { SPAN_WORDS_MAXIMUM = 8 };

/* Adds the spans of positive score among the tokens first…end - 1, at most SEGMENT_TOKENS, in order of their first
 * token. False: out of memory. */
bool spans_find(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs);

/* What the rules give the token alone as a name of that type, also for words that spans_find would not try. */
float spans_score_word(struct tagging *t, const struct field *field, size_t token, enum entity_type type);

/* Records what the rules give the arc's span, one sum for each place. */
void spans_explain(struct tagging *t, const struct field *field, const struct arc *arc, struct score_record *record);

#endif
