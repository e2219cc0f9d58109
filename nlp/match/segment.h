/* match.h - one segment on its way through the matcher; shared by lookup.c, walk.c and match.c only.
 *
 * Each step goes over the whole segment before the next one begins, and asks for the memory that the next one will read:
 * with a million names every look-up is a line of memory that no cache has, and hundreds of them are under way at once.
 *
 *     tokens -> memo, or keys -> filter -> word table -> trie, level by level -> arcs -> scores -> best path
 *
 * Threads: as the tagging that owns it.
 */
#ifndef ALAM_NLP_MATCH_H
#define ALAM_NLP_MATCH_H

#include "nlp/lattice/tagging.h"

/* A way to look a word up, as it is written or behind a particle; once it is found, its node of the trie. */
struct reading {
    uint64_t hash;
    const struct proclitic *proclitic; /* NULL: as written */
    uint32_t token;
    uint32_t slot, children, payload; /* as in struct image_word; payload 0: the word alone is no name */
};

/* A node of the trie that a reading has come to; its name so far ends with the token `last`. */
struct walk {
    uint32_t reading, last, children;
};

/* Five readings at the most for each token: as written, and by the rows of the particle table; and room for one more. */
enum { READINGS_A_TOKEN = 5, SEGMENT_READINGS = SEGMENT_TOKENS * READINGS_A_TOKEN + 1 };

struct segment {
    struct tagging *t;
    struct field *field;
    size_t first, cut, end;   /* readings are looked up to `end`, the path is decided up to `cut` */
    struct reading *readings; /* room for SEGMENT_READINGS */
    size_t reading_count;
    struct walk *walks;                /* room for as many */
    uint64_t unlisted[SEGMENT_TOKENS]; /* what the dictionary says of each word, if no list does */
    struct arc_list found, sorted;     /* the second one is room to sort in */
};

/* Fills `readings` with those of the segment's words that are words of some name; field->slots, field->classes and
 * field->skips with what each word is by itself; and `unlisted`. */
void look_up_words(struct segment *s);

/* Adds the arcs of all names that begin with one of the readings, in no order, and what lists say of several words to
 * field->classes. False: out of memory. */
bool walk_names(struct segment *s);

#endif
