#include "nlp/build/kept_rows.h"

#include <stdlib.h>
#include <string.h>

static const enum column columns[] = {
#define X(name) COLUMN_##name,
    IMAGE_ROW_COLUMNS(X)
#undef X
};

enum { COLUMNS = sizeof columns / sizeof *columns };

bool kept_rows_add(struct tables *t, uint32_t entity, const struct row *row)
{
    struct build_row kept = {.entity = entity, .text = (uint32_t)t->row_text.count};
    for (size_t i = 0; i < COLUMNS; i++) {
        struct text cell = row->cells[columns[i]];
        if ((cell.length && !array_append(&t->row_text, cell.bytes, cell.length)) ||
            !array_append(&t->row_text, i + 1 < COLUMNS ? "\t" : "\n", 1))
            return false;
    }
    kept.length = (uint32_t)(t->row_text.count - kept.text);
    return t->row_text.count < UINT32_MAX && array_append(&t->rows, &kept, 1);
}

/* How many bytes the rows of each entity have, by its index in ENTITIES; malloc'ed. */
static uint32_t *lengths_of(const struct tables *t)
{
    const struct build_row *rows = t->rows.items;
    uint32_t *lengths = calloc(t->entities.count + 1, sizeof *lengths);
    for (size_t i = 0; lengths && i < t->rows.count; i++)
        lengths[tables_entity(t, rows[i].entity)->rank] += rows[i].length;
    return lengths;
}

void kept_rows_emit(const struct tables *t, struct sections *out)
{
    const struct build_row *rows = t->rows.items;
    uint32_t *next = lengths_of(t), at = 0;
    char *text = sections_grow(out, IMAGE_ROWS, t->row_text.count);
    struct image_entity *entities = out->of[IMAGE_ENTITIES].items;
    out->failed |= !next;
    for (size_t i = 0; !out->failed && i < t->entities.count; i++) {
        uint32_t length = next[i];
        entities[i].row = next[i] = at;
        at += length;
    }
    for (size_t i = 0; !out->failed && i < t->rows.count; i++) {
        uint32_t *place = &next[tables_entity(t, rows[i].entity)->rank];
        memcpy(text + *place, (const char *)t->row_text.items + rows[i].text, rows[i].length);
        *place += rows[i].length;
    }
    free(next);
}
