#include "nlp/build/model_rows.h"

#include <stdlib.h>
#include <string.h>

enum { MOVE_UNIT = 1000, MOVE_WEIGHT_MAXIMUM = 1000 * MOVE_UNIT, KEY_DIGITS = 16 };

static const char *const scripts[BUILD_SCRIPTS] = {"arabic", "latin"};

/* A number for each label, by single blanks, none beyond ±`most`. */
static bool read_weights(struct text text, long most, long ret_weights[IMAGE_LABELS])
{
    for (size_t i = 0; i < IMAGE_LABELS; i++) {
        char digits[16], *end;
        struct text number = text_split(&text, ' ');
        text_copy(number, digits, sizeof digits);
        ret_weights[i] = strtol(digits, &end, 10);
        if (end == digits || *end || labs(ret_weights[i]) > most)
            return false;
    }
    return text.length == 0;
}

static bool read_key(struct text text, uint64_t *ret_key)
{
    char digits[KEY_DIGITS + 1], *end;
    if (text.length != KEY_DIGITS)
        return false;
    *ret_key = strtoull(text_copy(text, digits, sizeof digits), &end, 16);
    return *end == '\0';
}

static enum status add_feature(struct tables *t, const struct row *row)
{
    struct build_feature feature;
    long weights[IMAGE_LABELS];
    if (!read_key(row->cells[COLUMN_KEY], &feature.key))
        return row_fault(row, "key must be %d hexadecimal digits, start or move-N", (int)KEY_DIGITS);
    if (!read_weights(row->cells[COLUMN_WEIGHTS], INT8_MAX, weights))
        return row_fault(row, "weights must be %d numbers from -127 to 127", (int)IMAGE_LABELS);
    for (size_t i = 0; i < IMAGE_LABELS; i++)
        feature.weights[i] = (int8_t)weights[i];
    return array_append(&t->features, &feature, 1) ? STATUS_OK : row_out_of_memory(row);
}

/* The moves' weights that the key means; NULL: it is no name of theirs. */
static float *find_moves(struct image_moves *moves, struct text key)
{
    if (text_equals(key, "start"))
        return moves->start;
    if (key.length != strlen("move-N") || memcmp(key.bytes, "move-", strlen("move-")) != 0)
        return NULL;
    unsigned label = (unsigned)key.bytes[key.length - 1] - '0';
    return label < IMAGE_LABELS ? moves->move[label] : NULL;
}

enum status model_rows_add(struct tables *t, const struct row *row)
{
    size_t script = 0;
    while (script < BUILD_SCRIPTS && !text_equals(row->cells[COLUMN_SCRIPT], scripts[script]))
        script++;
    if (script == BUILD_SCRIPTS)
        return row_fault(row, "script must be arabic or latin");
    float *moves = find_moves(&t->moves[script], row->cells[COLUMN_KEY]);
    if (!moves)
        return add_feature(t, row);
    long weights[IMAGE_LABELS];
    if (!read_weights(row->cells[COLUMN_WEIGHTS], MOVE_WEIGHT_MAXIMUM, weights))
        return row_fault(row, "weights must be %d numbers", (int)IMAGE_LABELS);
    for (size_t i = 0; i < IMAGE_LABELS; i++)
        moves[i] = (float)weights[i] / MOVE_UNIT;
    t->moves[script].fitted = 1;
    return STATUS_OK;
}

void model_rows_emit(const struct tables *t, struct sections *out)
{
    const struct build_feature *rows = t->features.items;
    if (t->features.count == 0 || !sections_grow_table(out, IMAGE_FEATURES, t->features.count))
        return;
    for (size_t i = 0; i < t->features.count; i++) {
        bool added;
        struct image_feature *feature = sections_slot(out, IMAGE_FEATURES, rows[i].key, &added);
        if (added)
            memcpy(feature->weights, rows[i].weights, sizeof feature->weights);
    }
    struct image_moves *moves = sections_grow(out, IMAGE_MOVES, BUILD_SCRIPTS);
    if (moves)
        memcpy(moves, t->moves, sizeof t->moves);
}
