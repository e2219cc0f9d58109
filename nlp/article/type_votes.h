/* type_votes.h - gives the same unlisted Latin name one type throughout an article.
 *
 * This is one sense a discourse (Gale, Church, Yarowsky 1992) for the names that the grammar found: the arcs of the same
 * words vote for a type with their scores. A person's full name also votes for its last word, and a company's for what
 * stands before its tail (Eberhard Faber GmbH votes for Eberhard Faber).
 */
#ifndef ALAM_NLP_TYPE_VOTES_H
#define ALAM_NLP_TYPE_VOTES_H

#include "nlp/lattice/tagging.h"

/* Sets the type of the grammar's chosen arcs. False: out of memory. */
bool type_votes_settle(struct tagging *t);

#endif
