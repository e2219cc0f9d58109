#include "nlp/sequence/statistics.h"

const struct image_statistics *statistics_find(const struct image *image, uint64_t hash)
{
    uint32_t check = image_check(hash);
    if (!image->statistics_count)
        return NULL;
    for (uint64_t at = hash & (image->statistics_count - 1);; at = (at + 1) & (image->statistics_count - 1)) {
        if (image->statistics[at].check == check)
            return &image->statistics[at];
        if (!image->statistics[at].check)
            return NULL;
    }
}
