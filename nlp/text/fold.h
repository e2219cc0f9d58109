/* fold.h - the spelling fold: which letters count as one when names are looked up.
 *
 * The table is generated at build time (tools/generate_fold.c, with libutf8proc) from Unicode's decompositions and case
 * foldings (UAX #15, CaseFolding.txt) and from the Arabic rows that DESIGN.md section 4 lists: hamza carriers, alef
 * maqsura and ya, ta marbuta and ha, tatweel, diacritics, bidi marks, presentation forms, Persian and Urdu forms,
 * digits. The fold is for keys alone; offsets always refer to the text as it was sent. Threads: pure functions.
 */
#ifndef ALAM_NLP_FOLD_H
#define ALAM_NLP_FOLD_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"

/* Appends the folded form of `text` as UTF-8: words separated by one space, everything that is no word left out.
 * Search keys and entity ids are made with it. Invalid UTF-8 ends a word. Writes to the stack and `out` only. */
void fold_append(struct strbuf *out, struct text text);

#endif
