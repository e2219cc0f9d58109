/* misspelt.h - the names that a query may have been meant for: patterns of all that is one letter away from it.
 *
 * One letter away is what another letter in one place, a letter more, a letter less, or two letters the other way round
 * lead to (Damerau 1964: four of five typing errors). A blank counts as a letter, so two words written as one are found.
 *
 * Trigrams alone do not find such names when they are short: two letters the other way round spoil four of the n + 1
 * trigrams of n letters, so that n - 3 of n + 5 are left in common, 0.11 for four letters. The trigrams therefore only
 * choose candidates, by misspelt_threshold, and the patterns decide. Threads: pure functions.
 */
#ifndef ALAM_STORE_ENTITIES_MISSPELT_H
#define ALAM_STORE_ENTITIES_MISSPELT_H

#include "service/base/arena.h"

enum {
    MISSPELT_LETTERS_MAXIMUM = 40, /* of a query; a wrong letter in a longer one leaves enough trigrams */
    MISSPELT_PREFIX_LETTERS = 6    /* shorter patterns match whole words only, or they would match too much */
};

/* Patterns for LIKE against ' ' || key || ' ', for a folded query; NULL when there are none: the query has fewer than
 * three letters or more than MISSPELT_LETTERS_MAXIMUM, or the arena is full. A pattern of three letters or fewer is a whole
 * spelling, else a whole word, or, from MISSPELT_PREFIX_LETTERS on, the beginning of one. */
const char *const *misspelt_patterns(const char *key, struct arena *arena, size_t *ret_count);

/* The names of three or four letters that the query is with two letters the other way round: they may have no trigram in
 * common with it. NULL when the query is of another length. */
const char *const *misspelt_swapped(const char *key, struct arena *arena, size_t *ret_count);

/* The word similarity (pg_trgm) that a name one letter away from the query has at the least, as text for a setting. */
const char *misspelt_threshold(const char *key, struct arena *arena);

#endif
