/* image.h - the gazetteer image: the format of the file, and look-ups in it.
 *
 * The builder (nlp/build) writes an image, image_open.h checks one, and the tagger reads it where it lies in memory. The
 * file is frozen: nothing of a process is kept in it.
 *
 *     +--------------------+
 *     | header             |  struct image_header: magic, format, byte order, size, version, counts, section table, each
 *     |                    |  section's XXH3 checksum, and one of the header itself
 *     | FILTER   bits      |  a Bloom filter of the words of names: two bits a word in one register of 64, 8 to 16 bits a
 *     |                    |  word in all. Four words of ten in a text are in no name; all but some 4 % of those are turned
 *     |                    |  away here by one access to memory that fits a cache
 *     | WORDS    24 B slot |  a hash table, open addressing with linear probing, 2/3 full: from a word to its trie node. The
 *     |                    |  slot has the letters themselves (two registers) and the node, so that a look-up is one access.
 *     |                    |  A word's number is its slot. The words of the most names are placed first, so that they are
 *     |                    |  found at the first probe
 *     | EDGES    12 B      |  trie nodes below the first word; a node's children lie together (see `children`)
 *     | CANDIDATES 8 B     |  what a node's word sequence may mean: entities or lexicon classes, best prior first
 *     | ENTITIES 24 B      |  sorted by id, so that an id is found by binary search
 *     | LEXICON  16 B      |  sets of word classes (nlp/text/word_class.h)
 *     | DICTIONARY bits    |  a blocked Bloom filter (Putze, Sanders, Singler 2007) of ordinary words: nouns and verb forms.
 *     |                    |  A word that is in neither set and in no list is likely a name. Three bits a word in one
 *     |                    |  register, 16 bits a word in all: one access, and one word in a hundred is wrongly found
 *     | RULES    56 B      |  the grammar (nlp/grammar/rules.h)
 *     | KEYS     16 B      |  sorted hashes of the transliteration keys (nlp/text/name_key.h) of persons' names, by which a
 *     |                    |  new spelling of a known name is found
 *     | STATISTICS 20 B    |  what unlabelled news says of words, for the sequence model (nlp/sequence): open addressing
 *     | FEATURES 12 B      |  its weights of features: open addressing by the feature's key
 *     | MOVES 292 B        |  its weights between labels, for each script
 *     | LETTERS  bytes     |  the words of more than 16 letters: a length byte and the letters of each
 *     | STRINGS  bytes     |  NUL-terminated ids and names
 *     | ROWS     text      |  what the sources say of each entity, for those who edit it
 *     | SOURCES  text      |  a line for each source file: name, bytes, checksum
 *     +--------------------+
 *
 * The trie is over words, not characters: a text of 1,000 words takes 1,000 look-ups instead of 6,000 state changes,
 * names share their words, and a proclitic is tried by looking up a shifted register (nlp/text/letters.h). The children
 * of a node:
 *
 *     children == 0            none
 *     children >> 27 == 0      a list: edges[index] up to the edge whose payload has EDGE_LAST set, at most 8
 *     children >> 27 == n      a hash table of 2^n edges at edges[index]: slot = hash(word) >> (32 - n), linear probing,
 *                              free edges have word == WORD_NONE
 *
 * where index is the lower 27 bits.
 *
 * All numbers are little endian. All sections start at multiples of 8 bytes. References are indexes, never addresses, so
 * that any process may map the file anywhere. docs/image-format.md tells every byte, with an example.
 *
 * Threads: an open image never changes; any number may read it.
 */
#ifndef ALAM_NLP_IMAGE_H
#define ALAM_NLP_IMAGE_H

#include "nlp/image/subtype.h"
#include "nlp/text/hash.h"
#include "nlp/text/types.h"
#include "nlp/text/word_class.h"

enum { IMAGE_FORMAT = 6, IMAGE_BYTE_ORDER = 0x01020304, IMAGE_VERSION_SIZE = 64, IMAGE_SUBTYPES = 250 };

#define IMAGE_MAGIC "alamgaz"

/* X(name, element size in bytes) in file order */
#define IMAGE_SECTIONS(X)                                                                                              \
    X(FILTER, 8)                                                                                                       \
    X(WORDS, 24)                                                                                                       \
    X(EDGES, 12)                                                                                                       \
    X(CANDIDATES, 8)                                                                                                   \
    X(ENTITIES, 24)                                                                                                    \
    X(LEXICON, 16)                                                                                                     \
    X(DICTIONARY, 8)                                                                                                   \
    X(RULES, 56)                                                                                                       \
    X(KEYS, 16)                                                                                                        \
    X(LETTERS, 1)                                                                                                      \
    X(STATISTICS, 20)                                                                                                  \
    X(FEATURES, 12)                                                                                                    \
    X(MOVES, 292)                                                                                                      \
    X(STRINGS, 1)                                                                                                      \
    X(ROWS, 1)                                                                                                         \
    X(SOURCES, 1)

enum image_section {
#define X(name, size) IMAGE_##name,
    IMAGE_SECTIONS(X)
#undef X
        IMAGE_SECTION_COUNT
};

struct image_header {
    char magic[8];
    uint32_t format;
    uint32_t byte_order;
    uint64_t size; /* bytes, whole file */
    char version[IMAGE_VERSION_SIZE];
    uint32_t name_count;    /* surface forms that the sources list */
    uint32_t subtype_count; /* names of subtypes: STRINGS begins with the empty string, then these */
    struct {
        uint64_t offset, count, checksum; /* bytes from the file's start; elements; XXH3 of the section */
    } sections[IMAGE_SECTION_COUNT];
    uint64_t checksum; /* XXH3 of the header before this field */
};

struct image_word {
    /* As in struct word_key; of a long word, high is WORD_LONG plus its offset in LETTERS. low == 0: the slot is free. */
    uint64_t low, high;
    uint32_t children;
    uint32_t payload; /* index of the first candidate, PAYLOAD_LEXICON may be set; 0: no name ends here */
};

enum { CHILDREN_SHIFT = 27, LINEAR_CHILDREN_MAXIMUM = 8 };

#define WORD_NONE UINT32_MAX
#define EDGE_LAST (1u << 31)
#define PAYLOAD_LEXICON (1u << 30) /* the first candidate is a set of word classes */
#define PAYLOAD_MASK (PAYLOAD_LEXICON - 1)
#define CHILDREN_INDEX_MASK ((1u << CHILDREN_SHIFT) - 1)
#define CANDIDATE_LAST (1u << 31)

struct image_edge {
    uint32_t word;
    uint32_t children;
    uint32_t payload; /* as image_word.payload; EDGE_LAST may be set */
};

/* Flags of a candidate. */
enum {
    CANDIDATE_LEXICON = 1 << 0,   /* `entity` is an index into LEXICON */
    CANDIDATE_CASED = 1 << 1,     /* Latin name: the mention must begin with a capital */
    CANDIDATE_ACRONYM = 1 << 2,   /* Latin name: the mention must be all capitals */
    CANDIDATE_RISKY = 1 << 3,     /* also an ordinary word: needs evidence around it */
    CANDIDATE_CANONICAL = 1 << 4, /* the entity's main name, not an alias */
    CANDIDATE_VARIANT = 1 << 5,   /* a spelling that the builder derived (أبا for أبو …) */
    CANDIDATE_HEAD = 1 << 6, /* its first word is a head, outside the span (موقع أكسيوس, مدينة صور) */
};

/* One thing that a name may mean. */
struct image_candidate {
    uint32_t entity;   /* index into ENTITIES or LEXICON; CANDIDATE_LAST is set in the last one of a name */
    uint16_t spelling; /* hash of the name as the source writes it (nlp/text/spelling.h) */
    uint8_t flags;
    uint8_t type_prior; /* enum entity_type << 6 | prior >> 2: how likely this name means this entity */
};

struct image_key {
    uint64_t hash; /* name_key_hash */
    uint32_t entity, reserved;
};

struct image_entity {
    uint32_t id, name_ar, name_en; /* offsets into STRINGS, 0: empty */
    uint32_t wikidata;             /* the number after Q, 0: none */
    char country[2];               /* NUL NUL: none */
    uint8_t type;
    uint8_t subtype; /* index into the subtype strings, 0: none */
    uint32_t row;    /* where its rows begin in ROWS; they end where those of the next entity begin */
};

/* The cells of a row in ROWS, in this order. X(COLUMN) */
#define IMAGE_ROW_COLUMNS(X) X(SUBTYPE) X(EN) X(AR) X(ALIASES_EN) X(ALIASES_AR) X(COUNTRY) X(WIKIDATA) X(PRIOR) X(NOTE)

/* Where a rule of the grammar looks, in or beside a span (nlp/grammar/rules.h): at each word, the first, the last, each but
 * the first, the only one; right before the span, two words before, right behind, behind a comma that follows.
 * X(NAME, "name in the TSV") */
#define RULE_PLACES(X)                                                                                                 \
    X(WORD, "word")                                                                                                    \
    X(FIRST, "first")                                                                                                  \
    X(LAST, "last")                                                                                                    \
    X(INNER, "inner")                                                                                                  \
    X(ONLY, "only")                                                                                                    \
    X(BEFORE, "before")                                                                                                \
    X(BEFORE2, "before2")                                                                                              \
    X(AFTER, "after")                                                                                                  \
    X(APPOSED, "apposed")

enum rule_place {
#define X(name, text) RULE_##name,
    RULE_PLACES(X)
#undef X
        RULE_PLACE_COUNT
};

/* A set of word classes: class 0 is the lowest bit of `low`, class 64 the lowest of `high`. */
struct image_classes {
    uint64_t low, high;
};

struct image_rule {
    struct image_classes any, none, all; /* a word has at least one of `any`, none of `none`, all of `all` */
    float weight;
    uint8_t type;  /* enum entity_type */
    uint8_t place; /* enum rule_place */
    uint8_t reserved[2];
};

/* ---- the sequence model ---- */

enum {
    IMAGE_LABELS = 8,                /* nlp/sequence/labels.h */
    IMAGE_FEATURE_UNIT = 24,         /* so many of a feature's weight are a score of 1 */
    IMAGE_CLUSTER_NONE = UINT16_MAX, /* a word too rare to be clustered */
};

/* What unlabelled news says of a word. A slot of an open-addressing table by the word's hash, linear probing. */
struct image_statistics {
    uint32_t check;                      /* image_check of the hash; 0: a free slot */
    uint16_t cluster;                    /* of 512, or IMAGE_CLUSTER_NONE */
    uint8_t coarse;                      /* the cluster of 64 */
    uint8_t person, place, organization; /* how often it was part of such a name: buckets, 0…7 */
    uint8_t first; /* of its uses in persons' names, how many were the first word: 1…4; 0: none was seen */
    uint8_t behind_title, behind_given, beside_say, behind_head, behind_preposition; /* buckets, 0…7 */
    uint8_t size; /* half the binary logarithm of its count */
    uint8_t reserved[3];
};

/* Weights of one feature. A slot of an open-addressing table by the feature's key, linear probing. */
struct image_feature {
    uint32_t check; /* image_check of the key; 0: a free slot */
    int8_t weights[IMAGE_LABELS];
};

/* Weights between the labels of neighbouring words, an element a script. */
struct image_moves {
    float start[IMAGE_LABELS], move[IMAGE_LABELS][IMAGE_LABELS];
    uint32_t fitted; /* 0: the script has no weights */
};

_Static_assert(sizeof(struct image_statistics) == 20 && sizeof(struct image_feature) == 12 &&
                   sizeof(struct image_moves) == 292,
               "elements of the file, without padding");

/* What a slot keeps of a hash: its upper half, never 0. */
static inline uint32_t image_check(uint64_t hash)
{
    return (uint32_t)(hash >> 32) | 1;
}

enum { NAME_WORDS_MAXIMUM = 24, WORD_LETTERS_MAXIMUM = 120 };

/* An id that stands for another one. Images of a file have none; views that editors made do (nlp/edit/redirects.h). */
struct image_redirect {
    const char *id, *into;
    uint32_t entity; /* index of `into`; UINT32_MAX: it is not there */
};

/* An open image: where its sections lie in memory, and how much they hold. Filled by image_open (image_open.h) and never
 * changed; the bytes belong to somebody else and must outlive it. */
struct image {
    const struct image_header *header;
    const uint64_t *filter;
    const struct image_word *words;
    const struct image_edge *edges;
    const struct image_candidate *candidates;
    const struct image_entity *entities;
    const struct image_classes *lexicon;
    const uint64_t *dictionary;
    uint32_t dictionary_count; /* registers; 0: empty */
    const struct image_rule *rules;
    uint32_t rule_count;
    const struct image_key *keys;
    uint32_t key_count;
    const struct image_statistics *statistics;
    uint64_t statistics_count; /* slots, a power of two; 0: none */
    const struct image_feature *features;
    uint64_t feature_count; /* slots, a power of two; 0: none */
    const struct image_moves *moves;
    uint32_t moves_count;
    const uint8_t *letters;
    const char *strings;
    const char *rows;
    uint32_t row_bytes;   /* of ROWS */
    uint64_t filter_mask; /* registers - 1 */
    uint32_t word_slots;
    uint32_t entity_count;
    const struct image_redirect *redirects; /* sorted by id */
    size_t redirect_count;
    const char *subtypes[IMAGE_SUBTYPES + 1];
    uint8_t subtype_kinds[IMAGE_SUBTYPES + 1]; /* SUBTYPE_… (subtype.h), looked up once */
};

/* A set of classes as the tagger computes with it. */
static inline word_classes image_classes(const struct image_classes *classes)
{
    return (word_classes)classes->high << 64 | classes->low;
}

/* A set of classes as it is stored. */
static inline struct image_classes image_classes_of(word_classes classes)
{
    return (struct image_classes){(uint64_t)classes, (uint64_t)(classes >> 64)};
}

/* The candidate's index into ENTITIES or LEXICON. */
static inline uint32_t candidate_entity(const struct image_candidate *candidate)
{
    return candidate->entity & ~CANDIDATE_LAST;
}

/* Is it the last candidate of its name? */
static inline bool candidate_is_last(const struct image_candidate *candidate)
{
    return candidate->entity & CANDIDATE_LAST;
}

/* A word's two bits in its register of the filter, which is number hash >> 12 & filter_mask. */
static inline uint64_t filter_bits(uint64_t hash)
{
    return (uint64_t)1 << (hash & 63) | (uint64_t)1 << (hash >> 6 & 63);
}

/* The register that has the word's bits; for prefetching. */
static inline const uint64_t *filter_register(const struct image *image, uint64_t hash)
{
    return &image->filter[hash >> 12 & image->filter_mask];
}

/* False: the word is in no name. */
static inline bool filter_has(const struct image *image, uint64_t hash)
{
    return (~*filter_register(image, hash) & filter_bits(hash)) == 0;
}

/* The register of a word in the dictionary; its bits there as a noun, and as a verb form. */
static inline uint32_t dictionary_slot(uint64_t hash, uint32_t count)
{
    return (uint32_t)((hash >> 32) * count >> 32);
}

static inline uint64_t noun_bits(uint64_t hash)
{
    return (uint64_t)1 << (hash & 63) | (uint64_t)1 << (hash >> 6 & 63) | (uint64_t)1 << (hash >> 12 & 63);
}

static inline uint64_t verb_bits(uint64_t hash)
{
    return (uint64_t)1 << (hash >> 18 & 63) | (uint64_t)1 << (hash >> 24 & 63) | (uint64_t)1 << (hash >> 30 & 63);
}

/* Where the search for a word begins in WORDS, and that for a child in a table of 2^bits edges. */
static inline uint32_t word_slot(uint64_t hash, uint32_t slots)
{
    return (uint32_t)((hash >> 32) * slots >> 32);
}

static inline uint32_t children_slot(uint32_t word, uint32_t bits)
{
    return (uint32_t)(word * 0x9E3779B1u) >> (32 - bits);
}

/* Index of the entity of that id; UINT32_MAX: there is none. */
uint32_t image_find_entity(const struct image *image, const char *id);

/* What stands for that id; NULL: nothing does. */
const struct image_redirect *image_find_redirect(const struct image *image, const char *id);

/* The rows of an entity: lines of cells in the order of IMAGE_ROW_COLUMNS, with tabs between them. */
struct text image_rows(const struct image *image, uint32_t entity);

/* Index of the person who has a name of that key hash; UINT32_MAX: none, or several. */
uint32_t image_find_key(const struct image *image, uint64_t hash);

/* Slot of a word, or WORD_NONE. `letters` is read for more than 16 letters only. It is faster to ask the filter first. */
uint32_t image_find_word(const struct image *image, const struct word_key *key, const uint8_t *letters,
                         uint32_t length);

/* Where the search for the child of a node begins; for prefetching. */
static inline const struct image_edge *image_child_start(const struct image *image, uint32_t children, uint32_t word)
{
    uint32_t bits = children >> CHILDREN_SHIFT;
    return image->edges + (children & CHILDREN_INDEX_MASK) + (bits ? children_slot(word, bits) : 0);
}

/* The child of a node for the next word, or NULL. */
const struct image_edge *image_child(const struct image *image, uint32_t children, uint32_t word);

#endif
