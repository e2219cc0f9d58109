/* skeleton.h - the consonants of a transliterated Arabic name: the same for Al Manşūrah, Mansoura and al-Mansura.
 *
 * Articles, vowels, doubling and the digraphs that one Arabic letter is written with are dropped or joined; what is
 * left is coarse on purpose and only decides together with the country. Threads: pure functions.
 */
#ifndef ALAM_GAZETTEER_SKELETON_H
#define ALAM_GAZETTEER_SKELETON_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"

/* Appends the skeleton of a folded Latin name; false (nothing appended) when it has fewer than three consonants. */
bool skeleton_append(struct strbuf *out, struct text folded);

/* Can the Arabic name be a way to write the Latin one? Compares their consonants, two thirds of which must agree. */
bool skeletons_match(const char *latin, const char *arabic);

#endif
