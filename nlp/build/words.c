#include "nlp/build/words.h"

#include <stdlib.h>
#include <string.h>

enum { FILTER_BITS_A_WORD = 8, LETTERS_SLACK = 16 /* readable bytes that letters_load needs */ };

struct word_key words_key(const uint8_t *letters, uint32_t length)
{
    uint8_t padded[WORD_LETTERS_MAXIMUM + LETTERS_SLACK] = {0};
    uint64_t low, high;
    memcpy(padded, letters, length);
    letters_load(padded, length, &low, &high);
    return word_key(low, high, padded, length);
}

/* Writes a word that is too long for its slot; returns its offset in LETTERS. */
static uint32_t keep_letters(struct sections *out, const uint8_t *letters, uint32_t length)
{
    uint32_t offset = (uint32_t)out->of[IMAGE_LETTERS].count;
    uint8_t *stored = sections_grow(out, IMAGE_LETTERS, length + 1);
    if (!stored)
        return 0;
    stored[0] = (uint8_t)length;
    memcpy(stored + 1, letters, length);
    return offset;
}

/* Writes the word to the first free slot from the one it hashes to; returns that slot. */
static uint32_t place_word(const struct tables *t, uint32_t number, struct sections *out)
{
    struct image_word *words = out->of[IMAGE_WORDS].items;
    uint64_t *filter = out->of[IMAGE_FILTER].items;
    uint32_t slots = (uint32_t)out->of[IMAGE_WORDS].count, length;
    const uint8_t *letters = tables_letters(t, number, &length);
    struct word_key key = words_key(letters, length);
    uint32_t slot = word_slot(key.hash, slots);
    while (words[slot].low)
        slot = slot + 1 == slots ? 0 : slot + 1;
    words[slot].low = key.low;
    words[slot].high = length <= 16 ? key.high : WORD_LONG | keep_letters(out, letters, length);
    filter[key.hash >> 12 & (out->of[IMAGE_FILTER].count - 1)] |= filter_bits(key.hash);
    return slot;
}

/* Fills `order` with the words' numbers in its lower halves, sorted as they are placed: listed words, then those of the
 * most forms. The upper halves count uses downwards, and are 0 for listed words. */
static void sort_words(const struct tables *t, const word_classes *classes_of, uint64_t *order, uint32_t count)
{
    const uint64_t one_use = (uint64_t)1 << 32;
    const uint32_t *uses = t->sequence.items;
    for (uint32_t i = 0; i < count; i++)
        order[i] = (uint64_t)(classes_of[i] ? 0 : UINT32_MAX) << 32 | i;
    for (size_t i = 0; i < t->sequence.count; i++)
        order[uses[i]] -= order[uses[i]] >> 32 ? one_use : 0;
    qsort(order, count, sizeof *order, compare_numbers);
}

uint32_t *words_emit(const struct tables *t, const word_classes *classes_of, struct sections *out)
{
    uint32_t count = (uint32_t)t->words.keys.count;
    size_t registers = 1;
    while (registers * 64 < (size_t)count * FILTER_BITS_A_WORD)
        registers *= 2;
    uint64_t *order = malloc((count + (size_t)1) * sizeof *order);
    uint32_t *slot_of = malloc((count + (size_t)1) * sizeof *slot_of);
    if (!order || !slot_of || !sections_grow(out, IMAGE_FILTER, registers) ||
        !sections_grow(out, IMAGE_WORDS, count + (size_t)count / 2 + 2)) {
        out->failed = true;
        free(order);
        free(slot_of);
        return NULL;
    }
    sort_words(t, classes_of, order, count);
    for (uint32_t i = 0; i < count; i++)
        slot_of[(uint32_t)order[i]] = place_word(t, (uint32_t)order[i], out);
    free(order);
    return slot_of;
}
