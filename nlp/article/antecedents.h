/* antecedents.h - the words of an article that may refer back to somebody whom it names in full.
 *
 * An antecedent is a full name found in the article (نجيب محفوظ, the Boston Bruins) together with one of its words that
 * may stand for it: the last one, or an Arabic person's first one. They are collected once, and then asked for by the
 * letters of a word, or by its transliteration key where the article spells a foreign name in two ways.
 *
 * Threads: as the tagging.
 */
#ifndef ALAM_NLP_ANTECEDENTS_H
#define ALAM_NLP_ANTECEDENTS_H

#include "nlp/lattice/found.h"

/* Letters that a word must have to stand for a full name. */
enum { ANTECEDENT_LETTERS_MINIMUM = 3, ANTECEDENT_LETTERS_MAXIMUM = 16 };

struct antecedent {
    uint64_t low, high;       /* the word's letters, as in struct token */
    const struct found *full; /* the name that it is a word of */
    float enough;             /* minimum grammar score at which an Arabic word alone counts as a reference to it */
    uint32_t position;        /* number of the full name among the mentions found */
};

struct antecedent_variant;

enum { ANTECEDENT_ENDING_BITS = 1024 };

struct antecedents {
    struct antecedent *items; /* in the order of the text */
    uint64_t *order;          /* sorted: upper bits of the letters' hash, then the item's number in the lower ones */
    size_t count;
    uint64_t endings[ANTECEDENT_ENDING_BITS / 64]; /* a Bloom filter of the words' last three letters */
    struct antecedent_variant *variants;           /* by transliteration key; NULL until a word asks for them */
};

/* Collects the antecedents among the mentions, which stand in the order of the text. False: out of memory. */
bool antecedents_collect(struct antecedents *a, const struct tagging *t, const struct found_list *list);

/* Number of the filter's bit for the last three letters of a word that has as many. */
static inline uint32_t antecedents_ending(const uint8_t *letters, uint32_t length)
{
    uint32_t last;
    __builtin_memcpy(&last, letters + length - ANTECEDENT_LETTERS_MINIMUM, sizeof last);
    return (last & 0xffffff) * 0x9E3779B1u >> 22;
}

/* False: no antecedent ends in the last three letters of the token. Particles in front do not change those, so this turns
 * away nearly all words of a text. */
static inline bool antecedents_may_have(const struct antecedents *a, const struct field *field,
                                        const struct token *token)
{
    if (token->length < ANTECEDENT_LETTERS_MINIMUM)
        return false;
    uint32_t bit = antecedents_ending(field->list.letters + token->letters, token->length);
    return a->endings[bit / 64] >> bit % 64 & 1;
}

/* The antecedent of those letters whose full name is the nearest before `position`, else the first one after it. NULL:
 * none. */
const struct antecedent *antecedents_find(const struct antecedents *a, uint64_t low, uint64_t high, size_t position);

/* The antecedent whose full name ends in another spelling of this word (بولر after آدم بوهلر). NULL: none, or those of
 * several entities; or out of memory. */
const struct antecedent *antecedents_find_variant(struct antecedents *a, const struct tagging *t,
                                                  const uint8_t *letters, uint32_t length, word_classes classes);

/* Is it a team that its last word alone names, too? The Bruins after the Boston Bruins. */
bool antecedents_is_team(const struct tagging *t, const struct found *found);

#endif
