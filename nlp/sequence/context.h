/* context.h - an article as the sequence model sees it: its words with what lists, gazetteer and the first reading say of them.
 *
 * The words of all fields lie in one array, the title's first. What a feature needs of more than the neighbouring words is found
 * once, here: the head of the phrase, and what the same word shows at its other places in the article.
 *
 *     struct context context;
 *     if (context_read(t, &found, &context))
 *         for (size_t first = 0, end; first < context.count; first = end)
 *             end = context_sentence_end(&context, first);
 *
 * Everything lives in the tagging's arena. Threads: as the tagging.
 */
#ifndef ALAM_NLP_CONTEXT_H
#define ALAM_NLP_CONTEXT_H

#include "nlp/lattice/found.h"
#include "nlp/text/word_class.h"

enum {
    CONTEXT_ARCS = 3,              /* of the gazetteer, over one word: the ones of the highest scores */
    CONTEXT_SENTENCE_MAXIMUM = 400 /* words that are read together */
};

enum arc_place { ARC_SINGLE, ARC_FIRST, ARC_INSIDE, ARC_LAST };

/* A listed name over a word. */
struct context_arc {
    float score;   /* of the first reading */
    uint16_t more; /* words, less one */
    uint8_t type;  /* enum entity_type */
    uint8_t place; /* enum arc_place: of the word in the name */
    uint8_t prior; /* 0…63 */
    uint8_t subtype;
    bool canonical; /* the entity's main name */
};

/* What a word shows at a place in the article: bits. */
enum {
    SHOWS_TITLE = 1 << 0, /* behind a title or role */
    SHOWS_GIVEN = 1 << 1, /* behind a given name */
    SHOWS_HEAD = 1 << 2,  /* behind the head of an organization */
    SHOWS_PLACE = 1 << 3, /* behind the head of a place, or a preposition of place */
    SHOWS_SAY = 1 << 4,   /* before a verb of saying */
    SHOWS_FIRST = 1 << 5, /* before a given name */
    SHOWS_ARC = 1 << 6,   /* in a listed name of several words: this bit and the next eight, by type and place */
    SHOWS_COUNT = 15
};

/* The name of a small place over a word, which many villages, words and persons share: the place of the word in the name, and above
 * it how much of the article is of the place's country. */
enum {
    LOCAL_PRIOR = 8 /* of 63: a place of less is small */,
    LOCAL_NAMED = 1 << 2,
    LOCAL_SHARE_SHIFT = 3,
    LOCAL_SHARES = 4
};

/* Which model reads a sentence: that of the script of most of its words. */
enum script { SCRIPT_ARABIC, SCRIPT_LATIN, SCRIPT_COUNT };

struct context_word {
    const uint8_t *letters;
    uint32_t length;                           /* letter bytes */
    uint32_t skip;                             /* of them, those of a particle in front; less than length */
    uint32_t token;                            /* number in its field */
    uint8_t field, script;                     /* enum text_field; enum script of the sentence */
    uint8_t gap, flags;                        /* as in struct token */
    word_classes classes;                      /* word classes */
    uint64_t whole, bare;                      /* hash of the letters, and of those behind the particle */
    const struct image_statistics *statistics; /* of the bare word or the whole one; NULL: unknown */
    uint16_t cluster;                          /* IMAGE_CLUSTER_NONE: unknown */
    uint8_t coarse;                            /* the larger cluster, where `cluster` is known */
    bool listed;                               /* a word of some name or list */
    bool article;                              /* begins with ال */
    uint8_t label, method;                     /* of the first reading */
    uint8_t arc_count;
    uint8_t same;              /* how often the word stands in the article, at most 255; 0: too short to count */
    uint16_t shows;            /* SHOWS_… here */
    uint16_t seen, seen_twice; /* SHOWS_… at other places of the article, at one and at two or more */
    int32_t head, verb;        /* numbers of the phrase's head and of the verb before it, -1: none */
    uint8_t line;              /* how many words stand in its line, at most 255 */
    bool begins_line;
    uint64_t topic; /* a bit for each of the 64 larger clusters that words of the sentence are of */
    uint8_t local;  /* LOCAL_…: what the name of a small place over the word says; 0: there is none */
    struct context_arc arcs[CONTEXT_ARCS];
};

struct context {
    struct context_word *words;
    size_t count;
    size_t offsets[FIELD_COUNT]; /* number of the field's first word */
};

/* Reads both fields; `list` is the first reading's answer, and fields[].all has all arcs. False: out of memory. */
bool context_read(const struct tagging *t, const struct found_list *list, struct context *ret_context);

/* Number of the word behind the sentence that begins with word number `first`. Short lines one below the other are the items of a
 * list, each a sentence. A sentence longer than CONTEXT_SENTENCE_MAXIMUM is cut. */
size_t context_sentence_end(const struct context *context, size_t first);

/* The letters behind the word's particle. */
static inline const uint8_t *context_bare(const struct context_word *word, uint32_t *ret_length)
{
    *ret_length = word->length - word->skip;
    return word->letters + word->skip;
}

#endif
