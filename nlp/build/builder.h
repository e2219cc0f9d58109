/* builder.h - inside of the image builder, shared by build.c (sources to tables) and emit.c (tables to image).
 * Threads: one builder, one thread. */
#ifndef ALAM_NLP_BUILDER_H
#define ALAM_NLP_BUILDER_H

#include "nlp/build/build.h"
#include "nlp/image/image.h"
#include "nlp/text/token.h"

#include <stdlib.h>

/* A growing array; `items` is realloc'ed. */
struct table {
    void *items;
    size_t count, room, size; /* size: bytes an item */
};

/* Room for `extra` more items, the first of them returned; NULL: out of memory. The caller adds to count. */
static inline void *table_grow(struct table *table, size_t extra)
{
    if (!table->items || table->room - table->count < extra) {
        size_t room = table->room * 2 > table->count + extra ? table->room * 2 : table->count + extra + 64;
        void *items = realloc(table->items, room * table->size);
        if (!items)
            return NULL;
        table->items = items;
        table->room = room;
    }
    return (char *)table->items + table->count * table->size;
}

/* Offset at which bytes were appended to a table of bytes, or UINT32_MAX. */
uint32_t table_append(struct table *table, const void *bytes, size_t length);

/* Keys in a byte table to numbers 0, 1, 2 … in order of first appearance. */
struct interner {
    struct table keys; /* struct interned */
    uint32_t *slots;   /* key number + 1, 0 free */
    size_t slot_count; /* a power of two */
};

struct interned {
    uint64_t hash;
    uint32_t offset, length; /* in the byte table that the caller passes */
};

/* Number of the key, newly appended to `pool` (with a NUL behind it) when it is not there; UINT32_MAX: out of memory.
 */
uint32_t intern(struct interner *interner, struct table *pool, const void *bytes, size_t length);

struct build_entity {
    uint32_t id, name_ar, name_en; /* offsets into strings */
    uint32_t wikidata;
    uint32_t rank;      /* index in the image */
    uint32_t head_word; /* first word number of the Arabic main name + 1, 0: none */
    char country[2];
    uint8_t type, subtype, prior;
};

struct build_form {
    uint32_t words;  /* first of word_count numbers in the word sequence table */
    uint32_t entity; /* or lexicon mask number, with CANDIDATE_LEXICON in flags */
    uint16_t spelling;
    uint8_t word_count, flags, prior;
};

struct lexeme {
    uint32_t word; /* number */
    uint32_t class;
};

struct builder {
    struct interner ids, words, subtypes;
    struct table strings, letters, subtype_names; /* bytes */
    struct table entities;                        /* struct build_entity, numbered as ids */
    struct table forms;                           /* struct build_form */
    struct table sequence;                        /* uint32_t word numbers */
    struct table lexicon;                         /* struct lexeme: words with their classes */
    struct table nouns, verbs;                    /* uint64_t hashes of the dictionary's words */
    struct table rules;                           /* struct image_rule */
    struct table sources;                         /* text */
    struct arena arena;                           /* for one name at a time */
    size_t names, nodes;
};

enum { NAME_BYTES_MAXIMUM = 1024, PRIOR_UNSET = 0 };

struct word {
    const uint8_t *letters;
    uint32_t length;
    uint8_t flags; /* of the token; 0 in a variant */
};

struct name {
    struct word words[NAME_WORDS_MAXIMUM * 2]; /* a variant may split words */
    size_t count;
    uint8_t joined[NAME_BYTES_MAXIMUM]; /* letters of words that a variant made */
    size_t joined_used;
};

struct row_form {
    uint32_t entity;
    uint16_t spelling;
    uint8_t flags, prior;
};

/* build_forms.c: cuts a name into its folded words, which live in the builder's arena until the next name. False: it is empty, not
 * UTF-8, or longer than the maxima. */
bool build_read_name(struct builder *builder, struct text text, struct name *ret_name, uint8_t *ret_case_flags);

/* Adds the words as a form of the row's entity, or of its lexicon class. False: out of memory. */
bool build_add_words(struct builder *builder, const struct name *name, struct row_form row);

/* Adds what else the name may be written as, by the rules of the groups from `group` on. False: out of memory. */
bool build_add_variants(struct builder *builder, const struct name *name, struct row_form row, bool person, int group);

/* Makes the image of the filled tables. */
enum status builder_emit(struct builder *builder, const char *version, void **ret_image, size_t *ret_length,
                         struct error *error);

#endif
