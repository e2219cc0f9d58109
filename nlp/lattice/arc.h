/* arc.h - an arc of the lattice: one way to read some words of a text as a name.
 *
 * Arcs come from two sources. The gazetteer's have a payload: the first of the candidates that the name may mean. The
 * grammar's have none (payload == 0): they have a type, and a score from the rules. All arcs of a segment compete, and the
 * set of arcs that do not overlap and have the greatest sum of scores is chosen (nlp/match/path.h).
 *
 * Threads: as the tagging that owns the arcs.
 */
#ifndef ALAM_NLP_ARC_H
#define ALAM_NLP_ARC_H

#include "nlp/image/image.h"
#include "nlp/text/proclitic.h"
#include "nlp/text/token.h"

/* The tokens first…last of one field; the first one is read without its proclitic. */
struct arc {
    uint32_t first, last;
    uint32_t payload;                  /* index of its first candidate in the image; 0: found by the grammar */
    const struct proclitic *proclitic; /* split off the first token; NULL: none. Of the gazetteer's arcs only */
    uint32_t candidate;                /* index of the chosen candidate in the image */
    float score;                       /* -INFINITY: not possible */
    uint8_t type;                      /* enum entity_type; of the grammar's arcs only */
    uint8_t skip;                      /* letters of the particle in front; of the grammar's arcs only */
    bool headed; /* of the sequence model: the first token is a head that stands outside the span */
    float sure;  /* of the sequence model, 0…1; 0: an arc of the first reading */
};

struct arc_list {
    struct arc *arcs;
    size_t count, room;
};

/* Appends a copy of the arc. False: out of memory. */
bool arc_list_add(struct arc_list *list, struct arena *arena, const struct arc *arc);

/* Byte offset where the span of a gazetteer's arc begins: behind its proclitic. */
uint32_t arc_start(const struct token_list *list, const struct arc *arc);

/* May the arc's name mean several entities? Then the whole article decides which (nlp/article/disambiguate.h). */
bool arc_has_rivals(const struct image *image, const struct arc *arc);

#endif
