#include "service/store/articles/minhash.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { RUN = 3 /* words */ };

/* Takes one run into the least values. Function i of the family is (run * factor[i] + offset[i]) mod 2^32 with its high
 * bits mixed into the low ones, of which 16 are kept. */
static void minimize(uint32_t run, const uint32_t *factors, const uint32_t *offsets, uint32_t *least)
{
    for (size_t i = 0; i < MINHASH_COUNT; i++) {
        uint32_t value = run * factors[i] + offsets[i];
        value ^= value >> 15;
        least[i] = value < least[i] ? value : least[i];
    }
}

static void make_family(uint32_t *factors, uint32_t *offsets)
{
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < MINHASH_COUNT; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        factors[i] = (uint32_t)(state >> 32) | 1;
        offsets[i] = (uint32_t)(state >> 16);
    }
}

static void finish(const uint32_t *least, struct minhash *minhash)
{
    for (size_t i = 0; i < MINHASH_COUNT; i++) {
        minhash->bytes[2 * i] = (unsigned char)least[i];
        minhash->bytes[2 * i + 1] = (unsigned char)(least[i] >> 8);
    }
    for (size_t i = 0; i < MINHASH_BANDS; i++) {
        const unsigned char *band = minhash->bytes + 2 * MINHASH_ROWS * i;
        minhash->bands[i] = (int32_t)(uint32_t)XXH3_64bits_withSeed(band, (size_t)2 * MINHASH_ROWS, i);
    }
}

bool minhash_make(const struct folded_text *folded, struct minhash *ret_minhash)
{
    uint32_t factors[MINHASH_COUNT], offsets[MINHASH_COUNT], least[MINHASH_COUNT];
    uint64_t run[RUN] = {0};
    size_t words = 0;
    make_family(factors, offsets);
    memset(least, 0xFF, sizeof least);
    for (size_t at = 0; at < folded->length;) {
        const char *start = folded->words + at, *end = memchr(start, ' ', folded->length - at);
        size_t length = end ? (size_t)(end - start) : folded->length - at;
        at += length + 1;
        if (length == 0)
            continue;
        memmove(run, run + 1, sizeof run - sizeof *run);
        run[RUN - 1] = XXH3_64bits(start, length);
        if (++words >= RUN)
            minimize((uint32_t)(XXH3_64bits(run, sizeof run) >> 32), factors, offsets, least);
    }
    if (words == 0)
        return false;
    if (words < RUN)
        minimize((uint32_t)(XXH3_64bits(run, sizeof run) >> 32), factors, offsets, least);
    finish(least, ret_minhash);
    return true;
}

double minhash_similarity(const unsigned char one[2 * MINHASH_COUNT], const unsigned char two[2 * MINHASH_COUNT])
{
    int equal = 0;
    for (size_t i = 0; i < MINHASH_COUNT; i++)
        equal += one[2 * i] == two[2 * i] && one[2 * i + 1] == two[2 * i + 1];
    return (double)equal / MINHASH_COUNT;
}
