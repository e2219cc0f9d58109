/* fold.h - the spelling fold: spellings that differ only by what it takes away are equal when names are looked up.
 *
 * The table is generated at build time (nlp/tools/generate_fold.c, with libutf8proc) from Unicode's decompositions and
 * case foldings (UAX #15, CaseFolding.txt) and from rows for Arabic: hamza carriers, alef maqsura and ya, ta marbuta and
 * ha, tatweel, diacritics, bidi marks, presentation forms, Persian and Urdu letters, digits. Folded text is for keys
 * only; offsets always refer to the text as it was sent. Threads: pure functions.
 */
#ifndef ALAM_NLP_FOLD_H
#define ALAM_NLP_FOLD_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"

/* Appends the folded form of `text` as UTF-8: its words separated by one space, without anything else. Search keys and
 * entity ids are made with it. Invalid UTF-8 ends a word. */
void fold_append(struct strbuf *out, struct text text);

#endif
