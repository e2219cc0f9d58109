/* word_set.h - the words of a title or a name as hashes, so that two can be compared without regard to capitals,
 * punctuation and blanks.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_WORD_SET_H
#define ALAM_PAGE_WORD_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORD_SET_MAXIMUM = 64 };

struct word_set {
    uint32_t list[WORD_SET_MAXIMUM]; /* in the order of the text */
    size_t count;
};

/* The first WORD_SET_MAXIMUM words of the text. */
struct word_set word_set_of(const char *text);

/* How many words of `a` are in `b`. */
size_t word_set_common(const struct word_set *a, const struct word_set *b);

/* Whether two texts are the same words in the same order. False for NULL and for texts without words. */
bool word_set_same(const char *a, const char *b);

#endif
