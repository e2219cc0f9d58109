/* crf.h - inference of a linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over the words of a sentence.
 *
 * n words; score[i][b] is the sum of the weights of word i's features for label b. The score of a label sequence y is
 *
 *     start[y[0]] + sum of score[i][y[i]] + sum of move[y[i - 1]][y[i]]
 *
 * and its probability the exponential of that over the sum of all sequences'. Forward-backward (Rabiner 1989) in scaled floats.
 * Threads: pure functions; one crf_sentence, one thread.
 */
#ifndef ALAM_NLP_CRF_H
#define ALAM_NLP_CRF_H

#include "nlp/sequence/labels.h"

enum { CRF_WORDS_MAXIMUM = 512 };

/* Weights between labels. */
struct crf_moves {
    label_vector start, move[LABEL_COUNT];
};

/* Their exponentials; zero for what may not follow. */
struct crf_steps {
    label_vector start, move[LABEL_COUNT];
    label_vector from[LABEL_COUNT]; /* from[b][a] is move[a][b] */
};

void crf_steps_of(const struct crf_moves *moves, struct crf_steps *ret_steps);

struct crf_sentence {
    size_t count;
    label_vector score[CRF_WORDS_MAXIMUM]; /* in; the exponentials afterwards */
    label_vector forward[CRF_WORDS_MAXIMUM], back[CRF_WORDS_MAXIMUM];
    label_vector posterior[CRF_WORDS_MAXIMUM]; /* out: P(label of word i) */
    float scale[CRF_WORDS_MAXIMUM];
};

/* Fills posterior (and what the gradient needs) from score. */
void crf_infer(const struct crf_steps *steps, struct crf_sentence *sentence);

/* The sequence of labels with the greatest product of posteriors that label_may_follow allows; other names are none. */
void crf_decode(const struct crf_sentence *sentence, uint8_t *ret_labels);

/* How sure a span is: the smallest of the posteriors of its labels and of the probability that it ends there. */
float crf_span_confidence(const struct crf_sentence *sentence, const uint8_t *found, size_t first, size_t *ret_last);

#endif
