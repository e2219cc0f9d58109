/* word_table.h - the words of an edited image: sections WORDS, FILTER and LETTERS, and how often each word is used.
 *
 * Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_WORD_TABLE_H
#define ALAM_NLP_EDIT_WORD_TABLE_H

#include "nlp/edit/edited.h"

/* Moves the words into a table of so many slots, which must be more than they are. Returns the new number of each old one,
 * WORD_NONE where there was no word; malloc'ed. NULL: `failed`. */
uint32_t *word_table_move(struct edited *edited, size_t slots);

/* The word's number, WORD_NONE when there is none. */
uint32_t word_table_find(const struct edited *edited, const uint8_t *letters, uint32_t length);
/* The same of a word that may be new, for which a slot must be free. Sets `failed`. */
uint32_t word_table_add(struct edited *edited, const uint8_t *letters, uint32_t length);

/* Letters of the word of that number, at most WORD_LETTERS_MAXIMUM; returns how many. */
uint32_t word_table_letters(const struct edited *edited, uint32_t word, uint8_t *letters);

static inline struct image_word *word_at(const struct edited *edited, uint32_t word)
{
    return (struct image_word *)edited->words.items + word;
}

static inline struct word_uses *word_uses(const struct edited *edited, uint32_t word)
{
    return (struct word_uses *)edited->uses.items + word;
}

#endif
