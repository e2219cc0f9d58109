/* feature_keys.h - the templates of the sequence model's features, and how a feature becomes a key. For the
 * files of features only.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_FEATURE_KEYS_H
#define ALAM_NLP_FEATURE_KEYS_H

#include "nlp/sequence/feature_list.h"
#include "nlp/text/hash.h"

#include <string.h>

/* X(NAME, how many values a, b and c have, values: what the feature says). A template with few values has its weights in an array,
 * by number; 0, 0, 0: they are found by key, as are those of larger values. A template's number is part of its keys: new ones go to
 * the end, so that fitted weights stay valid. */
#define TEMPLATES(X)                                                                                                   \
    X(BIAS, 1, 1, 1, "")                                                                                               \
    X(FLAGS, 256, 1, 1, "the token's flags")                                                                           \
    X(GAP, 16, 1, 1, "what stands before the word")                                                                    \
    X(GAP_BEHIND, 16, 1, 1, "what stands behind it")                                                                   \
    X(GAPS, 2, 2, 1, "is a name cut there, before and behind")                                                         \
    X(LENGTH, 11, 1, 1, "letters behind the particle")                                                                 \
    X(PARTICLE_LETTERS, 0, 0, 0, "the particle; its length")                                                           \
    X(LISTED, 2, 1, 1, "is it a word of some name or list")                                                            \
    X(ARTICLE, 0, 0, 0, "the article; the particle")                                                                   \
    X(ARTICLES, 2, 2, 2, "the article; that of the next word; a break between")                                        \
    X(PREFIX, 0, 0, 0, "first letters; how many")                                                                      \
    X(SUFFIX, 0, 0, 0, "last letters; how many")                                                                       \
    X(INNER, 0, 0, 0, "letters in a row; how many")                                                                    \
    X(NEIGHBOUR_PREFIX, 0, 0, 0, "which neighbour; its first letters; how many")                                       \
    X(NEIGHBOUR_SUFFIX, 0, 0, 0, "which neighbour; its last letters; how many")                                        \
    X(CLASS, 1, WORD_CLASS_COUNT, 1, "a word class")                                                                   \
    X(CLASS_PAIR, WORD_CLASS_COUNT, WORD_CLASS_COUNT, 1, "two word classes of the word")                               \
    X(CLASS_BESIDE, 5, WORD_CLASS_COUNT, 2, "which neighbour; its word class; a break between")                        \
    X(CLASS_FAR, 5, WORD_CLASS_COUNT, 1, "which word two away; its word class")                                        \
    X(SIGNATURE, 0, 0, 0, "all word classes as one value")                                                             \
    X(SIGNATURE_BEFORE, 0, 0, 0, "those of the word before; of the word; a break between")                             \
    X(SIGNATURE_BEHIND, 0, 0, 0, "those of the word; of the word behind; a break between")                             \
    X(CLASS_BEFORE_CLASS, WORD_CLASS_COUNT, WORD_CLASS_COUNT, 1, "a class of the word before; one of the word")        \
    X(ARC, 0, 0, 0, "a listed name: type and place in it")                                                             \
    X(ARC_LENGTH, 0, 0, 0, "type and place; length; is it the main name")                                              \
    X(ARC_SUBTYPE, 0, 0, 0, "subtype; place")                                                                          \
    X(ARC_PRIOR, 0, 0, 0, "type and place; prior; is it the main name")                                                \
    X(ARC_BEST, 0, 0, 0, "type and place of the best one")                                                             \
    X(ARC_SCORE, 0, 0, 0, "type and place of the best one; its score")                                                 \
    X(ARC_COMMON, 0, 0, 0, "type and place; is the word an ordinary one")                                              \
    X(ARC_NONE, 0, 0, 0, "")                                                                                           \
    X(ARC_BESIDE, 0, 0, 0, "which neighbour; type and place of its best one")                                          \
    X(ARC_BESIDE_SUBTYPE, 0, 0, 0, "which neighbour; subtype of its best one")                                         \
    X(SAME, 0, 0, 0, "how often the word stands in the article; is it an ordinary one")                                \
    X(SEEN, 0, 0, 0, "what it shows elsewhere; is it an ordinary one")                                                 \
    X(SEEN_TWICE, 0, 0, 0, "what it shows at two other places; is it an ordinary one")                                 \
    X(CLUSTER, 512, 1, 1, "cluster of 512")                                                                            \
    X(CLUSTER_COARSE, 64, 1, 1, "cluster of 64")                                                                       \
    X(CLUSTER_BESIDE, 5, 512, 1, "which word near; its cluster")                                                       \
    X(CLUSTER_BESIDE_COARSE, 5, 64, 1, "which word near; its cluster of 64")                                           \
    X(CLUSTER_BEFORE, 0, 0, 0, "cluster of the word before; of the word; a break between")                             \
    X(CLUSTER_BEHIND, 0, 0, 0, "cluster of the word; of the word behind; a break between")                             \
    X(MINED, 12, 16, 8, "a statistic; its bucket; another one's")                                                      \
    X(MINED_NONE, 1, 1, 1, "")                                                                                         \
    X(MINED_NONE_LENGTH, 32, 1, 1, "length of a word without statistics")                                              \
    X(MINED_BESIDE, 5, 3, 8, "which neighbour; a statistic; its bucket")                                               \
    X(MINED_BESIDE_NONE, 2, 9, 1, "which neighbour without statistics; how often the word is a person")                \
    X(MINED_PAIR, 2, 8, 9, "which neighbour; how often it is a person; how often the word is")                         \
    X(HEAD_CLASSES, 0, 0, 0, "classes of the phrase's head; its distance")                                             \
    X(HEAD_WORD, 0, 0, 0, "the phrase's head; its distance")                                                           \
    X(HEAD_ARTICLE, 0, 0, 0, "classes of the head; particle and article of the word")                                  \
    X(HEAD_DISTANCE, 0, 0, 0, "classes of the head; its distance; particle and article of the word")                   \
    X(HEAD_OTHER, 0, 0, 0, "is it the head of an other name; its distance; the article")                               \
    X(HEAD_GIVEN, 0, 0, 0, "classes of the head; is the word a given name; the distance")                              \
    X(HEAD_NEXT, 0, 0, 0, "classes of the head; distance and break behind; particle and article of the next word")     \
    X(HEAD_NONE, 0, 0, 0, "particle and article of the word")                                                          \
    X(HEAD_IS_OTHER, 1, 1, 1, "")                                                                                      \
    X(ANSWER, 0, 0, 0, "label of the first reading and how it was found")                                              \
    X(ANSWER_BESIDE, 0, 0, 0, "which neighbour; its label and how it was found")                                       \
    X(ANSWER_FAR, 0, 0, 0, "which word two away; its label")                                                           \
    X(ANSWER_BEFORE, 0, 0, 0, "label of the word before; of the word")                                                 \
    X(ANSWER_BEHIND, 0, 0, 0, "label of the word; of the word behind")                                                 \
    X(ANSWER_AROUND, 0, 0, 0, "labels of all three")                                                                   \
    X(ANSWER_CLASSES, 0, 0, 0, "label; some of the word's classes")                                                    \
    X(ANSWER_ARTICLE, 0, 0, 0, "label; particle and article")                                                          \
    X(ANSWER_LISTED, 0, 0, 0, "label; is the word listed; was it found by a list")                                     \
    X(VERB_WORD, 0, 0, 0, "the verb before; its distance; is the word a given name")                                   \
    X(VERB_CLUSTER, 0, 0, 0, "cluster of the verb before; its distance; is the word a given name")                     \
    X(NAME_RUN, 0, 0, 0,                                                                                               \
      "which of five words, three before and one behind, are given and family names; is there a verb before")          \
    X(LINE_BEFORE, 9, 9, 5, "words of the line before; of the line that the word begins; how it begins")               \
    X(LINE_BEHIND, 9, 9, 5, "words of the line that the word ends; of the next; how that begins")                      \
    X(TOPIC, 256, 64, 1, "subtype of a listed name; a cluster of 64 of the sentence")                                  \
    X(LOCAL, 32, 2, 2, "the name of a small place; is the word an ordinary one; may it be a person's name")            \
    X(LOCAL_HEAD, 0, 0, 0, "the name of a small place; classes of the phrase's head; its distance")                    \
    X(LOCAL_BESIDE, 0, 0, 0, "the name of a small place; the particle and article; which words beside are places'")    \
    X(SENSE, 0, 0, 0, "the word of a name that may be an ordinary word, or of a listed name")                          \
    X(SENSE_BESIDE, 0, 0, 0, "that word; which neighbour; its larger cluster")                                         \
    X(SENSE_WORD, 0, 0, 0, "that word; which neighbour; the neighbour itself")                                         \
    X(SENSE_ARTICLE, 0, 0, 0, "that word; the article of it and of both neighbours")                                   \
    X(SENSE_HEAD, 0, 0, 0, "that word; classes of the head of its phrase")

enum template {
#define X(name, a, b, c, values) TEMPLATE_##name,
    TEMPLATES(X)
#undef X
        TEMPLATE_COUNT
};

/* Number of the template's first weight in the array. */
enum template_base {
#define X(name, a, b, c, values) TEMPLATE_BASE_##name, TEMPLATE_END_##name = TEMPLATE_BASE_##name + (a) * (b) * (c)-1,
    TEMPLATES(X)
#undef X
        FEATURE_NUMBERS
};

static const struct template_size {
    uint32_t base, a, b, c;
} template_sizes[TEMPLATE_COUNT] = {
#define X(name, a, b, c, values) {TEMPLATE_BASE_##name, a, b, c},
    TEMPLATES(X)
#undef X
};

enum { FEATURE_NOBODY = 0xffffff /* instead of a number, where there is no neighbour */ };

/* Words that are mostly no names. */
#define FEATURE_ORDINARY                                                                                               \
    (WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM) | WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) |         \
     WORD_CLASS(SAY))

static inline uint64_t feature_key(uint64_t salt, enum template template, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t key = hash_mix(a ^ salt, ((uint64_t) template + 1) * 0x9e3779b97f4a7c15ULL ^ b);
    return hash_mix(key ^ c, 0xe7037ed1a0b428dbULL ^ (uint64_t) template);
}

/* Adds the feature of the template with its values a, b and c. */
static inline void feature_add(struct features *out, enum template template, uint64_t a, uint64_t b, uint64_t c)
{
    const struct template_size *size = &template_sizes[template];
    if (a < size->a && b < size->b && c < size->c && !out->keys_only) {
        if (out->number_count < FEATURES_MAXIMUM)
            out->numbers[out->number_count++] = (uint32_t)(size->base + (a * size->b + b) * size->c + c);
    } else if (out->count < FEATURES_MAXIMUM) {
        out->templates[out->count] = (uint8_t) template;
        out->keys[out->count++] = feature_key(out->salt, template, a, b, c);
    }
}

/* The numbers of the classes in a set. */
struct class_numbers {
    uint8_t items[WORD_CLASSES_MAXIMUM];
    unsigned count;
};

static inline void class_numbers_of(word_classes set, struct class_numbers *out)
{
    const uint64_t halves[] = {(uint64_t)set, (uint64_t)(set >> 64)};
    out->count = 0;
    for (unsigned half = 0; half < 2; half++)
        for (uint64_t rest = halves[half]; rest; rest &= rest - 1)
            out->items[out->count++] = (uint8_t)(half * 64 + (unsigned)__builtin_ctzll(rest));
}

/* A feature for each class of the set: with `before` and `behind` as first and third value. */
static inline void feature_add_classes(struct features *out, enum template template, uint64_t before, word_classes set,
                                       uint64_t behind)
{
    struct class_numbers classes;
    class_numbers_of(set, &classes);
    for (unsigned i = 0; i < classes.count; i++)
        feature_add(out, template, before, classes.items[i], behind);
}

/* ---- values ---- */

static inline uint32_t feature_least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* At most eight letters as a number. */
static inline uint64_t feature_letters(const uint8_t *letters, uint32_t count)
{
    uint64_t number = 0;
    memcpy(&number, letters, count);
    return number;
}

static inline uint64_t feature_particle(const struct context_word *word)
{
    return feature_letters(word->letters, word->skip < 8 ? word->skip : 8);
}

/* A set of classes as one value. */
static inline uint64_t feature_classes(word_classes classes)
{
    return (uint64_t)classes ^ hash_mix((uint64_t)(classes >> 64), 0x9e3779b97f4a7c15ULL);
}

/* All classes of the word as one value. */
static inline uint64_t feature_signature(const struct context_word *word)
{
    return feature_classes(word->classes & ~WORD_CLASS(ANY));
}

#endif
