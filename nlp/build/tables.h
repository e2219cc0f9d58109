/* tables.h - what the builder has read so far: entities, surface forms, the lexicon, the dictionary, the grammar's rules.
 *
 * Rows are appended by rows.h and what it calls; emit.h turns the filled tables into an image. Everything refers to
 * everything else by number or offset, because the arrays move while they grow.
 *
 *     word numbers   index into words;      the word's folded letters (nlp/text/letters.h) are its key
 *     entity numbers index into ids and entities
 *     subtypes       1 + index into subtypes, 0: none
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_TABLES_H
#define ALAM_NLP_BUILD_TABLES_H

#include "nlp/build/interner.h"
#include "nlp/image/image.h"
#include "nlp/text/token.h"
#include "nlp/text/word_class.h"
#include "service/base/arena.h"

struct build_entity {
    uint32_t id, name_ar, name_en; /* offsets in strings; 0: empty */
    uint32_t wikidata;             /* the number after Q, 0: none */
    uint32_t rank;                 /* its index in the image, set when ENTITIES are written */
    uint32_t head_word;            /* 1 + number of the first word of the Arabic main name, 0: none */
    char country[2];               /* NUL NUL: none */
    uint8_t type, subtype;         /* enum entity_type; the subtype's number */
    uint8_t prior;                 /* 0: the source gave none */
};

/* A surface form: a sequence of words that means an entity, or that the lexicon gives a word class. */
struct build_form {
    uint32_t words;            /* index in sequence of the first of its word_count words */
    uint32_t entity;           /* the entity's number; with CANDIDATE_LEXICON in flags: enum word_class */
    uint16_t spelling;         /* nlp/text/spelling.h */
    uint8_t word_count, flags; /* CANDIDATE_… */
};

/* A row of an entity as its source has it (kept_rows.h). */
struct build_row {
    uint32_t entity, text, length; /* the entity's number; offset and bytes in row_text */
};

/* One word with one of its classes. */
struct lexeme {
    uint32_t word; /* number */
    enum word_class class;
};

/* Word statistics by the word's hash. */
struct build_statistics {
    uint64_t hash;
    struct image_statistics statistics;
};

/* Weights of a feature of the sequence model. */
struct build_feature {
    uint64_t key;
    int8_t weights[IMAGE_LABELS];
};

enum { BUILD_SCRIPTS = 2 /* those that the sequence model has weights for: nlp/sequence/context.h */ };

struct tables {
    struct array strings, letters, subtype_names; /* pools; strings has ids and names, the empty string first */
    struct interner ids, words, subtypes;         /* keys in strings, letters, subtype_names */
    struct array entities;                        /* struct build_entity */
    struct array forms;                           /* struct build_form */
    struct array rows, row_text;                  /* struct build_row; their bytes */
    struct array sequence;                        /* uint32_t: word numbers of the forms */
    struct array lexicon;                         /* struct lexeme */
    struct array nouns, verbs;                    /* uint64_t: hashes of the dictionary's words */
    struct array rules;                           /* struct image_rule */
    struct array statistics;                      /* struct build_statistics */
    struct array features;                        /* struct build_feature */
    struct image_moves moves[BUILD_SCRIPTS];
    struct array sources;                           /* text: a line a source */
    struct arena arena;                             /* for one name at a time */
    size_t names;                                   /* surface forms as the sources list them, without variants */
    void (*on_fault)(void *cls, const char *fault); /* builder_on_fault; NULL: the first fault ends the reading */
    void *on_fault_cls;
};

/* The struct must not move afterwards: the interners point to its pools. False: out of memory; tables_release is needed
 * all the same. */
bool tables_init(struct tables *tables);
void tables_release(struct tables *tables);

static inline struct build_entity *tables_entity(const struct tables *tables, uint32_t number)
{
    return (struct build_entity *)tables->entities.items + number;
}

static inline const struct build_form *tables_form(const struct tables *tables, uint32_t number)
{
    return (const struct build_form *)tables->forms.items + number;
}

/* The form's word_count word numbers. */
static inline const uint32_t *tables_words(const struct tables *tables, const struct build_form *form)
{
    return (const uint32_t *)tables->sequence.items + form->words;
}

/* The folded letters of a word. */
static inline const uint8_t *tables_letters(const struct tables *tables, uint32_t word, uint32_t *ret_length)
{
    *ret_length = interner_key(&tables->words, word)->length;
    return (const uint8_t *)interner_bytes(&tables->words, word);
}

/* The name of an entity's subtype, "" when it has none. */
static inline const char *tables_subtype(const struct tables *tables, uint8_t subtype)
{
    return subtype ? interner_bytes(&tables->subtypes, subtype - 1u) : "";
}

#endif
