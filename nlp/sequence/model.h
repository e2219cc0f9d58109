/* model.h - scores words by the fitted weights of the sequence model that the image holds.
 *
 * A feature's weights are found by its key in an open-addressing table. Keys themselves are not kept but 31 bits of them, so that
 * one unseen feature in a thousand millions gets the weights of another. Weights are whole numbers; IMAGE_FEATURE_UNIT of them are a
 * score of 1.
 *
 * Threads: any number, once open; what the memo finds out never changes an answer.
 */
#ifndef ALAM_NLP_MODEL_H
#define ALAM_NLP_MODEL_H

#include "nlp/sequence/context.h"
#include "nlp/sequence/crf.h"
#include "nlp/sequence/score_memo.h"

struct model {
    const struct image *image;
    struct score_memo *memo;                        /* NULL when no script is fitted */
    int8_t (*numbered[SCRIPT_COUNT])[IMAGE_LABELS]; /* weights of the features that have a number (features.h) */
    struct crf_steps steps[SCRIPT_COUNT];
    bool fitted[SCRIPT_COUNT]; /* sentences of other scripts are not read by a model */
};

/* Takes the weights of the image; it must outlive the model. False: out of memory. */
bool model_init(struct model *model, const struct image *image);
void model_release(struct model *model);

/* Is there a script that has weights? */
static inline bool model_is_fitted(const struct model *model)
{
    return model->fitted[SCRIPT_ARABIC] || model->fitted[SCRIPT_LATIN];
}

/* The feature's weights, one for each label; NULL: the model was not fitted with it. */
const int8_t *model_find_weights(const struct image *image, uint64_t key);

/* The scores of the words first…first + count - 1 for each label. */
void model_score(const struct model *model, const struct context *context, size_t first, size_t count,
                 label_vector *ret_scores);

#endif
