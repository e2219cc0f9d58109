/* classify.h - completes the set of classes that each word of a text has (nlp/text/word_class.h).
 *
 * Lists, dictionary and the shape of the word itself are known from the look-up (nlp/match/lookup.h), and depend on the
 * word alone. Here those are added that depend on where it stands: script, capitals, quotation marks, digits, how it is
 * written before folding, and whether its sentence is written like a headline.
 *
 * Threads: as the tagging.
 */
#ifndef ALAM_NLP_CLASSIFY_H
#define ALAM_NLP_CLASSIFY_H

#include "nlp/lattice/tagging.h"

/* Fills the table of the classes that a token has by its flags: tagging.shapes. */
void classify_shapes(word_classes shapes[TOKEN_FLAG_SETS]);

/* Does the field write ى for ي or ي for ى (فى for في, إلي for إلى)? Only its beginning is looked at. */
bool classify_loose_yeh(const struct field *field);

/* Completes field->classes of the tokens first…end - 1, once the names among them have been found. unlisted[0] is the
 * packed set (word_class.h) of the token `first` if it is in no list, and so on. */
void classify_words(const struct tagging *t, struct field *field, size_t first, size_t end, const uint16_t *unlisted);

#endif
