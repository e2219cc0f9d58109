#include "nlp/build/lone_names.h"

#include "nlp/text/name_key.h"

#include <stdlib.h>

/* A listed name with hashes of its consonants and of its grouped letters. */
struct listed_name {
    uint64_t consonants, grouped;
    uint32_t word;
};

static int compare_names(const void *left, const void *right)
{
    const struct listed_name *a = left, *b = right;
    if (a->consonants != b->consonants)
        return a->consonants < b->consonants ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

static uint64_t key_of(const struct tables *t, uint32_t word, enum name_key_manner manner)
{
    char key[NAME_KEY_MAXIMUM];
    uint32_t length;
    const uint8_t *letters = tables_letters(t, word, &length);
    return name_key_hash(key, name_key_word(letters, length, manner, key, 0, sizeof key));
}

/* Are all of them foreign, and spellings of one name? */
static bool are_one_name(const struct listed_name *names, size_t count, const word_classes *classes_of)
{
    for (size_t i = 0; i < count; i++)
        if (!(classes_of[names[i].word] & WORD_CLASS(FOREIGN)) || names[i].grouped != names[0].grouped)
            return false;
    return true;
}

static void mark(const struct listed_name *names, size_t count, word_classes *classes_of)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && names[end].consonants == names[i].consonants;)
            end++;
        bool lone = are_one_name(&names[i], end - i, classes_of);
        for (size_t k = i; lone && k < end; k++)
            classes_of[names[k].word] |= WORD_CLASS(LONE_NAME);
    }
}

bool lone_names_mark(const struct tables *t, word_classes *classes_of)
{
    struct listed_name *names = malloc((t->words.keys.count + 1) * sizeof *names);
    size_t count = 0;
    if (!names)
        return false;
    for (uint32_t word = 0; word < t->words.keys.count; word++)
        if (classes_of[word] & NAME_KEY_KNOWN)
            names[count++] =
                (struct listed_name){key_of(t, word, NAME_KEY_CONSONANTS), key_of(t, word, NAME_KEY_GROUPED), word};
    qsort(names, count, sizeof *names, compare_names);
    mark(names, count, classes_of);
    free(names);
    return true;
}
