/* tagging.h - one run of the tagger from inside: what its stages hand to each other.
 *
 *     tokenize (token.h) -> words -> readings -> arcs -> best path -> mentions -> reference -> entities -> annotation
 *
 * A segment is a stretch of tokens that no name can leave: arcs are found, scored and chosen segment by segment, so
 * that memory is bounded by the longest sentence. Threads: one tagging, one thread; the gazetteer is shared.
 */
#ifndef ALAM_NLP_TAGGING_H
#define ALAM_NLP_TAGGING_H

#include "nlp/image/image.h"
#include "nlp/lattice/score_record.h"
#include "nlp/text/proclitic.h"
#include "nlp/text/token.h"
#include "nlp/text/word_class.h"

enum { SEGMENT_TOKENS = 256 };

/* A way to read some words as a name: tokens first…last, the first one without its proclitic. */
struct arc {
    uint32_t first, last;
    uint32_t payload;                  /* first of its candidates in the image */
    const struct proclitic *proclitic; /* NULL: none */
    uint32_t candidate;                /* the chosen one */
    float score;
    uint8_t type; /* of a name that the grammar found: payload == 0 */
    uint8_t skip; /* … and the letters of its particle */
};

struct arc_list {
    struct arc *arcs;
    size_t count, room;
};

/* False: out of memory. */
bool arc_list_add(struct arc_list *list, struct arena *arena, const struct arc *arc);

/* One text field on its way. */
struct field {
    enum text_field which;
    struct token_list list;
    uint32_t *slots;   /* per token: the word's slot as written, or WORD_NONE */
    uint64_t *classes; /* per token: its word classes, particles split off where the word as written has none; the last
                          token of a lexicon form of several words has the form's classes too */
    uint8_t *skips;    /* per token: letters of the particle that its listed classes stand behind */
    uint8_t *covered;  /* per token: 1 in a mention */
    struct arc_list chosen; /* in order, without overlaps */
    struct arc_list all;    /* every reading that was weighed; filled for explanations only */
};

/* A name that is in no list: grouped by its key (name_key.h). */
struct unknown {
    const char *id, *name;
    enum entity_type type;
};

struct unknown_list {
    struct unknown *items;
    size_t count;
    uint32_t *slots; /* number + 1 by the id's hash; 0: free */
    size_t slot_mask;
};

struct grammar;
struct rule_memo;
struct word_memo;

struct tagging {
    const struct image *image;
    struct rule_memo *rule_memo; /* nlp/grammar/grammar.h */
    struct word_memo *word_memo; /* nlp/match/word_memo.h */
    const uint64_t *shapes;      /* word classes by a token's flags; TOKEN_FLAG_SETS of them */
    struct arena *arena;
    struct field fields[FIELD_COUNT];
    struct grammar *grammar;
    const struct article *article; /* once resolve_article has read it */
    struct unknown_list unknown;
    bool explain;      /* keep every reading in field->all */
    bool loose_yeh;    /* the text writes ى for ي or ي for ى: على and علي are one there */
    bool all_capitals; /* the text has no lower-case Latin letters: case tells nothing */
};

/* Finds, scores and chooses the arcs of one field into field->chosen. False: out of memory. */
bool match_field(struct tagging *t, struct field *field);

/* Score of reading the arc as that candidate, by what stands in the sentence. -INFINITY: not possible here (case). */
float score_candidate(const struct tagging *t, const struct field *field, const struct arc *arc,
                      const struct image_candidate *candidate, struct score_record *record);

/* Gives arc->candidate and arc->score the best of the arc's candidates; `extra`, when given, adds to a candidate's
 * score. */
struct article;
void choose_candidate(const struct tagging *t, const struct field *field, struct arc *arc,
                      const struct article *article);

/* Is a good part of the article's certain names of sport? Once resolve_article has read it. */
bool article_is_sport(const struct tagging *t);

/* Chooses candidates anew with what the whole article says (resolve.c). False: out of memory. */
bool resolve_article(struct tagging *t);

/* Gives the same unlisted Latin name one type throughout the article (agree.c). False: out of memory. */
bool agree_on_types(struct tagging *t);

/* Does the word before the arc ask for the entity's type, or for another one? */
enum cue_state { CUE_NONE, CUE_MET, CUE_CLASH };
enum cue_state read_cue(const struct tagging *t, const struct field *field, const struct arc *arc,
                        const struct image_entity *entity);

/* Is the arc written as the candidate's source writes it, nothing folded? */
bool is_exact(const struct field *field, const struct arc *arc, const struct image_candidate *candidate);

/* May the arc's name mean several entities? Then the article decides. */
bool arc_has_rivals(const struct tagging *t, const struct arc *arc);

/* What the article as a whole adds to a candidate's score (resolve.c). */
float score_article(const struct tagging *t, const struct article *article, const struct image_candidate *candidate,
                    struct score_record *record);

/* A mention found, before grouping: bytes of a field, and whose. */
struct found {
    enum text_field field;
    enum mention_method method;
    uint32_t token;              /* its first */
    uint32_t prefix, start, end; /* byte offsets: where the particles begin, the span */
    uint32_t entity;             /* index in the gazetteer, or UNKNOWN_ENTITY and index in t->unknown */
    uint32_t evidence;           /* what speaks for it (confidence.h) */
    float score;                 /* the grammar's, where it found the mention */
    const struct arc *arc;       /* NULL: a reference */
};

#define UNKNOWN_ENTITY (1u << 31)

struct found_list;

enum entity_type found_type(const struct tagging *t, const struct found *found);

/* Turns the grammar's arcs into entities: the gazetteer's when the name is a variant of one of its names, else unknown
 * ones with an id made from the name (unknown.c). False: out of memory. */
bool name_unknown(struct tagging *t, struct found_list *list);

struct found_list {
    struct found *items;
    size_t count, room;
};

bool found_add(struct found_list *list, struct arena *arena, const struct found *found);

/* Finds partial names of the persons found so far and adds them. False: out of memory. */
bool find_references(struct tagging *t, struct found_list *list);

#endif
