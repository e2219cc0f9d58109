/* floor.h - the least that any matcher of words must do, as the measure for all others.
 *
 * One naive pass over a text: decode UTF-8, fold each code point by table, hash the word, probe one table of the words of
 * all names, count. No particles, no names of several words, no offsets, no case, no resolution. Written plainly and
 * compiled like the engine; whatever does more cannot be faster than this by doing the same things.
 * Threads: a filled floor is read only.
 */
#ifndef ALAM_TESTS_FLOOR_H
#define ALAM_TESTS_FLOOR_H

#include <stddef.h>
#include <stdint.h>

struct floor {
    uint64_t *slots; /* word hashes, 0 free; open addressing, at most half full */
    size_t mask, count;
};

struct floor_counts {
    size_t words, hits;
};

/* Fills the table with every word of `names` (any text). floor_release frees it. */
void floor_init(struct floor *floor, const char *names, size_t length);
void floor_release(struct floor *floor);

/* `text` is valid UTF-8, a few zero bytes behind it. */
struct floor_counts floor_pass(const struct floor *floor, const char *text, size_t length);

#endif
