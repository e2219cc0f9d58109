#include "nlp/fit/train.h"

#include "nlp/sequence/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VECTOR_ALIGNMENT = 64, STEPS_RENEWED = 8 /* sentences after which the exponentials of the moves are renewed */ };

static const label_vector zeros, ones = {1, 1, 1, 1, 1, 1, 1, 1};

/* A weight with its sum of squared gradients, and the sum over the epochs whose mean is the answer. */
struct trainer {
    const struct examples *examples;
    const struct train_options *options;
    label_vector *weights, *squares, *sums, *centre; /* by feature number */
    struct crf_moves moves, move_squares, move_sums, move_centre;
    struct crf_steps steps;
    struct crf_sentence sentence;
    uint64_t random;
};

static label_vector *vectors_new(size_t count, const label_vector *value)
{
    size_t bytes = ((count + 1) * sizeof(label_vector) + VECTOR_ALIGNMENT - 1) / VECTOR_ALIGNMENT * VECTOR_ALIGNMENT;
    label_vector *vectors = aligned_alloc(VECTOR_ALIGNMENT, bytes);
    for (size_t i = 0; vectors && i < count; i++)
        vectors[i] = *value;
    return vectors;
}

static uint32_t random_below(struct trainer *t, uint32_t bound) /* xorshift64* (Vigna 2016) */
{
    t->random ^= t->random >> 12;
    t->random ^= t->random << 25;
    t->random ^= t->random >> 27;
    return (uint32_t)(((t->random * 0x2545F4914F6CDD1DULL) >> 32) * bound >> 32);
}

/* ---- one step ---- */

static void step(const struct trainer *t, label_vector *weight, label_vector *squares, const label_vector *centre,
                 const label_vector *slope)
{
    label_vector g = *slope + t->options->decay * (*weight - *centre), root = zeros;
    *squares += g * g;
    for (int b = 0; b < LABEL_COUNT; b++)
        root[b] = sqrtf((*squares)[b]);
    *weight -= t->options->rate * g / root;
}

static void step_moves(struct trainer *t, const uint8_t *gold, float importance)
{
    const struct crf_sentence *s = &t->sentence;
    label_vector slope = s->posterior[0];
    slope[gold[0]] -= 1;
    slope *= importance;
    step(t, &t->moves.start, &t->move_squares.start, &t->move_centre.start, &slope);
    for (size_t i = 1; i < s->count; i++) {
        label_vector ahead = s->score[i] * s->back[i];
        for (unsigned a = 0; a < LABEL_COUNT; a++) {
            slope = t->steps.move[a] * ahead * (s->forward[i - 1][a] / s->scale[i]);
            slope[gold[i]] -= gold[i - 1] == a ? 1 : 0;
            slope *= importance;
            step(t, &t->moves.move[a], &t->move_squares.move[a], &t->move_centre.move[a], &slope);
        }
    }
}

static void step_features(struct trainer *t, const struct example *example, const uint8_t *gold)
{
    static const float SURE = 1e-3F; /* a word that is surely right teaches nothing, and most are */
    for (size_t i = 0; i < t->sentence.count; i++) {
        label_vector slope = t->sentence.posterior[i];
        float most = 0;
        slope[gold[i]] -= 1;
        for (int b = 0; b < LABEL_COUNT; b++)
            most = fmaxf(most, fabsf(slope[b]));
        if (most < SURE)
            continue;
        slope *= example->importance;
        size_t count;
        const uint32_t *features = examples_features(t->examples, example->words + i, &count);
        for (size_t k = 0; k < count; k++)
            step(t, &t->weights[features[k]], &t->squares[features[k]], &t->centre[features[k]], &slope);
    }
}

static void score_words(const label_vector *weights, const struct examples *examples, const struct example *example,
                        struct crf_sentence *sentence)
{
    sentence->count = example->count;
    for (size_t i = 0; i < example->count; i++) {
        size_t count;
        const uint32_t *features = examples_features(examples, example->words + i, &count);
        sentence->score[i] = zeros;
        for (size_t k = 0; k < count; k++)
            sentence->score[i] += weights[features[k]];
    }
}

static void learn(struct trainer *t, const struct example *example)
{
    const uint8_t *gold = (const uint8_t *)t->examples->gold.items + example->words;
    score_words(t->weights, t->examples, example, &t->sentence);
    for (size_t i = 0; i < example->count; i++)
        if (gold[i] != LABEL_NONE && gold[i] != LABEL_OTHER_NAME)
            t->sentence.score[i][LABEL_NONE] += t->options->cost;
    crf_infer(&t->steps, &t->sentence);
    step_moves(t, gold, example->importance);
    step_features(t, example, gold);
}

/* ---- epochs ---- */

static void add_sums(struct trainer *t)
{
    t->move_sums.start += t->moves.start;
    for (int a = 0; a < LABEL_COUNT; a++)
        t->move_sums.move[a] += t->moves.move[a];
    for (size_t i = 0; i < t->examples->keys.count; i++)
        t->sums[i] += t->weights[i];
}

/* Numbers of the sentences to fit to. NULL: out of memory. */
static uint32_t *sentences_of(const struct trainer *t, uint32_t *ret_count)
{
    const struct train_options *o = t->options;
    uint32_t *order = malloc((t->examples->sentences.count + 1) * sizeof *order), count = 0;
    for (uint32_t i = 0; order && i < t->examples->sentences.count; i++) {
        const struct example *example = examples_sentence(t->examples, i);
        if (example->importance > 0 && (!o->folds || o->folds[example->document] != o->left_out))
            order[count++] = i;
    }
    *ret_count = count;
    return order;
}

static void run_epochs(struct trainer *t, uint32_t *order, uint32_t count)
{
    for (int epoch = 0; epoch < t->options->epochs; epoch++) {
        for (uint32_t i = count; i > 1; i--) { /* Fisher and Yates */
            uint32_t other = random_below(t, i), kept = order[i - 1];
            order[i - 1] = order[other];
            order[other] = kept;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (i % STEPS_RENEWED == 0)
                crf_steps_of(&t->moves, &t->steps);
            learn(t, examples_sentence(t->examples, order[i]));
        }
        if (epoch >= t->options->epochs / 2)
            add_sums(t);
    }
}

/* ---- the answer ---- */

static void quantize(label_vector *weight, float cut)
{
    for (int b = 0; b < LABEL_COUNT; b++) {
        float whole = rintf((*weight)[b] * IMAGE_FEATURE_UNIT);
        whole = fmaxf(-INT8_MAX, fminf(INT8_MAX, whole));
        (*weight)[b] = fabsf((*weight)[b]) < cut ? 0 : whole / IMAGE_FEATURE_UNIT;
    }
}

/* The mean weights; takes t->sums over. */
static void take_mean(struct trainer *t, struct trained *ret_trained)
{
    int first = t->options->epochs / 2, counted = t->options->epochs ? t->options->epochs - first : 1;
    float epochs = (float)counted;
    ret_trained->moves.start = t->move_sums.start / epochs;
    for (int a = 0; a < LABEL_COUNT; a++)
        ret_trained->moves.move[a] = t->move_sums.move[a] / epochs;
    for (size_t i = 0; i < t->examples->keys.count; i++) {
        t->sums[i] /= epochs;
        quantize(&t->sums[i], t->options->cut);
    }
    ret_trained->weights = t->sums;
    t->sums = NULL;
}

/* Begins at the centre. */
static void start_at_centre(struct trainer *t)
{
    const struct image *image = t->options->centre;
    unsigned script = (unsigned)t->examples->script;
    if (!image)
        return;
    const uint64_t *keys = t->examples->keys.items;
    for (size_t i = 0; i < t->examples->keys.count; i++) {
        const int8_t *found = model_find_weights(image, keys[i]);
        for (int b = 0; found && b < LABEL_COUNT; b++)
            t->centre[i][b] = (float)found[b] / IMAGE_FEATURE_UNIT;
        t->weights[i] = t->centre[i];
    }
    if (script >= image->moves_count)
        return;
    memcpy(&t->move_centre.start, image->moves[script].start, sizeof t->move_centre.start);
    memcpy(t->move_centre.move, image->moves[script].move, sizeof t->move_centre.move);
    t->moves = t->move_centre;
}

bool train(const struct examples *examples, const struct train_options *options, struct trained *ret_trained)
{
    size_t count = examples->keys.count;
    struct trainer *t =
        aligned_alloc(VECTOR_ALIGNMENT, (sizeof *t + VECTOR_ALIGNMENT - 1) / VECTOR_ALIGNMENT * VECTOR_ALIGNMENT);
    uint32_t *order = NULL, sentences = 0;
    bool done = false;
    if (!t)
        return false;
    memset(t, 0, sizeof *t);
    t->examples = examples;
    t->options = options;
    t->random = options->seed * 2 + 1;
    t->move_squares.start = ones;
    for (int a = 0; a < LABEL_COUNT; a++)
        t->move_squares.move[a] = ones;
    t->weights = vectors_new(count, &zeros);
    t->squares = vectors_new(count, &ones);
    t->sums = vectors_new(count, &zeros);
    t->centre = vectors_new(count, &zeros);
    order = sentences_of(t, &sentences);
    if (!t->weights || !t->squares || !t->sums || !t->centre || !order)
        goto cleanup;
    start_at_centre(t);
    if (options->epochs == 0)
        add_sums(t);
    run_epochs(t, order, sentences);
    take_mean(t, ret_trained);
    done = true;
cleanup:
    free(order);
    free(t->weights);
    free(t->squares);
    free(t->sums);
    free(t->centre);
    free(t);
    return done;
}

void trained_release(struct trained *trained)
{
    free(trained->weights);
    trained->weights = NULL;
}

void trained_score(const struct trained *trained, const struct examples *examples, const struct example *example,
                   struct crf_sentence *sentence)
{
    score_words(trained->weights, examples, example, sentence);
}
