/* path.h - the best path: among all arcs of a segment, the set without overlaps that has the greatest sum of scores.
 *
 * It is found by dynamic programming from right to left, Viterbi's algorithm on the lattice of a semi-Markov model. Words
 * outside any arc score 0. The functions are called in the order in which they stand here.
 */
#ifndef ALAM_NLP_PATH_H
#define ALAM_NLP_PATH_H

#include "nlp/match/segment.h"

/* Sorts segment.found by first token, then by last token, then those of the gazetteer before those of the grammar. False:
 * out of memory. */
bool path_sort(struct segment *s);

/* Sets segment.cut, up to where this segment is decided; the next one begins there. It is segment.end where a separator
 * ends the segment. Otherwise it lies at a place that no arc crosses; where there is none, NAME_WORDS_MAXIMUM words
 * before the end. Arcs that cross the cut are dropped. */
void path_cut(struct segment *s);

/* Appends the arcs of the best path to field->chosen, and marks their words as covered. False: out of memory. */
bool path_choose(struct segment *s);

#endif
