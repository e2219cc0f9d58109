#include "nlp/sequence/features.h"

#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"

#include <string.h>

/* X(NAME, values: what the feature says) */
#define TEMPLATES(X)                                                                                                   \
    X(BIAS, "")                                                                                                        \
    X(FLAGS, "the token's flags")                                                                                      \
    X(GAP, "what stands before the word")                                                                              \
    X(GAP_BEHIND, "what stands behind it")                                                                             \
    X(GAPS, "is a name cut there, before and behind")                                                                  \
    X(LENGTH, "letters behind the particle")                                                                           \
    X(PARTICLE_LETTERS, "the particle; its length")                                                                    \
    X(LISTED, "is it a word of some name or list")                                                                     \
    X(ARTICLE, "the article; the particle")                                                                            \
    X(ARTICLES, "the article; that of the next word; a break between")                                                 \
    X(PREFIX, "first letters; how many")                                                                               \
    X(SUFFIX, "last letters; how many")                                                                                \
    X(INNER, "letters in a row; how many")                                                                             \
    X(NEIGHBOUR_PREFIX, "which neighbour; its first letters; how many")                                                \
    X(NEIGHBOUR_SUFFIX, "which neighbour; its last letters; how many")                                                 \
    X(CLASS, "a word class")                                                                                           \
    X(CLASS_PAIR, "two word classes of the word")                                                                      \
    X(CLASS_BESIDE, "which neighbour; its word class; a break between")                                                \
    X(CLASS_FAR, "which word two away; its word class")                                                                \
    X(SIGNATURE, "all word classes as one value")                                                                      \
    X(SIGNATURE_BEFORE, "those of the word before; of the word; a break between")                                      \
    X(SIGNATURE_BEHIND, "those of the word; of the word behind; a break between")                                      \
    X(CLASS_BEFORE_CLASS, "a class of the word before; one of the word")                                               \
    X(ARC, "a listed name: type and place in it")                                                                      \
    X(ARC_LENGTH, "type and place; length; is it the main name")                                                       \
    X(ARC_SUBTYPE, "subtype; place")                                                                                   \
    X(ARC_PRIOR, "type and place; prior; is it the main name")                                                         \
    X(ARC_BEST, "type and place of the best one")                                                                      \
    X(ARC_SCORE, "type and place of the best one; its score")                                                          \
    X(ARC_COMMON, "type and place; is the word an ordinary one")                                                       \
    X(ARC_NONE, "")                                                                                                    \
    X(ARC_BESIDE, "which neighbour; type and place of its best one")                                                   \
    X(ARC_BESIDE_SUBTYPE, "which neighbour; subtype of its best one")                                                  \
    X(SAME, "how often the word stands in the article; is it an ordinary one")                                         \
    X(SEEN, "what it shows elsewhere; is it an ordinary one")                                                          \
    X(SEEN_TWICE, "what it shows at two other places; is it an ordinary one")                                          \
    X(CLUSTER, "cluster of 512")                                                                                       \
    X(CLUSTER_COARSE, "cluster of 64")                                                                                 \
    X(CLUSTER_BESIDE, "which word near; its cluster")                                                                  \
    X(CLUSTER_BESIDE_COARSE, "which word near; its cluster of 64")                                                     \
    X(CLUSTER_BEFORE, "cluster of the word before; of the word; a break between")                                      \
    X(CLUSTER_BEHIND, "cluster of the word; of the word behind; a break between")                                      \
    X(MINED, "a statistic; its bucket; another one's")                                                                 \
    X(MINED_NONE, "")                                                                                                  \
    X(MINED_NONE_LENGTH, "length of a word without statistics")                                                        \
    X(MINED_BESIDE, "which neighbour; a statistic; its bucket")                                                        \
    X(MINED_BESIDE_NONE, "which neighbour without statistics; how often the word is a person")                         \
    X(MINED_PAIR, "which neighbour; how often it is a person; how often the word is")                                  \
    X(HEAD_CLASSES, "classes of the phrase's head; its distance")                                                      \
    X(HEAD_WORD, "the phrase's head; its distance")                                                                    \
    X(HEAD_ARTICLE, "classes of the head; particle and article of the word")                                           \
    X(HEAD_DISTANCE, "classes of the head; its distance; particle and article of the word")                            \
    X(HEAD_OTHER, "is it the head of an other name; its distance; the article")                                        \
    X(HEAD_GIVEN, "classes of the head; is the word a given name; the distance")                                       \
    X(HEAD_NEXT, "classes of the head; distance and break behind; particle and article of the next word")              \
    X(HEAD_NONE, "particle and article of the word")                                                                   \
    X(HEAD_IS_OTHER, "")                                                                                               \
    X(ANSWER, "label of the first reading and how it was found")                                                       \
    X(ANSWER_BESIDE, "which neighbour; its label and how it was found")                                                \
    X(ANSWER_FAR, "which word two away; its label")                                                                    \
    X(ANSWER_BEFORE, "label of the word before; of the word")                                                          \
    X(ANSWER_BEHIND, "label of the word; of the word behind")                                                          \
    X(ANSWER_AROUND, "labels of all three")                                                                            \
    X(ANSWER_CLASSES, "label; some of the word's classes")                                                             \
    X(ANSWER_ARTICLE, "label; particle and article")                                                                   \
    X(ANSWER_LISTED, "label; is the word listed; was it found by a list")

enum template {
#define X(name, values) TEMPLATE_##name,
    TEMPLATES(X)
#undef X
};

static void add(struct features *out, enum template template, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t key = hash_mix(a ^ out->salt, ((uint64_t) template + 1) * 0x9e3779b97f4a7c15ULL ^ b);
    key = hash_mix(key ^ c, 0xe7037ed1a0b428dbULL ^ (uint64_t) template);
    if (out->count < FEATURES_MAXIMUM)
        out->keys[out->count++] = key;
}

static const word_classes common_classes = WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM) |
                                           WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(SAY);
static const word_classes phrase_classes = WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(ORGANIZATION_CUE) |
                                           WORD_CLASS(MEDIA_CUE) | WORD_CLASS(PLACE_HEAD) | WORD_CLASS(PLACE_HEAD_IN) |
                                           WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(NATIONALITY);
static const word_classes short_classes = WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM) |
                                          WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(GIVEN) |
                                          WORD_CLASS(FAMILY) | WORD_CLASS(NATIONALITY);

static uint64_t letters_number(const uint8_t *letters, uint32_t count)
{
    uint64_t number = 0;
    memcpy(&number, letters, count);
    return number;
}

static uint64_t particle_of(const struct context_word *word)
{
    return letters_number(word->letters, word->skip < 8 ? word->skip : 8);
}

enum { NOBODY = 0xffffff /* instead of a number, where there is no neighbour */ };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Numbers of the bits that are set. */
struct bits {
    uint8_t items[WORD_CLASSES_MAXIMUM];
    unsigned count;
};

static void read_bits(word_classes set, struct bits *out)
{
    const uint64_t halves[] = {(uint64_t)set, (uint64_t)(set >> 64)};
    out->count = 0;
    for (unsigned half = 0; half < 2; half++)
        for (uint64_t rest = halves[half]; rest; rest &= rest - 1)
            out->items[out->count++] = (uint8_t)(half * 64 + (unsigned)__builtin_ctzll(rest));
}

/* A feature for each bit of the set, with what else it says. */
static void add_bits(struct features *out, enum template template, uint64_t before, word_classes set, uint64_t behind)
{
    struct bits bits;
    read_bits(set, &bits);
    for (unsigned i = 0; i < bits.count; i++)
        add(out, template, before, bits.items[i], behind);
}

/* A set of classes as one value of a feature. */
static uint64_t fold_classes(word_classes classes)
{
    return (uint64_t)classes ^ hash_mix((uint64_t)(classes >> 64), 0x9e3779b97f4a7c15ULL);
}

/* All classes of the word as one value. */
static uint64_t signature_of(const struct context_word *word)
{
    return fold_classes(word->classes & ~WORD_CLASS(ANY));
}

/* ---- what the word is by itself ---- */

static void add_letters(const struct context_word *word, struct features *out)
{
    uint32_t length;
    const uint8_t *bare = context_bare(word, &length);
    for (uint32_t k = 1; k <= 5 && k < length; k++) {
        add(out, TEMPLATE_PREFIX, letters_number(bare, k), k, 0);
        add(out, TEMPLATE_SUFFIX, letters_number(bare + length - k, k), k, 0);
    }
    uint8_t inner[64];
    uint32_t from = word->article && length > 4 ? 2 : 0, count = least(length - from, sizeof inner - 2);
    inner[0] = 0xfe;
    memcpy(inner + 1, bare + from, count);
    inner[count + 1] = 0xff;
    for (uint32_t k = 3; k <= 4; k++)
        for (uint32_t at = 0; at + k <= count + 2; at++)
            add(out, TEMPLATE_INNER, letters_number(inner + at, k), k, 0);
}

static void add_classes(const struct context_word *word, struct features *out)
{
    struct bits bits;
    read_bits(word->classes, &bits);
    add(out, TEMPLATE_SIGNATURE, signature_of(word), 0, 0);
    for (unsigned a = 0; a < bits.count; a++) {
        add(out, TEMPLATE_CLASS, 0, bits.items[a], 0);
        for (unsigned b = 0; b < a; b++)
            add(out, TEMPLATE_CLASS_PAIR, bits.items[b], bits.items[a], 0);
    }
}

static void add_statistics(const struct context_word *word, struct features *out)
{
    const struct image_statistics *s = word->statistics;
    if (word->cluster != IMAGE_CLUSTER_NONE) {
        add(out, TEMPLATE_CLUSTER, word->cluster, 0, 0);
        add(out, TEMPLATE_CLUSTER_COARSE, word->coarse, 0, 0);
    }
    if (!s) {
        add(out, TEMPLATE_MINED_NONE, 0, 0, 0);
        add(out, TEMPLATE_MINED_NONE_LENGTH, word->length - word->skip, 0, 0);
        return;
    }
    const unsigned rows[][2] = {{s->person, 0},
                                {s->place, 0},
                                {s->organization, 0},
                                {s->first, s->person > 2},
                                {s->behind_title, 0},
                                {s->behind_given, 0},
                                {s->beside_say, 0},
                                {s->behind_head, 0},
                                {s->behind_preposition, 0},
                                {s->size, 0},
                                {s->person, s->behind_title},
                                {s->person, s->behind_given}};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        add(out, TEMPLATE_MINED, i, rows[i][0], rows[i][1]);
}

static void add_own(const struct context_word *word, struct features *out)
{
    add(out, TEMPLATE_BIAS, 0, 0, 0);
    add(out, TEMPLATE_FLAGS, word->flags, 0, 0);
    add(out, TEMPLATE_LENGTH, least(word->length - word->skip, 10), 0, 0);
    add(out, TEMPLATE_PARTICLE_LETTERS, particle_of(word), word->skip, 0);
    add(out, TEMPLATE_LISTED, word->listed, 0, 0);
    add(out, TEMPLATE_ARTICLE, word->article, particle_of(word), 0);
    add_letters(word, out);
    add_classes(word, out);
    add_statistics(word, out);
    if (word->classes & WORD_CLASS(OTHER_HEAD))
        add(out, TEMPLATE_HEAD_IS_OTHER, 0, 0, 0);
}

/* ---- what a word is to its neighbours ---- */

/* The word is at `offset` (-2 … 2) from the one looked at; broken: more than a blank stands between, for -1 and 1. */
static void add_neighbour(const struct context_word *word, int offset, bool broken, struct features *out)
{
    uint64_t o = (uint64_t)offset + 2;
    bool beside = offset == -1 || offset == 1;
    if (word->cluster != IMAGE_CLUSTER_NONE) {
        add(out, TEMPLATE_CLUSTER_BESIDE, o, word->cluster, 0);
        add(out, TEMPLATE_CLUSTER_BESIDE_COARSE, o, word->coarse, 0);
    }
    if (!beside) {
        add_bits(out, TEMPLATE_CLASS_FAR, o, word->classes, 0);
        return;
    }
    add_bits(out, TEMPLATE_CLASS_BESIDE, o, word->classes, broken);
    uint32_t length;
    const uint8_t *bare = context_bare(word, &length);
    for (uint32_t k = 2; k <= 3; k++) {
        add(out, TEMPLATE_NEIGHBOUR_PREFIX, o, letters_number(bare, least(k, length)), k);
        add(out, TEMPLATE_NEIGHBOUR_SUFFIX, o, letters_number(bare + length - least(k, length), least(k, length)), k);
    }
    if (!broken && word->statistics) {
        add(out, TEMPLATE_MINED_BESIDE, o, 0, word->statistics->person);
        add(out, TEMPLATE_MINED_BESIDE, o, 1, word->statistics->place);
        add(out, TEMPLATE_MINED_BESIDE, o, 2, word->statistics->organization);
    }
}

static void add_no_neighbour(int offset, bool broken, struct features *out)
{
    add(out, TEMPLATE_CLASS_BESIDE, (uint64_t)offset + 2, 999, broken);
}

/* ---- the word with its neighbours ---- */

static void add_pairs(const struct context *context, size_t at, bool has_before, bool has_behind, struct features *out)
{
    const struct context_word *word = &context->words[at], *before = has_before ? word - 1 : NULL,
                              *behind = has_behind ? word + 1 : NULL;
    bool broken = word->gap > SEPARATOR_JOINS,
         broken_behind = at + 1 >= context->count || word[1].gap > SEPARATOR_JOINS;
    uint64_t signature = signature_of(word);
    add(out, TEMPLATE_SIGNATURE_BEFORE, before ? signature_of(before) : UINT64_MAX, signature, broken);
    add(out, TEMPLATE_SIGNATURE_BEHIND, signature, behind ? signature_of(behind) : UINT64_MAX, broken_behind);
    struct bits bits;
    read_bits(word->classes, &bits);
    for (unsigned i = 0; i < bits.count && before; i++)
        add_bits(out, TEMPLATE_CLASS_BEFORE_CLASS, bits.items[i], before->classes, 0);
    if (!before)
        add_bits(out, TEMPLATE_CLASS_BEFORE_CLASS, NOBODY, word->classes, 0);
    if (word->cluster != IMAGE_CLUSTER_NONE) {
        if (!before || before->cluster != IMAGE_CLUSTER_NONE)
            add(out, TEMPLATE_CLUSTER_BEFORE, before ? before->cluster : NOBODY, word->cluster, broken);
        if (!behind || behind->cluster != IMAGE_CLUSTER_NONE)
            add(out, TEMPLATE_CLUSTER_BEHIND, word->cluster, behind ? behind->cluster : NOBODY, broken_behind);
    }
    unsigned own = word->statistics ? word->statistics->person + 1u : 0;
    const struct context_word *beside[] = {at > 0 && !broken ? word - 1 : NULL,
                                           at + 1 < context->count && !broken_behind ? word + 1 : NULL};
    for (unsigned i = 0; i < 2; i++)
        if (beside[i] && beside[i]->statistics)
            add(out, TEMPLATE_MINED_PAIR, i, beside[i]->statistics->person, own);
        else if (beside[i])
            add(out, TEMPLATE_MINED_BESIDE_NONE, i, own, 0);
}

static void add_gaps(const struct context *context, size_t at, struct features *out)
{
    const struct context_word *word = &context->words[at];
    unsigned behind = at + 1 < context->count ? word[1].gap : SEPARATOR_PARAGRAPH;
    add(out, TEMPLATE_GAP, word->gap, 0, 0);
    add(out, TEMPLATE_GAP_BEHIND, behind, 0, 0);
    add(out, TEMPLATE_GAPS, word->gap > SEPARATOR_JOINS, behind > SEPARATOR_JOINS, 0);
    if (at + 1 < context->count)
        add(out, TEMPLATE_ARTICLES, word->article, word[1].article, behind > SEPARATOR_JOINS);
}

/* ---- listed names ---- */

static void add_arcs(const struct context *context, size_t at, bool has_before, bool has_behind, struct features *out)
{
    const struct context_word *word = &context->words[at];
    for (unsigned i = 0; i < word->arc_count; i++) {
        const struct context_arc *arc = &word->arcs[i];
        uint64_t kind = arc->type * 4u + arc->place;
        add(out, TEMPLATE_ARC, kind, 0, 0);
        add(out, TEMPLATE_ARC_LENGTH, kind, least(arc->more, 3), arc->canonical);
        add(out, TEMPLATE_ARC_SUBTYPE, arc->subtype, arc->place, 0);
        add(out, TEMPLATE_ARC_PRIOR, kind, arc->prior / 8u, arc->canonical);
        add(out, TEMPLATE_ARC_COMMON, kind, (word->classes & common_classes) != 0, 0);
        if (i > 0)
            continue;
        add(out, TEMPLATE_ARC_BEST, kind, 0, 0);
        add(out, TEMPLATE_ARC_SCORE, kind, (uint64_t)(int64_t)(arc->score / 8), 0);
    }
    if (word->arc_count == 0)
        add(out, TEMPLATE_ARC_NONE, 0, 0, 0);
    const struct context_word *beside[] = {has_before ? word - 1 : NULL, has_behind ? word + 1 : NULL};
    for (unsigned i = 0; i < 2; i++)
        if (beside[i] && beside[i]->arc_count) {
            add(out, TEMPLATE_ARC_BESIDE, i, beside[i]->arcs[0].type * 4u + beside[i]->arcs[0].place, 0);
            add(out, TEMPLATE_ARC_BESIDE_SUBTYPE, i, beside[i]->arcs[0].subtype, 0);
        }
}

/* ---- the article ---- */

static void add_article(const struct context_word *word, struct features *out)
{
    bool ordinary = (word->classes & common_classes) != 0;
    if (word->same < 2)
        return;
    add(out, TEMPLATE_SAME, least(word->same, 4), ordinary, 0);
    add_bits(out, TEMPLATE_SEEN, 0, word->seen, ordinary);
    add_bits(out, TEMPLATE_SEEN_TWICE, 0, word->seen_twice, ordinary);
}

/* ---- the head of the phrase ---- */

static void add_head(const struct context *context, size_t at, struct features *out)
{
    const struct context_word *word = &context->words[at];
    uint64_t particle = particle_of(word) << 1 | word->article;
    if (word->head < 0) {
        add(out, TEMPLATE_HEAD_NONE, particle, 0, 0);
        return;
    }
    const struct context_word *head = &context->words[word->head];
    uint64_t classes = fold_classes(head->classes & phrase_classes);
    uint32_t far = (uint32_t)(at - (size_t)word->head);
    add(out, TEMPLATE_HEAD_CLASSES, classes, least(far, 5), 0);
    add(out, TEMPLATE_HEAD_WORD, head->bare, least(far, 3), 0);
    add(out, TEMPLATE_HEAD_ARTICLE, classes, particle, 0);
    add(out, TEMPLATE_HEAD_DISTANCE, classes, far, particle);
    add(out, TEMPLATE_HEAD_OTHER, (head->classes & WORD_CLASS(OTHER_HEAD)) != 0, least(far, 4), word->article);
    add(out, TEMPLATE_HEAD_GIVEN, classes, (word->classes & WORD_CLASS(GIVEN)) != 0, least(far, 3));
    if (at + 1 < context->count)
        add(out, TEMPLATE_HEAD_NEXT, classes, least(far, 4) * 2 + (word[1].gap > SEPARATOR_JOINS),
            particle_of(&word[1]) << 1 | word[1].article);
}

/* ---- the first reading ---- */

enum { OUTSIDE_BEFORE = 30, OUTSIDE_BEHIND = 31 };

static unsigned answer_at(const struct context *context, size_t at, int offset, bool with_method)
{
    int64_t other = (int64_t)at + offset;
    if (other < 0)
        return OUTSIDE_BEFORE;
    if (other >= (int64_t)context->count)
        return OUTSIDE_BEHIND;
    const struct context_word *word = &context->words[other];
    return word->label + (with_method && word->label ? 8u * word->method : 0);
}

static void add_answer(const struct context *context, size_t at, struct features *out)
{
    const struct context_word *word = &context->words[at];
    unsigned here = word->label, before = answer_at(context, at, -1, false), behind = answer_at(context, at, 1, false);
    add(out, TEMPLATE_ANSWER, answer_at(context, at, 0, true), 0, 0);
    if (at > 0)
        add(out, TEMPLATE_ANSWER_BESIDE, 0, answer_at(context, at, -1, true), 0);
    if (at + 1 < context->count)
        add(out, TEMPLATE_ANSWER_BESIDE, 1, answer_at(context, at, 1, true), 0);
    if (at > 1)
        add(out, TEMPLATE_ANSWER_FAR, 0, answer_at(context, at, -2, false), 0);
    if (at + 2 < context->count)
        add(out, TEMPLATE_ANSWER_FAR, 1, answer_at(context, at, 2, false), 0);
    add(out, TEMPLATE_ANSWER_BEFORE, before, here, 0);
    add(out, TEMPLATE_ANSWER_BEHIND, here, behind, 0);
    add(out, TEMPLATE_ANSWER_AROUND, before, here, behind);
    add(out, TEMPLATE_ANSWER_CLASSES, here, fold_classes(word->classes & short_classes), 0);
    add(out, TEMPLATE_ANSWER_ARTICLE, here, particle_of(word) << 1 | word->article, 0);
    add(out, TEMPLATE_ANSWER_LISTED, here, word->listed, here && word->method);
}

void features_of(const struct context *context, size_t at, struct features *out)
{
    const struct context_word *word = &context->words[at];
    size_t count = context->count;
    unsigned behind = at + 1 < count ? word[1].gap : SEPARATOR_PARAGRAPH;
    bool has_before = at > 0 && word->gap < SEPARATOR_PARAGRAPH,
         has_behind = at + 1 < count && behind < SEPARATOR_PARAGRAPH;
    out->count = 0;
    out->salt = word->script == SCRIPT_ARABIC ? 0xa0761d6478bd642fULL : 0x8bb84b93962eacc9ULL;
    add_own(word, out);
    if (has_before)
        add_neighbour(word - 1, -1, word->gap > SEPARATOR_JOINS, out);
    else
        add_no_neighbour(-1, word->gap > SEPARATOR_JOINS, out);
    if (has_behind)
        add_neighbour(word + 1, 1, behind > SEPARATOR_JOINS, out);
    else
        add_no_neighbour(1, behind > SEPARATOR_JOINS, out);
    if (has_before && at > 1 && word[-1].gap < SEPARATOR_PARAGRAPH)
        add_neighbour(word - 2, -2, false, out);
    if (has_behind && at + 2 < count && word[2].gap < SEPARATOR_PARAGRAPH)
        add_neighbour(word + 2, 2, false, out);
    add_gaps(context, at, out);
    add_pairs(context, at, has_before, has_behind, out);
    add_arcs(context, at, has_before, has_behind, out);
    add_article(word, out);
    add_head(context, at, out);
    add_answer(context, at, out);
}
