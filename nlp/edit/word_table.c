#include "nlp/edit/word_table.h"

#include "nlp/build/words.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT_LETTERS = 16 };

/* ---- a larger table ---- */

static uint64_t hash_at(const struct edited *e, uint32_t word)
{
    uint8_t letters[WORD_LETTERS_MAXIMUM];
    uint32_t length = word_table_letters(e, word, letters);
    return words_key(letters, length).hash;
}

static uint32_t free_slot(const struct image_word *words, uint32_t slots, uint64_t hash)
{
    uint32_t slot = word_slot(hash, slots);
    while (words[slot].low)
        slot = slot + 1 == slots ? 0 : slot + 1;
    return slot;
}

uint32_t *word_table_move(struct edited *e, size_t slots)
{
    uint32_t *moved = malloc(e->words.count * sizeof *moved);
    struct image_word *words = calloc(slots, sizeof *words);
    struct word_uses *uses = calloc(slots, sizeof *uses);
    if (!moved || !words || !uses) {
        free(moved);
        free(words);
        free(uses);
        e->failed = true;
        return NULL;
    }
    for (uint32_t i = 0; i < e->words.count; i++) {
        moved[i] = WORD_NONE;
        if (!word_at(e, i)->low)
            continue;
        moved[i] = free_slot(words, (uint32_t)slots, hash_at(e, i));
        words[moved[i]] = *word_at(e, i);
        uses[moved[i]] = *word_uses(e, i);
    }
    array_release(&e->words);
    array_release(&e->uses);
    e->words.items = words;
    e->uses.items = uses;
    e->words.count = e->words.room = e->uses.count = e->uses.room = slots;
    return moved;
}

/* ---- single words ---- */

uint32_t word_table_find(const struct edited *e, const uint8_t *letters, uint32_t length)
{
    struct image image = edited_image(e);
    struct word_key key = words_key(letters, length);
    return image_find_word(&image, &key, letters, length);
}

/* Writes the letters of a word that is too long for its slot; returns their offset. */
static uint32_t keep_letters(struct edited *e, const uint8_t *letters, uint32_t length)
{
    uint8_t count = (uint8_t)length;
    uint32_t offset = (uint32_t)e->letters.count;
    if (!array_append(&e->letters, &count, 1) || !array_append(&e->letters, letters, length))
        e->failed = true;
    return offset;
}

uint32_t word_table_add(struct edited *e, const uint8_t *letters, uint32_t length)
{
    uint32_t found = word_table_find(e, letters, length);
    if (found != WORD_NONE || e->failed)
        return found;
    struct word_key key = words_key(letters, length);
    uint32_t slot = free_slot(e->words.items, (uint32_t)e->words.count, key.hash);
    *word_at(e, slot) = (struct image_word){
        .low = key.low, .high = length <= SHORT_LETTERS ? key.high : WORD_LONG | keep_letters(e, letters, length)};
    *word_uses(e, slot) = (struct word_uses){0};
    ((uint64_t *)e->filter.items)[key.hash >> 12 & (e->filter.count - 1)] |= filter_bits(key.hash);
    e->used_words++;
    return slot;
}

uint32_t word_table_letters(const struct edited *e, uint32_t word, uint8_t *letters)
{
    const struct image_word *w = word_at(e, word);
    if (w->high >= WORD_LONG) {
        const uint8_t *kept = (const uint8_t *)e->letters.items + (w->high & ~WORD_LONG);
        memcpy(letters, kept + 1, kept[0]);
        return kept[0];
    }
    uint32_t length = 0;
    for (; length < SHORT_LETTERS; length++) {
        uint8_t letter = (uint8_t)((length < 8 ? w->low : w->high) >> 8 * (length & 7));
        if (!letter)
            break;
        letters[length] = letter;
    }
    return length;
}
