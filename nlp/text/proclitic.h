/* proclitic.h - what Arabic writes attached to the front of a word: the particles و ف ب ك ل س and the article ال.
 *
 * Everybody who takes them off a word asks here: the tagger, the builder, and full-text search.
 *
 * Particles stand alone or as a conjunction before a preposition (وب, ول, فل …), as newspapers write them. The preposition
 * ل swallows the alef of the article: للقاهرة is ل + القاهرة. So that such a word can be looked up, some rows put letters
 * back: the alef, or alef and lam when the name itself goes on with a lam (للاذقية is ل + اللاذقية).
 *
 *     for (const struct proclitic *p = proclitics_of(token->low); p && p->mask; p++)
 *         if (proclitic_fits(p, token->low, token->length, PROCLITIC_LEAVES_NAME))
 *             … the word may be p's particle and what is left behind p->skip letters …
 *
 * Whether a word that begins with such letters has the particle or article, or begins so by itself, cannot be seen on the
 * letters. So it is asked how many letters would be left, and the answers below differ on purpose.
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

/* How many letters a particle must leave of a word.
 *
 * NAME is for look-ups in the gazetteer, which knows whether a name of two letters exists. WORD is for ordinary words: most
 * of those that are a particle and two letters are words by themselves. Full-text search has stored the words of articles by
 * it, so a change means to index them anew (service/store/articles/reindex.h). */
enum { PROCLITIC_LEAVES_NAME = 2, PROCLITIC_LEAVES_WORD = 3 };

enum { PROCLITICS_A_WORD = 4 /* rows that can fit one word */ };

/* The particles that a word may begin with, by its first two letters (the low bytes of token.low): an array that a row
 * with mask 0 ends, or NULL when there are none. Rows that need a third letter are among them, so mask and pattern must
 * still be compared. */
const struct proclitic *proclitics_of(uint64_t low);

/* Does the word begin with the row's letters, with at least `left` letters behind the particle? */
static inline bool proclitic_fits(const struct proclitic *p, uint64_t low, uint32_t length, uint32_t left)
{
    return (low & p->mask) == p->pattern && length >= p->skip + left;
}

/* Does the word begin with و or ف, which as particles mean "and"? */
static inline bool proclitic_is_conjunction(uint64_t low)
{
    return (uint8_t)low == LETTER_WAW || (uint8_t)low == LETTER_FEH;
}

/* Does the word begin with لل, which is the preposition ل and the article? */
static inline bool proclitic_is_lam_article(uint64_t low)
{
    return (low & 0xffff) == (LETTER_LAM | (uint64_t)LETTER_LAM << 8);
}

/* The article as folded text, and its letters. */
#define ARTICLE_TEXT "ال"
enum { ARTICLE_LETTERS = 2 };

/* How many letters the article must leave of a word.
 *
 * FEW is for one piece of evidence among others: the grammar's class "definite", heads of names (الأب). MORE is for what is
 * decided by it alone: whether a word is looked up in the dictionary without its article, what the key of a name is, what
 * full-text search finds. There الفا (alpha) and الما (Alma) keep their first letters. Keys and words of search are stored,
 * so a change means to tag and index articles anew. */
enum { ARTICLE_LEAVES_FEW = 2, ARTICLE_LEAVES_MORE = 3 };

/* Does the word begin with ال and have at least `left` letters behind it? */
static inline bool proclitic_has_article(uint64_t low, uint32_t length, uint32_t left)
{
    return length >= ARTICLE_LETTERS + left && (low & 0xffff) == (LETTER_ALEF | (uint64_t)LETTER_LAM << 8);
}

/* The first two letters of a word as a register, for the functions above. Two bytes must be readable. */
static inline uint64_t proclitic_load(const uint8_t *letters)
{
    return letters[0] | (uint64_t)letters[1] << 8;
}

#endif
