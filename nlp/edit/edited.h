/* edited.h - the parts of an image that edits change, as growing copies, and what is counted about them.
 *
 * The tagger reads snapshots of this (snapshot.h); nobody reads it while it changes. What edits never change, the model,
 * the dictionary and the grammar, stays in the base image. Numbers are those of the image: a word's number is its slot in
 * `words`, an entity's number is its index in `entities`. Only snapshots have the entities in the order of their ids.
 *
 * What an edit takes away may leave free places behind: an edge that leads nowhere, candidates that no node refers to, a
 * word that is in no name. They change no answer. A snapshot hides words that are in no name.
 *
 * Errors: once `failed` is set, memory was out or the format's limits were met, and the copies can only be released.
 * Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_EDITED_H
#define ALAM_NLP_EDIT_EDITED_H

#include "nlp/build/interner.h"
#include "nlp/image/image.h"
#include "service/base/array.h"

/* How often a word is used. */
struct word_uses {
    uint32_t nodes;         /* nodes of the trie with a payload, on whose path it lies */
    uint32_t given, family; /* persons' names, of two words and more, that it begins or ends */
};

struct edited_entity {
    struct image_entity image;
    char *rows;         /* what replaces its rows in the base; NULL: those count */
    size_t rows_length; /* bytes */
    bool absent;        /* it was removed */
};

/* A transliteration key that an entity has got, or has no more. */
struct key_change {
    struct image_key key;
    uint32_t number; /* later changes count more */
    bool removed;
};

struct edited {
    const struct image *base;
    struct array words;      /* struct image_word, of which `used_words` are not free */
    struct array uses;       /* struct word_uses, by slot */
    struct array filter;     /* uint64_t */
    struct array edges;      /* struct image_edge */
    struct array candidates; /* struct image_candidate */
    struct array lexicon;    /* struct image_classes */
    struct array letters, strings;
    struct array entities; /* struct edited_entity; those of the base first, in their order */
    struct array keys;     /* struct image_key, sorted */
    struct array key_changes;
    struct interner added;                 /* ids of the entities behind those of the base */
    uint32_t subtypes[IMAGE_SUBTYPES + 1]; /* offsets in strings */
    uint32_t subtype_count;
    size_t used_words, names;
    bool failed;
};

/* Copies what can be edited. False: out of memory; edited_release is needed all the same. */
bool edited_init(struct edited *edited, const struct image *base);
void edited_release(struct edited *edited);

static inline struct edited_entity *edited_entity(const struct edited *edited, uint32_t number)
{
    return (struct edited_entity *)edited->entities.items + number;
}

static inline const char *edited_string(const struct edited *edited, uint32_t offset)
{
    return (const char *)edited->strings.items + offset;
}

/* The copies as an image, for its look-ups; valid until the next change. Entities and keys are those of the base. */
struct image edited_image(const struct edited *edited);

/* The number of the entity of that id; UINT32_MAX: there never was one. */
uint32_t edited_find(const struct edited *edited, const char *id);

/* The same, and a new absent entity where there was none. UINT32_MAX: failed. */
uint32_t edited_take(struct edited *edited, const char *id);

/* Offset of a copy of the string, 0 for an empty one; sets `failed`. */
uint32_t edited_keep(struct edited *edited, const char *string);

/* The number of a subtype, which may be a new one; UINT32_MAX: there are too many, or `failed`. */
uint32_t edited_subtype(struct edited *edited, const char *name);

#endif
