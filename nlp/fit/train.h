/* train.h - fits the weights of the sequence model to examples.
 *
 * The weights w minimise, over the sentences,
 *
 *     importance * -log P(gold labels) + decay / 2 * |w - centre|^2
 *
 * where P is that of nlp/sequence/crf.h and `centre` is 0, or the weights of an image: maximum a posteriori with a Gaussian prior
 * around them, so that few examples change the shipped weights only where they have something to say. While fitting, `cost` is
 * added to the score of "no name" wherever the gold is a name (softmax margin: Gimpel and Smith 2010): the model must find the name
 * against that head start, which buys recall. Steps are AdaGrad's (Duchi, Hazan, Singer 2011), a sentence a step, in an order that
 * the seed decides; the answer is the mean of the weights at the ends of the last half of the epochs. In the end weights of less
 * than `cut` become 0, the others whole numbers of 1 / IMAGE_FEATURE_UNIT.
 *
 * The same examples, options and seed give the same weights. Threads: one thread.
 */
#ifndef ALAM_NLP_TRAIN_H
#define ALAM_NLP_TRAIN_H

#include "nlp/fit/examples.h"
#include "nlp/sequence/crf.h"

struct train_options {
    int epochs; /* 0: the answer is the centre */
    uint64_t seed;
    float rate, decay, cost, cut;
    const struct image *centre; /* NULL: 0 */
    const uint8_t *folds;       /* fold of each document; NULL: none is left out */
    uint8_t left_out;           /* sentences of documents of this fold are not fitted to */
};

#define TRAIN_DEFAULTS                                                                                                 \
    {                                                                                                                  \
        .epochs = 8, .seed = 1, .rate = 0.05F, .decay = 2e-5F, .cost = 0.5F, .cut = 0.032F                             \
    }

struct trained {
    struct crf_moves moves;
    label_vector *weights; /* by feature number, malloc'ed */
};

/* False: out of memory. */
bool train(const struct examples *examples, const struct train_options *options, struct trained *ret_trained);
void trained_release(struct trained *trained);

/* Fills sentence->score with the scores of an example's words. */
void trained_score(const struct trained *trained, const struct examples *examples, const struct example *example,
                   struct crf_sentence *sentence);

#endif
