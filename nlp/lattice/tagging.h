/* tagging.h - one run of the tagger from inside: what its stages hand to each other.
 *
 *     tokens -> readings -> arcs -> best path -> mentions -> disambiguation -> NIL entities -> coreference -> annotation
 *
 * A text field is read in segments, stretches of at most SEGMENT_TOKENS tokens that no name can leave. Arcs are found,
 * scored and chosen segment by segment, so that memory is bounded by the longest segment. What concerns the whole article
 * comes afterwards.
 *
 * Threads: one tagging, one thread; image and memos are shared by all.
 */
#ifndef ALAM_NLP_TAGGING_H
#define ALAM_NLP_TAGGING_H

#include "nlp/lattice/arc.h"
#include "nlp/lattice/nil.h"

enum { SEGMENT_TOKENS = 256 };

/* One text field: title or text. The arrays have an element for each token. */
struct field {
    enum text_field which;
    struct token_list list;
    uint32_t *slots; /* the word's slot in the image as it is written, or WORD_NONE */
    word_classes
        *classes;     /* word classes, of what stands behind a particle where the word as written has none; the last
                               token of a lexicon form of several words has the form's classes too */
    uint8_t *skips;   /* letters of the particle that its listed classes stand behind */
    uint8_t *covered; /* 1: in a mention */
    struct arc_list chosen;                /* the best path: in order, without overlaps */
    const struct model_evidence *evidence; /* with `explain`: what made the sequence model choose its names */
    struct arc_list all;                   /* every arc that was weighed, in the order of their first tokens */
};

struct rule_memo;
struct model_evidence;
struct rule_spares;
struct word_memo;
struct article_context;

struct tagging {
    const struct image *image;
    struct rule_memo *rule_memo;     /* nlp/grammar/rules.h */
    struct rule_spares *rule_spares; /* nlp/grammar/rules.h */
    struct word_memo *word_memo;     /* nlp/match/word_memo.h */
    const word_classes *shapes;      /* word classes by a token's flags (nlp/grammar/classify.h) */
    struct arena *arena;             /* everything that the tagging makes lives there */
    struct field fields[FIELD_COUNT];
    const struct article_context *context; /* nlp/match/article_context.h; NULL until the whole article has been read */
    struct nil_list nil;
    bool explain;   /* the answer explains each mention */
    bool loose_yeh; /* the text writes ى for ي or ي for ى, so that على and علي cannot be told apart in it */
    bool all_capitals; /* the text has no lower-case Latin letters, so that case tells nothing */
};

#endif
