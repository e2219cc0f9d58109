#include "nlp/sequence/crf.h"

#include <math.h>
#include <string.h>

static const float TINY = 1e-30f;

void crf_steps_of(const struct crf_moves *moves, struct crf_steps *ret_steps)
{
    for (unsigned b = 0; b < LABEL_COUNT; b++) {
        ret_steps->start[b] = label_may_follow(LABEL_NONE, b) ? expf(moves->start[b]) : 0;
        for (unsigned a = 0; a < LABEL_COUNT; a++)
            ret_steps->move[a][b] = label_may_follow(a, b) ? expf(moves->move[a][b]) : 0;
    }
}

static inline float sum_of(const label_vector *x)
{
    float sum = TINY;
    for (int b = 0; b < LABEL_COUNT; b++)
        sum += (*x)[b];
    return sum;
}

static void exponentiate(label_vector *score)
{
    float most = (*score)[0];
    for (int b = 1; b < LABEL_COUNT; b++)
        most = (*score)[b] > most ? (*score)[b] : most;
    for (int b = 0; b < LABEL_COUNT; b++)
        (*score)[b] = expf((*score)[b] - most);
}

void crf_infer(const struct crf_steps *steps, struct crf_sentence *s)
{
    const label_vector ones = {1, 1, 1, 1, 1, 1, 1, 1};
    for (size_t i = 0; i < s->count; i++) {
        label_vector reached = steps->start;
        exponentiate(&s->score[i]);
        if (i > 0) {
            reached = (label_vector){0};
            for (int a = 0; a < LABEL_COUNT; a++)
                reached += steps->move[a] * s->forward[i - 1][a];
        }
        reached *= s->score[i];
        s->scale[i] = sum_of(&reached);
        s->forward[i] = reached / s->scale[i];
    }
    for (size_t i = s->count; i-- > 0;) {
        if (i + 1 == s->count) {
            s->back[i] = ones;
        } else {
            label_vector ahead = s->score[i + 1] * s->back[i + 1];
            for (int a = 0; a < LABEL_COUNT; a++) {
                label_vector behind = steps->move[a] * ahead;
                s->back[i][a] = sum_of(&behind) / s->scale[i + 1];
            }
        }
        label_vector both = s->forward[i] * s->back[i];
        s->posterior[i] = both / sum_of(&both);
    }
}

void crf_decode(const struct crf_sentence *s, uint8_t *ret_labels)
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
            float p = s->posterior[i][b] + (b == LABEL_NONE ? s->posterior[i][LABEL_OTHER_NAME] : 0);
            best[b] = most + logf(p > LEAST ? p : LEAST);
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
