/* segment.h - one segment on its way through the matcher; shared by the modules of nlp/match.
 *
 * Each step goes over the whole segment before the next one begins, and prefetches the memory that the next one will read:
 * with a million names every look-up is a cache miss, and this way hundreds of them are under way at once.
 *
 *     tokens -> memo, or keys -> filter -> word table -> trie, level by level -> arcs -> scores -> best path
 *     lookup.h                                           walk.h                          score.h   path.h
 *
 * Threads: as the tagging that owns it.
 */
#ifndef ALAM_NLP_SEGMENT_H
#define ALAM_NLP_SEGMENT_H

#include "nlp/lattice/tagging.h"
#include "nlp/text/proclitic.h"

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

/* A token's readings: as written, and by each row of the particle table that fits. There is room for one more. */
enum { READINGS_A_TOKEN = 1 + PROCLITICS_A_WORD, SEGMENT_READINGS = SEGMENT_TOKENS * READINGS_A_TOKEN + 1 };

struct segment {
    struct tagging *t;
    struct field *field;
    size_t first, cut, end;   /* tokens: looked up are first…end - 1, the path is decided for first…cut - 1 */
    struct reading *readings; /* room for SEGMENT_READINGS */
    size_t reading_count;
    struct walk *walks; /* room for as many */
    uint16_t
        unlisted[SEGMENT_TOKENS]; /* what the dictionary says of each word, if no list does: packed (word_class.h) */
    struct arc_list found;        /* all arcs */
    struct arc_list spare;        /* room to sort them in */
};

#endif
