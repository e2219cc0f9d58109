#include "nlp/sequence/word_features.h"

#include "nlp/sequence/feature_keys.h"

/* ---- what the word is by itself ---- */

static void add_letters(const struct context_word *word, struct features *out)
{
    uint32_t length;
    const uint8_t *bare = context_bare(word, &length);
    for (uint32_t k = 1; k <= 5 && k < length; k++) {
        feature_add(out, TEMPLATE_PREFIX, feature_letters(bare, k), k, 0);
        feature_add(out, TEMPLATE_SUFFIX, feature_letters(bare + length - k, k), k, 0);
    }
    uint8_t inner[64];
    uint32_t from = word->article && length > 4 ? 2 : 0, count = feature_least(length - from, sizeof inner - 2);
    inner[0] = 0xfe;
    memcpy(inner + 1, bare + from, count);
    inner[count + 1] = 0xff;
    for (uint32_t k = 3; k <= 4; k++)
        for (uint32_t at = 0; at + k <= count + 2; at++)
            feature_add(out, TEMPLATE_INNER, feature_letters(inner + at, k), k, 0);
}

static void add_classes(const struct context_word *word, struct features *out)
{
    struct class_numbers classes;
    class_numbers_of(word->classes, &classes);
    feature_add(out, TEMPLATE_SIGNATURE, feature_signature(word), 0, 0);
    for (unsigned a = 0; a < classes.count; a++) {
        feature_add(out, TEMPLATE_CLASS, 0, classes.items[a], 0);
        for (unsigned b = 0; b < a; b++)
            feature_add(out, TEMPLATE_CLASS_PAIR, classes.items[b], classes.items[a], 0);
    }
}

static void add_statistics(const struct context_word *word, struct features *out)
{
    const struct image_statistics *s = word->statistics;
    if (word->cluster != IMAGE_CLUSTER_NONE) {
        feature_add(out, TEMPLATE_CLUSTER, word->cluster, 0, 0);
        feature_add(out, TEMPLATE_CLUSTER_COARSE, word->coarse, 0, 0);
    }
    if (!s) {
        feature_add(out, TEMPLATE_MINED_NONE, 0, 0, 0);
        feature_add(out, TEMPLATE_MINED_NONE_LENGTH, word->length - word->skip, 0, 0);
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
        feature_add(out, TEMPLATE_MINED, i, rows[i][0], rows[i][1]);
}

static void add_own(const struct context_word *word, struct features *out)
{
    feature_add(out, TEMPLATE_BIAS, 0, 0, 0);
    feature_add(out, TEMPLATE_FLAGS, word->flags, 0, 0);
    feature_add(out, TEMPLATE_LENGTH, feature_least(word->length - word->skip, 10), 0, 0);
    feature_add(out, TEMPLATE_PARTICLE_LETTERS, feature_particle(word), word->skip, 0);
    feature_add(out, TEMPLATE_LISTED, word->listed, 0, 0);
    feature_add(out, TEMPLATE_ARTICLE, word->article, feature_particle(word), 0);
    add_letters(word, out);
    add_classes(word, out);
    add_statistics(word, out);
    if (word->classes & WORD_CLASS(OTHER_HEAD))
        feature_add(out, TEMPLATE_HEAD_IS_OTHER, 0, 0, 0);
}

/* ---- what a word is to its neighbours ---- */

/* The word is at `offset` (-2 … 2) from the one looked at; broken: more than a blank stands between, for -1 and 1. */
static void add_neighbour(const struct context_word *word, int offset, bool broken, struct features *out)
{
    uint64_t o = (uint64_t)offset + 2;
    bool beside = offset == -1 || offset == 1;
    if (word->cluster != IMAGE_CLUSTER_NONE) {
        feature_add(out, TEMPLATE_CLUSTER_BESIDE, o, word->cluster, 0);
        feature_add(out, TEMPLATE_CLUSTER_BESIDE_COARSE, o, word->coarse, 0);
    }
    if (!beside) {
        feature_add_classes(out, TEMPLATE_CLASS_FAR, o, word->classes, 0);
        return;
    }
    feature_add_classes(out, TEMPLATE_CLASS_BESIDE, o, word->classes, broken);
    uint32_t length;
    const uint8_t *bare = context_bare(word, &length);
    for (uint32_t k = 2; k <= 3; k++) {
        feature_add(out, TEMPLATE_NEIGHBOUR_PREFIX, o, feature_letters(bare, feature_least(k, length)), k);
        feature_add(out, TEMPLATE_NEIGHBOUR_SUFFIX, o,
                    feature_letters(bare + length - feature_least(k, length), feature_least(k, length)), k);
    }
    if (!broken && word->statistics) {
        feature_add(out, TEMPLATE_MINED_BESIDE, o, 0, word->statistics->person);
        feature_add(out, TEMPLATE_MINED_BESIDE, o, 1, word->statistics->place);
        feature_add(out, TEMPLATE_MINED_BESIDE, o, 2, word->statistics->organization);
    }
}

/* ---- rows ---- */

static const struct row {
    int offset; /* of the word from its reader; 0: it is the reader itself */
    bool broken;
} rows[WORD_ROW_COUNT] = {
    [WORD_ROW_OWN] = {0, false},        [WORD_ROW_BEFORE] = {-1, false},      [WORD_ROW_BEFORE_BROKEN] = {-1, true},
    [WORD_ROW_BEHIND] = {1, false},     [WORD_ROW_BEHIND_BROKEN] = {1, true}, [WORD_ROW_FAR_BEFORE] = {-2, false},
    [WORD_ROW_FAR_BEHIND] = {2, false},
};

void word_features(const struct context_word *word, enum word_row row, struct features *out)
{
    if (row == WORD_ROW_OWN)
        add_own(word, out);
    else
        add_neighbour(word, rows[row].offset, rows[row].broken, out);
}

uint64_t word_features_key(const struct context_word *word, enum script reader)
{
    uint64_t small = (uint64_t)word->skip << 32 | (uint64_t)word->flags << 16 | (uint64_t)word->listed << 8 | reader;
    uint64_t key = hash_mix(word->whole ^ 0xa0761d6478bd642fULL, (uint64_t)word->classes ^ 0xe7037ed1a0b428dbULL);
    return hash_mix(key ^ small, (uint64_t)(word->classes >> 64) ^ 0x8ebc6af09c88c6e3ULL) | 2;
}
