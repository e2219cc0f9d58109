#include "nlp/build/keys.h"

#include "nlp/text/name_key.h"

#include <stdlib.h>

static int compare_keys(const void *left, const void *right)
{
    const struct image_key *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* The key of the words of a form; 0 when none of them is reduced. */
static uint64_t key_of_words(const struct tables *t, const word_classes *classes_of, const struct build_form *form)
{
    char key[NAME_KEY_MAXIMUM];
    size_t used = 0;
    bool reduced = false;
    const uint32_t *words = tables_words(t, form);
    for (unsigned i = 0; i < form->word_count; i++) {
        uint32_t length;
        const uint8_t *letters = tables_letters(t, words[i], &length);
        enum name_key_manner manner = name_key_manner_of(classes_of[words[i]], letters, length);
        used = name_key_part(key, used, NAME_KEY_MAXIMUM);
        used = name_key_word(letters, length, manner, key, used, NAME_KEY_MAXIMUM);
        reduced |= manner != NAME_KEY_SPELLED;
    }
    return reduced ? name_key_hash(key, used) : 0;
}

static bool is_full_name(const struct tables *t, const struct build_form *form)
{
    return !(form->flags & CANDIDATE_LEXICON) && tables_entity(t, form->entity)->type == ENTITY_PERSON &&
           form->word_count > 1;
}

/* Leaves each of the sorted keys once. A key that two entities have stays with both: whoever looks it up sees that it is
 * shared, and an edit may take it away from one of them. */
static void drop_repeated(struct array *table)
{
    struct image_key *keys = table->items;
    size_t kept = 0;
    for (size_t i = 0; i < table->count; i++)
        if (kept == 0 || compare_keys(&keys[kept - 1], &keys[i]) != 0)
            keys[kept++] = keys[i];
    table->count = kept;
}

uint64_t keys_of_form(const struct tables *t, const word_classes *classes_of, const struct build_form *form)
{
    return is_full_name(t, form) ? key_of_words(t, classes_of, form) : 0;
}

void keys_emit(const struct tables *t, const word_classes *classes_of, struct sections *out)
{
    for (uint32_t i = 0; i < t->forms.count && !out->failed; i++) {
        const struct build_form *form = tables_form(t, i);
        uint64_t hash = keys_of_form(t, classes_of, form);
        struct image_key *key = hash ? sections_grow(out, IMAGE_KEYS, 1) : NULL;
        if (key)
            *key = (struct image_key){hash, tables_entity(t, form->entity)->rank, 0};
    }
    struct array *table = &out->of[IMAGE_KEYS];
    if (table->count)
        qsort(table->items, table->count, table->size, compare_keys);
    drop_repeated(table);
}
