/* sequence.h - the second reading of an article: the sequence model decides which words are names, and of what type.
 *
 * The first reading (gazetteer, grammar, coreference) is evidence for it, among the words themselves and what stands around them,
 * so that a listed name is a candidate among others. Where the model finds a name, the gazetteer's best reading of the same words
 * as that type gives the entity; without one the name is unlisted. Sentences in a script that no model was fitted for keep their
 * first reading.
 *
 * Threads: as the tagging.
 */
#ifndef ALAM_NLP_SEQUENCE_H
#define ALAM_NLP_SEQUENCE_H

#include "nlp/lattice/found.h"
#include "nlp/sequence/model.h"

/* Replaces the chosen arcs of both fields by those of the names that the model finds. `list` is the first reading's answer;
 * tagging.context must be set. The words of the sentences that the model has read are marked as covered, so that coreference looks
 * for no further names there. False: out of memory. */
bool sequence_choose(struct tagging *t, const struct model *model, const struct found_list *list);

#endif
