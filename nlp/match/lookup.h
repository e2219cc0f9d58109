/* lookup.h - from the tokens of a segment to readings: which words are words of some name.
 *
 * A word that earlier texts had is taken from the word memo. For any other one, each reading is looked up: as written, and
 * behind each particle that its letters allow. The filter turns away most of those that are in no name, the word table has
 * the rest. What lists and dictionary say of the word itself is put down at the same time.
 */
#ifndef ALAM_NLP_LOOKUP_H
#define ALAM_NLP_LOOKUP_H

#include "nlp/match/segment.h"

/* Fills segment.readings, in order of their tokens, and segment.unlisted; and of the field's tokens in the segment
 * classes, slots and skips. */
void lookup_words(struct segment *s);

#endif
