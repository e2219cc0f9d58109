#include "nlp/build/statistics_rows.h"

#include "nlp/build/words.h"

#include <stddef.h>

/* The members that the digits of `buckets` fill, in their order, and the greatest digit of each. */
static const struct {
    size_t offset;
    char most;
} digits[] = {
#define DIGIT(member, most)                                                                                            \
    {                                                                                                                  \
        offsetof(struct image_statistics, member), most                                                                \
    }
    DIGIT(person, '7'),     DIGIT(place, '7'),        DIGIT(organization, '7'),
    DIGIT(first, '4'),      DIGIT(behind_title, '7'), DIGIT(behind_given, '7'),
    DIGIT(beside_say, '7'), DIGIT(behind_head, '7'),  DIGIT(behind_preposition, '7'),
    DIGIT(size, '6'),
#undef DIGIT
};

enum { DIGIT_COUNT = sizeof digits / sizeof *digits, CLUSTERS = 512, COARSE_CLUSTERS = 64 };

static bool read_buckets(struct text text, struct image_statistics *statistics)
{
    if (text.length != DIGIT_COUNT)
        return false;
    for (size_t i = 0; i < DIGIT_COUNT; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > digits[i].most)
            return false;
        ((uint8_t *)statistics)[digits[i].offset] = (uint8_t)(text.bytes[i] - '0');
    }
    return true;
}

static bool read_clusters(const struct row *row, struct image_statistics *statistics)
{
    uint32_t cluster = IMAGE_CLUSTER_NONE, coarse = 0;
    if (row->cells[COLUMN_CLUSTER].length && (!row_whole(row->cells[COLUMN_CLUSTER], CLUSTERS - 1, &cluster) ||
                                              !row_whole(row->cells[COLUMN_COARSE], COARSE_CLUSTERS - 1, &coarse)))
        return false;
    statistics->cluster = (uint16_t)cluster;
    statistics->coarse = (uint8_t)coarse;
    return true;
}

enum status statistics_rows_add(struct tables *t, const struct row *row)
{
    struct build_statistics added = {0};
    struct token_list list;
    arena_reset(&t->arena);
    if (tokenize(row->cells[COLUMN_WORD], &t->arena, &list, NULL) != STATUS_OK || list.count != 1)
        return row_fault(row, "word must be one word");
    if (!read_buckets(row->cells[COLUMN_BUCKETS], &added.statistics))
        return row_fault(row, "buckets must be %d digits", (int)DIGIT_COUNT);
    if (!read_clusters(row, &added.statistics))
        return row_fault(row, "cluster and coarse must be numbers below %d and %d", (int)CLUSTERS,
                         (int)COARSE_CLUSTERS);
    added.hash = words_key(list.letters + list.tokens[0].letters, list.tokens[0].length).hash;
    return array_append(&t->statistics, &added, 1) ? STATUS_OK : row_out_of_memory(row);
}

void statistics_rows_emit(const struct tables *t, struct sections *out)
{
    const struct build_statistics *rows = t->statistics.items;
    bool grown = sections_grow_table(out, IMAGE_STATISTICS, t->statistics.count);
    for (size_t i = 0; grown && i < t->statistics.count; i++) {
        bool added;
        struct image_statistics *slot = sections_slot(out, IMAGE_STATISTICS, rows[i].hash, &added);
        uint32_t check = slot->check;
        if (added) /* else it folds to an earlier word */
            *slot = rows[i].statistics;
        slot->check = check;
    }
}
