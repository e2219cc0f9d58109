#include "nlp/build/dictionary.h"

#include "nlp/build/words.h"
#include "nlp/text/proclitic.h"

#include <stdlib.h>

static const word_classes name_classes =
    WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_GIVEN) | WORD_CLASS(SEEN_FAMILY);

enum { BITS_A_WORD = 16, REGISTER_BITS = 64 };

bool dictionary_add(struct array *hashes, const uint8_t *letters, uint32_t length)
{
    uint64_t hash = words_key(letters, length).hash;
    return array_append(hashes, &hash, 1);
}

/* Different forms of the dictionary may fold to the same word. */
static void sort_unique(struct array *hashes)
{
    uint64_t *at = hashes->items;
    size_t kept = 0;
    if (hashes->count)
        qsort(at, hashes->count, sizeof *at, compare_numbers);
    for (size_t i = 0; i < hashes->count; i++)
        if (i == 0 || at[i] != at[i - 1])
            at[kept++] = at[i];
    hashes->count = kept;
}

void dictionary_emit(struct tables *t, struct sections *out)
{
    sort_unique(&t->nouns);
    sort_unique(&t->verbs);
    size_t words = t->nouns.count + t->verbs.count;
    size_t count = (words * BITS_A_WORD + REGISTER_BITS - 1) / REGISTER_BITS;
    uint64_t *registers = count ? sections_grow(out, IMAGE_DICTIONARY, count) : NULL;
    if (!registers)
        return;
    const uint64_t *nouns = t->nouns.items, *verbs = t->verbs.items;
    for (size_t i = 0; i < t->nouns.count; i++)
        registers[dictionary_slot(nouns[i], (uint32_t)count)] |= noun_bits(nouns[i]);
    for (size_t i = 0; i < t->verbs.count; i++)
        registers[dictionary_slot(verbs[i], (uint32_t)count)] |= verb_bits(verbs[i]);
}

static word_classes classes_of(const uint64_t *registers, size_t count, const uint8_t *letters, uint32_t length)
{
    uint64_t hash = words_key(letters, length).hash;
    uint64_t missing = ~registers[dictionary_slot(hash, (uint32_t)count)];
    return (missing & noun_bits(hash) ? 0 : WORD_CLASS(NOUN)) | (missing & verb_bits(hash) ? 0 : WORD_CLASS(VERB_FORM));
}

word_classes dictionary_of_name(const uint64_t *registers, size_t register_count, const uint8_t *letters,
                                uint32_t length, word_classes classes)
{
    if (!register_count || !(classes & name_classes) || letters[0] < LETTER_HAMZA)
        return 0;
    word_classes behind = 0;
    if (proclitic_has_article(proclitic_load(letters), length, ARTICLE_LEAVES_MORE))
        behind = classes_of(registers, register_count, letters + ARTICLE_LETTERS, length - ARTICLE_LETTERS);
    return classes_of(registers, register_count, letters, length) | (behind & WORD_CLASS(NOUN));
}
