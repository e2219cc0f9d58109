/* The sequence model: inference against all sequences of labels, and sums of weights with and without the memo
 * (nlp/sequence/crf.h, model.h, features.h). */
#include "nlp/sequence/crf.h"
#include "nlp/sequence/features.h"
#include "nlp/sequence/model.h"

#include "nlp/text/hash.h"
#include "nlp/text/token.h"
#include "tests/unit/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint32_t draw(uint64_t *random, uint32_t bound) /* xorshift64* (Vigna 2016) */
{
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    return (uint32_t)(((*random * 0x2545F4914F6CDD1DULL) >> 32) * bound >> 32);
}

/* ---- inference ---- */

enum { SEQUENCE_WORDS_MAXIMUM = 5 };

struct all_sequences {
    double sum, posterior[SEQUENCE_WORDS_MAXIMUM][LABEL_COUNT];
};

static float between(uint64_t *random, float least, float most)
{
    return least + (most - least) * (float)draw(random, 1 << 20) / (1 << 20);
}

static void draw_scores(uint64_t *random, size_t count, float spread, struct crf_moves *moves, struct crf_sentence *s)
{
    s->count = count;
    for (unsigned b = 0; b < LABEL_COUNT; b++) {
        moves->start[b] = between(random, -2, 2);
        for (unsigned a = 0; a < LABEL_COUNT; a++)
            moves->move[a][b] = between(random, -2, 2);
        for (size_t i = 0; i < count; i++)
            s->score[i][b] = between(random, -spread, spread);
    }
}

/* Adds the probability of every sequence that begins with the `at` labels given. */
static void try_all(const struct crf_moves *moves, const label_vector *scores, size_t count, size_t at, double score,
                    unsigned *labels, struct all_sequences *all)
{
    if (at == count) {
        all->sum += exp(score);
        for (size_t i = 0; i < count; i++)
            all->posterior[i][labels[i]] += exp(score);
        return;
    }
    for (unsigned b = 0; b < LABEL_COUNT; b++) {
        unsigned before = at ? labels[at - 1] : LABEL_NONE;
        if (!label_may_follow(before, b))
            continue;
        labels[at] = b;
        double move = at ? moves->move[before][b] : moves->start[b];
        try_all(moves, scores, count, at + 1, score + move + scores[at][b], labels, all);
    }
}

static const struct inference {
    const char *reason;
    size_t words;
    float spread;
} inferences[] = {
    {"one word", 1, 3},     {"two words", 2, 3},    {"five words", SEQUENCE_WORDS_MAXIMUM, 3},
    {"close scores", 4, 0}, {"sure scores", 4, 15},
};

static void posteriors_are_those_of_all_sequences(void **state)
{
    ROW(struct inference, row, state);
    static struct crf_sentence s;
    label_vector scores[SEQUENCE_WORDS_MAXIMUM];
    uint64_t random = 7;
    for (int round = 0; round < 20; round++) {
        struct crf_moves moves;
        struct crf_steps steps;
        struct all_sequences all = {0};
        unsigned labels[SEQUENCE_WORDS_MAXIMUM];
        draw_scores(&random, row->words, row->spread, &moves, &s);
        memcpy(scores, s.score, row->words * sizeof *scores);
        try_all(&moves, scores, row->words, 0, 0, labels, &all);
        crf_steps_of(&moves, &steps);
        crf_infer(&steps, &s);
        for (size_t i = 0; i < row->words; i++)
            for (unsigned b = 0; b < LABEL_COUNT; b++)
                assert_true(fabs(all.posterior[i][b] / all.sum - (double)s.posterior[i][b]) < 1e-4);
    }
}

static float posterior_of(const struct crf_sentence *s, size_t i, unsigned label)
{
    return s->posterior[i][label] + (label == LABEL_NONE ? s->posterior[i][LABEL_OTHER_NAME] : 0);
}

/* The greatest product of posteriors of a sequence that is allowed, from word `at` on. */
static double best_from(const struct crf_sentence *s, size_t at, unsigned before)
{
    double best = 0;
    if (at == s->count)
        return 1;
    for (unsigned b = 0; b < LABEL_OTHER_NAME; b++) {
        double product = label_may_follow(before, b) ? (double)posterior_of(s, at, b) * best_from(s, at + 1, b) : 0;
        best = product > best ? product : best;
    }
    return best;
}

static void decoded_labels_have_the_greatest_product(void **state)
{
    ROW(struct inference, row, state);
    static struct crf_sentence s;
    uint64_t random = 11;
    for (int round = 0; round < 200; round++) {
        struct crf_moves moves;
        uint8_t labels[SEQUENCE_WORDS_MAXIMUM];
        draw_scores(&random, row->words, row->spread, &moves, &s);
        for (size_t i = 0; i < row->words; i++) { /* posteriors that no sequence need have */
            float sum = 0;
            for (unsigned b = 0; b < LABEL_COUNT; b++)
                sum += s.posterior[i][b] = between(&random, 0.01F, 1);
            s.posterior[i] /= sum;
        }
        crf_decode(&s, labels);
        double product = 1;
        for (size_t i = 0; i < row->words; i++) {
            assert_true(label_may_follow(i ? labels[i - 1] : LABEL_NONE, labels[i]));
            product *= (double)posterior_of(&s, i, labels[i]);
        }
        assert_true(fabs(product / best_from(&s, 0, LABEL_NONE) - 1) < 1e-4);
    }
}

static void confidence_is_the_weakest_label_or_end(void **state)
{
    (void)state;
    static struct crf_sentence s = {.count = 3};
    unsigned begin = label_begins(ENTITY_PERSON), inside = label_inside(ENTITY_PERSON);
    const uint8_t labels[] = {(uint8_t)begin, (uint8_t)inside, LABEL_NONE};
    size_t last;
    s.posterior[0][begin] = 0.9F;
    s.posterior[1][inside] = 0.8F;
    s.posterior[2][inside] = 0.1F;
    assert_true(fabsf(crf_span_confidence(&s, labels, 0, &last) - 0.8F) < 1e-6F);
    assert_int_equal(last, 1);
    s.posterior[2][inside] = 0.4F; /* the name may go on */
    assert_true(fabsf(crf_span_confidence(&s, labels, 0, &last) - 0.6F) < 1e-6F);
}

/* ---- sums of weights ---- */

enum { POOL_WORDS = 60, TEXT_WORDS = 500, TABLE_SLOTS = 1 << 17, LETTERS = 24 };

/* A text of random words, and an image that holds weights for half of its features. */
struct random_text {
    uint8_t letters[POOL_WORDS][LETTERS + 16];
    struct image_statistics statistics[POOL_WORDS];
    struct context_word pool[POOL_WORDS], words[TEXT_WORDS];
    struct context context;
    struct image_feature table[TABLE_SLOTS];
    struct image_moves moves[SCRIPT_COUNT];
    struct image image;
};

static void draw_word(struct random_text *text, size_t i, uint64_t *random)
{
    struct context_word *word = &text->pool[i];
    *word = (struct context_word){
        .letters = text->letters[i], .length = 1 + draw(random, LETTERS), .cluster = IMAGE_CLUSTER_NONE};
    for (uint32_t k = 0; k < word->length; k++)
        text->letters[i][k] = (uint8_t)(1 + draw(random, 30));
    word->skip = draw(random, 3) ? 0 : draw(random, word->length);
    word->flags = (uint8_t)draw(random, 8);
    word->whole = word_hash_long(word->letters, word->length);
    word->bare = word->whole + word->skip;
    for (unsigned n = draw(random, 8); n > 0; n--)
        word->classes |= (word_classes)1 << draw(random, WORD_CLASS_COUNT);
    word->article = draw(random, 3) == 0;
    if (draw(random, 2)) {
        struct image_statistics *s = &text->statistics[i];
        s->person = (uint8_t)draw(random, 8);
        s->place = (uint8_t)draw(random, 8);
        s->behind_given = (uint8_t)draw(random, 8);
        s->size = (uint8_t)draw(random, 13);
        word->statistics = s;
    }
    if (draw(random, 2)) {
        word->cluster = (uint16_t)draw(random, 512);
        word->coarse = (uint8_t)draw(random, 64);
    }
}

static void draw_place(struct context_word *word, uint64_t *random)
{
    word->gap = (uint8_t)(draw(random, 6) ? SEPARATOR_SPACE : draw(random, SEPARATOR_PARAGRAPH + 1));
    word->label = (uint8_t)draw(random, LABEL_OTHER_NAME);
    word->method = (uint8_t)draw(random, 4);
    word->same = (uint8_t)draw(random, 6);
    word->begins_line = word->gap == SEPARATOR_LINE;
    word->line = (uint8_t)(1 + draw(random, 12));
    word->topic = (uint64_t)draw(random, UINT32_MAX) << 32 | draw(random, UINT32_MAX);
    word->seen = (uint16_t)draw(random, 1 << SHOWS_COUNT);
    word->seen_twice = word->seen & (uint16_t)draw(random, 1 << SHOWS_COUNT);
    word->arc_count = (uint8_t)draw(random, CONTEXT_ARCS + 1);
    for (unsigned i = 0; i < word->arc_count; i++)
        word->arcs[i] = (struct context_arc){.score = (float)draw(random, 100) - 20,
                                             .more = (uint16_t)draw(random, 5),
                                             .type = (uint8_t)draw(random, ENTITY_TYPE_COUNT),
                                             .place = (uint8_t)draw(random, 4),
                                             .prior = (uint8_t)draw(random, 64),
                                             .subtype = (uint8_t)draw(random, 256),
                                             .canonical = draw(random, 2)};
}

static void keep_weights(struct random_text *text, uint64_t key, uint64_t *random)
{
    uint64_t at = key % TABLE_SLOTS;
    for (; text->table[at].check; at = (at + 1) % TABLE_SLOTS)
        if (text->table[at].check == image_check(key))
            return;
    text->table[at].check = image_check(key);
    for (unsigned b = 0; b < LABEL_COUNT; b++)
        text->table[at].weights[b] = (int8_t)((int)draw(random, 255) - 127);
}

static struct random_text *draw_text(uint64_t seed)
{
    struct random_text *text = calloc(1, sizeof *text);
    uint64_t random = seed;
    assert_non_null(text);
    for (size_t i = 0; i < POOL_WORDS; i++)
        draw_word(text, i, &random);
    for (size_t i = 0; i < TEXT_WORDS; i++) {
        struct context_word *word = &text->words[i];
        *word = text->pool[draw(&random, POOL_WORDS)];
        draw_place(word, &random);
        word->head = i > 3 && draw(&random, 2) ? (int32_t)(i - 1 - draw(&random, 3)) : -1;
        word->verb = i > 7 && draw(&random, 2) ? (int32_t)(i - 1 - draw(&random, 7)) : -1;
    }
    text->words[0].gap = SEPARATOR_PARAGRAPH;
    text->context = (struct context){.words = text->words, .count = TEXT_WORDS};
    for (size_t first = 0, end; first < TEXT_WORDS; first = end) {
        uint8_t script = (uint8_t)draw(&random, SCRIPT_COUNT);
        end = context_sentence_end(&text->context, first);
        for (size_t i = first; i < end; i++)
            text->words[i].script = script;
    }
    static struct features features;
    for (size_t i = 0; i < TEXT_WORDS; i++) {
        features_of(&text->context, i, &features);
        for (size_t k = 0; k < features.count; k++)
            if (features.keys[k] & 1 << 20)
                keep_weights(text, features.keys[k], &random);
    }
    text->moves[SCRIPT_ARABIC].fitted = text->moves[SCRIPT_LATIN].fitted = 1;
    text->image = (struct image){
        .features = text->table, .feature_count = TABLE_SLOTS, .moves = text->moves, .moves_count = SCRIPT_COUNT};
    return text;
}

/* The sum of the weights of a word's features, found one by one. */
static void sum_directly(const struct random_text *text, size_t at, int32_t ret_sums[LABEL_COUNT])
{
    static struct features features;
    features_of(&text->context, at, &features);
    memset(ret_sums, 0, LABEL_COUNT * sizeof *ret_sums);
    for (size_t k = 0; k < features.count; k++) {
        const int8_t *weights = model_find_weights(&text->image, features.keys[k]);
        for (unsigned b = 0; b < LABEL_COUNT && weights; b++)
            ret_sums[b] += weights[b];
    }
}

static void compare_scores(const struct random_text *text, const struct model *model)
{
    static label_vector scores[CONTEXT_SENTENCE_MAXIMUM];
    for (size_t first = 0, end; first < TEXT_WORDS; first = end) {
        end = context_sentence_end(&text->context, first);
        model_score(model, &text->context, first, end - first, scores);
        for (size_t at = first; at < end; at++) {
            int32_t sums[LABEL_COUNT];
            sum_directly(text, at, sums);
            for (unsigned b = 0; b < LABEL_COUNT; b++)
                assert_true(scores[at - first][b] == (float)sums[b] / IMAGE_FEATURE_UNIT);
        }
    }
}

static void the_memo_changes_no_score(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct random_text *text = draw_text(seed);
        struct model model;
        assert_true(model_init(&model, &text->image));
        compare_scores(text, &model); /* the memo is empty */
        compare_scores(text, &model); /* it knows all words */
        model_release(&model);
        free(text);
    }
}

static void a_full_memo_changes_no_score(void **state)
{
    (void)state;
    struct random_text *text = draw_text(6);
    struct model model;
    assert_true(model_init(&model, &text->image));
    for (size_t i = 0; i < SCORE_MEMO_WORDS; i++)
        atomic_store(&model.memo->words[i].key, SCORE_MEMO_CLAIMED);
    for (size_t i = 0; i < SCORE_MEMO_PAIRS; i++)
        atomic_store(&model.memo->pairs[i].key, SCORE_MEMO_CLAIMED);
    for (size_t i = 0; i < SCORE_MEMO_PLACES; i++)
        atomic_store(&model.memo->places[i].key, SCORE_MEMO_CLAIMED);
    compare_scores(text, &model);
    model_release(&model);
    free(text);
}

static void no_two_numbered_features_have_one_key(void **state)
{
    (void)state;
    size_t count = features_numbered() * SCRIPT_COUNT;
    uint64_t *keys = malloc(count * sizeof *keys);
    assert_non_null(keys);
    for (enum script script = 0; script < SCRIPT_COUNT; script++)
        features_number_keys(script, keys + script * features_numbered());
    qsort(keys, count, sizeof *keys, compare_numbers);
    for (size_t i = 0; i + 1 < count; i++)
        assert_true(keys[i] != keys[i + 1]);
    free(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(confidence_is_the_weakest_label_or_end),
        cmocka_unit_test(the_memo_changes_no_score),
        cmocka_unit_test(a_full_memo_changes_no_score),
        cmocka_unit_test(no_two_numbered_features_have_one_key),
    };
    return RUN_ROWS("posteriors", inferences, posteriors_are_those_of_all_sequences) +
           RUN_ROWS("decoding", inferences, decoded_labels_have_the_greatest_product) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
