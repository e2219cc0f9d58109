#include "service/grammar/weights_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void write_row(FILE *out, const char *script, const char *key, const label_vector *weights, float unit)
{
    fprintf(out, "%s\t%s\t", script, key);
    for (int b = 0; b < LABEL_COUNT; b++)
        fprintf(out, "%s%ld", b ? " " : "", lrintf((*weights)[b] * unit));
    fputc('\n', out);
}

/* A feature's number, sorted by its key, so that the same weights give the same file whatever the articles' order. */
struct keyed {
    uint64_t key;
    uint32_t number;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    return (a->key > b->key) - (a->key < b->key);
}

static bool is_zero(const label_vector *weights)
{
    for (int b = 0; b < LABEL_COUNT; b++)
        if ((*weights)[b] != 0)
            return false;
    return true;
}

/* Returns how many rows are written; 0: out of memory. */
static size_t write_features(FILE *out, const char *script, const struct examples *examples,
                             const struct trained *trained)
{
    size_t count = examples->keys.count, written = 0;
    struct keyed *order = malloc((count + 1) * sizeof *order);
    if (!order)
        return 0;
    for (size_t i = 0; i < count; i++)
        order[i] = (struct keyed){((const uint64_t *)examples->keys.items)[i], (uint32_t)i};
    qsort(order, count, sizeof *order, compare_keyed);
    for (size_t i = 0; i < count; i++) {
        char key[17];
        const label_vector *weights = &trained->weights[order[i].number];
        if (is_zero(weights))
            continue;
        snprintf(key, sizeof key, "%016llx", (unsigned long long)order[i].key);
        write_row(out, script, key, weights, IMAGE_FEATURE_UNIT);
        written++;
    }
    free(order);
    return written;
}

enum status weights_file_write(const char *path, const char *script, const struct examples *examples,
                               const struct trained *trained, struct error *error)
{
    enum { MOVE_UNIT = 1000 };
    FILE *out = fopen(path, "w");
    if (!out)
        return error_set(error, STATUS_IO, "%s: cannot be written", path);
    fputs("script\tkey\tweights\n", out);
    write_row(out, script, "start", &trained->moves.start, MOVE_UNIT);
    for (int a = 0; a < LABEL_COUNT; a++) {
        char key[] = "move-0";
        key[5] = (char)('0' + a);
        write_row(out, script, key, &trained->moves.move[a], MOVE_UNIT);
    }
    size_t rows = write_features(out, script, examples, trained);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed)
        return error_set(error, STATUS_IO, "%s: writing failed", path);
    if (rows == 0)
        return error_set(error, STATUS_OUT_OF_MEMORY, "%s: no feature is written", path);
    fprintf(stderr, "%s: %zu features\n", path, rows);
    return STATUS_OK;
}
