/* coreference.h - after a full name, a part of it alone means the same entity.
 *
 * Words are compared with the full names of the article (antecedents.h), from right to left, so that a full name is taken
 * whole before its first word is looked at. Words of the language that merely look like a part of a name are told apart by
 * the grammar: an Arabic word counts as a reference when the grammar's score of the word alone, as a person, is above a
 * bound that was measured on the development articles.
 */
#ifndef ALAM_NLP_COREFERENCE_H
#define ALAM_NLP_COREFERENCE_H

#include "nlp/lattice/found.h"

/* Adds the references found, links names of one word to the full names that they are part of, and leaves the list in the
 * order of the text. False: out of memory. */
bool coreference_find(struct tagging *t, struct found_list *list);

#endif
