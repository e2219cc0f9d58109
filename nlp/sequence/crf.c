#include "nlp/sequence/crf.h"

#include <math.h>
#include <string.h>

static const float TINY = 1e-30f;

typedef int32_t label_numbers __attribute__((vector_size(sizeof(label_vector))));

void crf_steps_of(const struct crf_moves *moves, struct crf_steps *ret_steps)
{
    for (unsigned b = 0; b < LABEL_COUNT; b++) {
        ret_steps->start[b] = label_may_follow(LABEL_NONE, b) ? expf(moves->start[b]) : 0;
        for (unsigned a = 0; a < LABEL_COUNT; a++)
            ret_steps->from[b][a] = ret_steps->move[a][b] = label_may_follow(a, b) ? expf(moves->move[a][b]) : 0;
    }
}

/* ---- arithmetic on all labels at once ---- */

static inline float sum_of(const label_vector *x)
{
    label_vector by4 = *x + __builtin_shufflevector(*x, *x, 4, 5, 6, 7, 0, 1, 2, 3);
    return by4[0] + by4[1] + (by4[2] + by4[3]) + TINY;
}

static inline float most_of(const label_vector *x)
{
    float most = (*x)[0];
    for (int b = 1; b < LABEL_COUNT; b++)
        most = (*x)[b] > most ? (*x)[b] : most;
    return most;
}

/* e to the power of each number, none of which is greater than 0: 2^n times the Taylor series of the rest, which lies within
 * half a power of two and is off by less than 2e-7 of its value. */
static inline void exponentiate(label_vector *x)
{
    static const float LEAST = -80, LOG2_E = 1.44269504f, LN_2_HIGH = 0.693359375f, LN_2_LOW = -2.12194440e-4f;
    static const float ROUNDS = 12582912; /* 1.5 * 2^23: adding it rounds to a whole number */
    enum { MANTISSA_BITS = 23 };
    const label_vector least = {LEAST, LEAST, LEAST, LEAST, LEAST, LEAST, LEAST, LEAST};
    const label_vector power =
        (label_vector)(((*x > least) & (label_numbers)*x) | ((*x <= least) & (label_numbers)least));
    const label_vector n = power * LOG2_E + ROUNDS - ROUNDS, r = power - n * LN_2_HIGH - n * LN_2_LOW;
    const label_vector series = r * (r * (r * (r * (r * (1.F / 720) + 1.F / 120) + 1.F / 24) + 1.F / 6) + 0.5F) + 1.F;
    const label_vector rest = series * r + 1.F;
    *x = (label_vector)((label_numbers)rest + (__builtin_convertvector(n, label_numbers) << MANTISSA_BITS));
}

/* Sum of the rows, each times one number of `by`. */
static inline void combine(const label_vector rows[LABEL_COUNT], const label_vector *by, label_vector *ret_sum)
{
    label_vector sum = rows[0] * (*by)[0];
    for (int a = 1; a < LABEL_COUNT; a++)
        sum += rows[a] * (*by)[a];
    *ret_sum = sum;
}

/* ---- forward and backward ---- */

void crf_infer(const struct crf_steps *steps, struct crf_sentence *s)
{
    for (size_t i = 0; i < s->count; i++) {
        label_vector reached = steps->start;
        s->score[i] -= most_of(&s->score[i]);
        exponentiate(&s->score[i]);
        if (i > 0)
            combine(steps->move, &s->forward[i - 1], &reached);
        reached *= s->score[i];
        s->scale[i] = sum_of(&reached);
        s->forward[i] = reached * (1 / s->scale[i]);
    }
    for (size_t i = s->count; i-- > 0;) {
        if (i + 1 == s->count) {
            s->back[i] = (label_vector){1, 1, 1, 1, 1, 1, 1, 1};
        } else {
            label_vector ahead = s->score[i + 1] * s->back[i + 1] * (1 / s->scale[i + 1]);
            combine(steps->from, &ahead, &s->back[i]);
        }
        label_vector both = s->forward[i] * s->back[i];
        s->posterior[i] = both * (1 / sum_of(&both));
    }
}

/* ---- the best sequence ---- */

/* P(label of word i) for all labels but other names, which count as none. */
static float posterior_at(const struct crf_sentence *s, size_t i, unsigned label)
{
    return s->posterior[i][label] + (label == LABEL_NONE ? s->posterior[i][LABEL_OTHER_NAME] : 0);
}

/* The most probable label of each word. When they may follow each other, no sequence has a greater product. */
static bool decode_each(const struct crf_sentence *s, uint8_t *ret_labels)
{
    unsigned before = LABEL_NONE;
    bool allowed = true;
    for (size_t i = 0; i < s->count; i++) {
        float most = posterior_at(s, i, LABEL_NONE);
        unsigned best = LABEL_NONE;
        for (unsigned b = 1; b < LABEL_OTHER_NAME && most < 0.5F; b++)
            if (s->posterior[i][b] > most) {
                most = s->posterior[i][b];
                best = b;
            }
        allowed = allowed && label_may_follow(before, best);
        ret_labels[i] = (uint8_t)best;
        before = best;
    }
    return allowed;
}

/* Viterbi's algorithm over the logarithms of the posteriors. */
static void decode_all(const struct crf_sentence *s, uint8_t *ret_labels)
{
    static const float LEAST = 1e-9f, NEVER = -1e9f;
    uint8_t from[CRF_WORDS_MAXIMUM][LABEL_COUNT];
    float before[LABEL_COUNT] = {0}, best[LABEL_COUNT];
    for (size_t i = 0; i < s->count; i++) {
        for (unsigned b = 0; b < LABEL_OTHER_NAME; b++) {
            float most = -INFINITY;
            unsigned at = 0;
            for (unsigned a = 0; a < (i ? LABEL_OTHER_NAME : 1u); a++) {
                float sum = before[a] + (label_may_follow(a, b) ? 0 : NEVER);
                at = sum > most ? a : at;
                most = sum > most ? sum : most;
            }
            best[b] = most + logf(fmaxf(posterior_at(s, i, b), LEAST));
            from[i][b] = (uint8_t)at;
        }
        memcpy(before, best, sizeof before);
    }
    unsigned last = 0;
    for (unsigned b = 1; b < LABEL_OTHER_NAME; b++)
        last = before[b] > before[last] ? b : last;
    for (size_t i = s->count; i-- > 0; last = from[i][last])
        ret_labels[i] = (uint8_t)last;
}

void crf_decode(const struct crf_sentence *s, uint8_t *ret_labels)
{
    if (!decode_each(s, ret_labels))
        decode_all(s, ret_labels);
}

float crf_span_confidence(const struct crf_sentence *s, const uint8_t *found, size_t first, size_t *ret_last)
{
    unsigned inside = found[first] + 1u;
    float sure = s->posterior[first][found[first]];
    size_t last = first;
    while (last + 1 < s->count && found[last + 1] == inside) {
        last++;
        sure = s->posterior[last][inside] < sure ? s->posterior[last][inside] : sure;
    }
    if (last + 1 < s->count && 1 - s->posterior[last + 1][inside] < sure)
        sure = 1 - s->posterior[last + 1][inside];
    *ret_last = last;
    return sure;
}
