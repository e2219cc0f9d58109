/* skeleton.h - the consonants of a transliterated Arabic name: the same for Al Manşūrah, Mansoura and al-Mansura.
 *
 * Articles, vowels and doubled letters are left out, and all letters that one Arabic sound is written with become one. The
 * result is coarse on purpose: it says something only together with the country. Threads: pure functions.
 */
#ifndef ALAM_GAZETTEER_SKELETON_H
#define ALAM_GAZETTEER_SKELETON_H

#include "service/base/strbuf.h"

/* Appends the skeleton of a folded Latin name. False, and nothing is appended, when it has fewer than three consonants. */
bool skeleton_append(struct strbuf *out, struct text folded);

/* Can the Arabic name be a way to write the Latin one? At least two thirds of their consonants must agree. */
bool skeletons_match(const char *latin, const char *arabic);

#endif
