#include "nlp/sequence/model.h"

#include "nlp/sequence/features.h"

#include <string.h>

typedef int32_t label_sums __attribute__((vector_size(LABEL_COUNT * sizeof(int32_t))));
typedef int8_t label_bytes __attribute__((vector_size(LABEL_COUNT)));

void model_init(struct model *model, const struct image *image)
{
    *model = (struct model){.image = image};
    for (unsigned s = 0; s < SCRIPT_COUNT && s < image->moves_count; s++) {
        struct crf_moves moves;
        memcpy(&moves.start, image->moves[s].start, sizeof moves.start);
        memcpy(moves.move, image->moves[s].move, sizeof moves.move);
        crf_steps_of(&moves, &model->steps[s]);
        model->fitted[s] = image->moves[s].fitted;
    }
}

const int8_t *model_find_weights(const struct image *image, uint64_t key)
{
    uint32_t check = image_check(key);
    if (!image->feature_count)
        return NULL;
    uint64_t mask = image->feature_count - 1;
    for (uint64_t at = key & mask;; at = (at + 1) & mask) {
        if (image->features[at].check == check)
            return image->features[at].weights;
        if (!image->features[at].check)
            return NULL;
    }
}

void model_score(const struct model *model, const struct context *context, size_t first, size_t count,
                 label_vector *ret_scores)
{
    struct features features;
    for (size_t i = 0; i < count; i++) {
        label_sums sum = {0};
        features_of(context, first + i, &features);
        for (size_t k = 0; k < features.count; k++)
            __builtin_prefetch(&model->image->features[features.keys[k] & (model->image->feature_count - 1)]);
        for (size_t k = 0; k < features.count; k++) {
            const int8_t *found = model_find_weights(model->image, features.keys[k]);
            label_bytes weights = {0};
            if (found)
                memcpy(&weights, found, sizeof weights);
            sum += __builtin_convertvector(weights, label_sums);
        }
        ret_scores[i] = __builtin_convertvector(sum, label_vector) / IMAGE_FEATURE_UNIT;
    }
}
