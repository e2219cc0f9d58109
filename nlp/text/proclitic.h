/* proclitic.h - the particles that Arabic writes attached to the front of a word (proclitics): و ف ب ك ل س.
 *
 * They stand alone or as a conjunction before a preposition (وب, ول, فل …), as newspapers write them. The preposition ل
 * swallows the alef of the article ال: للقاهرة is ل + القاهرة. So that such a word can be looked up, some rows put
 * letters back: the alef, or alef and lam when the name itself goes on with a lam (للاذقية is ل + اللاذقية).
 *
 *     for (const struct proclitic *p = proclitics_of(token->low); p && p->mask; p++)
 *         if ((token->low & p->mask) == p->pattern)
 *             … the word may be p's particle and what is left behind p->skip letters …
 *
 * Threads: constant data.
 */
#ifndef ALAM_NLP_PROCLITIC_H
#define ALAM_NLP_PROCLITIC_H

#include "nlp/text/letters.h"

#include <stdbool.h>
#include <stdint.h>

/* One particle, or one way to read two. */
struct proclitic {
    uint64_t mask, pattern; /* the word's first letters, as in token.low */
    uint8_t skip;           /* letters that are the particle and stand outside a name's span */
    uint8_t restore;        /* letters to put back in front of the rest for the look-up: 0, 1 (ا) or 2 (ال) */
    uint16_t restored;      /* those letters as a register */
};

/* The particles that a word may begin with, by its first two letters (the low bytes of token.low): an array that a row
 * with mask 0 ends, or NULL when there are none. Rows that need a third letter are among them, so mask and pattern must
 * still be compared. */
const struct proclitic *proclitics_of(uint64_t low);

/* Does the word begin with و or ف, which as particles mean "and"? */
static inline bool proclitic_is_conjunction(uint64_t low)
{
    return (uint8_t)low == LETTER_WAW || (uint8_t)low == LETTER_FEH;
}

#endif
