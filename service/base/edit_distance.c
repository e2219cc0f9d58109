#include "service/base/edit_distance.h"

#include "service/base/utf8.h"

enum { MAXIMUM = EDIT_DISTANCE_CHARACTERS_MAXIMUM };

/* More than MAXIMUM when the text is longer. */
static size_t code_points(struct text text, uint32_t out[MAXIMUM + 1])
{
    const uint8_t *at = (const uint8_t *)text.bytes, *end = at + text.length;
    size_t count = 0;
    while (at < end && count < MAXIMUM) {
        unsigned step = utf8_decode(at, end, &out[count]);
        count += step != 0;
        at += step ? step : 1;
    }
    return at < end ? MAXIMUM + 1 : count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* From the distances of the first i - 1 code points of `left` to those of the first i. Returns the row's minimum. */
static unsigned next_row(unsigned *row, unsigned i, uint32_t letter, const uint32_t *right, size_t right_count)
{
    unsigned corner = row[0], best = row[0] = i;
    for (size_t j = 1; j <= right_count; j++) {
        unsigned replaced = corner + (letter != right[j - 1]);
        corner = row[j];
        row[j] = least(replaced, least(row[j - 1], row[j]) + 1);
        best = least(best, row[j]);
    }
    return best;
}

unsigned edit_distance(struct text a, struct text b, unsigned limit)
{
    uint32_t left[MAXIMUM + 1], right[MAXIMUM + 1];
    unsigned row[MAXIMUM + 1];
    size_t m = code_points(a, left), n = code_points(b, right);
    if (m > MAXIMUM || n > MAXIMUM || (m > n ? m - n : n - m) > limit)
        return limit + 1;
    for (size_t j = 0; j <= n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++)
        if (next_row(row, (unsigned)i, left[i - 1], right, n) > limit)
            return limit + 1;
    return row[n] > limit ? limit + 1 : row[n];
}
