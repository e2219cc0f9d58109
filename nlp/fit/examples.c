#include "nlp/fit/examples.h"

#include "nlp/sequence/features.h"

#include <stdlib.h>
#include <string.h>

enum { SEEN_MINIMUM = 2 };

void examples_init(struct examples *examples, enum script script)
{
    *examples = (struct examples){
        .script = script,
        .sentences = {.size = sizeof(struct example)},
        .gold = {.size = sizeof(uint8_t)},
        .begins = {.size = sizeof(uint32_t)},
        .features = {.size = sizeof(uint32_t)},
        .keys = {.size = sizeof(uint64_t)},
        .seen = {.size = sizeof(uint32_t)},
    };
}

void examples_release(struct examples *examples)
{
    struct array *arrays[] = {&examples->sentences, &examples->gold, &examples->begins,
                              &examples->features,  &examples->keys, &examples->seen};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        array_release(arrays[i]);
    free(examples->slots.numbers);
}

static uint64_t key_of(const void *owner, uint32_t number)
{
    const struct array *keys = owner;
    return ((const uint64_t *)keys->items)[number];
}

/* The feature's number; UINT32_MAX: out of memory. */
static uint32_t number_of(struct examples *e, uint64_t key)
{
    const uint32_t none = 0;
    if (!slots_widen(&e->slots, e->keys.count, key_of, &e->keys))
        return UINT32_MAX;
    const uint64_t *keys = e->keys.items;
    size_t at = slots_first(&e->slots, key);
    for (; e->slots.numbers[at]; at = slots_next(&e->slots, at))
        if (keys[e->slots.numbers[at] - 1] == key)
            return e->slots.numbers[at] - 1;
    if (!array_append(&e->keys, &key, 1) || !array_append(&e->seen, &none, 1))
        return UINT32_MAX;
    e->slots.numbers[at] = (uint32_t)e->keys.count;
    return (uint32_t)e->keys.count - 1;
}

static bool add_word(struct examples *e, const struct context *context, size_t at, uint8_t gold, float importance)
{
    struct features features;
    uint32_t begin = (uint32_t)e->features.count;
    if (!array_append(&e->gold, &gold, 1) || !array_append(&e->begins, &begin, 1))
        return false;
    features_of(context, at, &features);
    for (size_t k = 0; k < features.count; k++) {
        uint32_t number = number_of(e, features.keys[k]);
        if (number == UINT32_MAX || !array_append(&e->features, &number, 1))
            return false;
        ((uint32_t *)e->seen.items)[number] += importance > 0;
    }
    return true;
}

bool examples_add(struct examples *e, const struct context *context, const uint8_t *gold, uint32_t document,
                  float importance)
{
    for (size_t first = 0, end; first < context->count; first = end) {
        struct example example = {
            .document = document, .first = (uint32_t)first, .words = (uint32_t)e->gold.count, .importance = importance};
        end = context_sentence_end(context, first);
        example.count = (uint32_t)(end - first);
        if (context->words[first].script != (uint8_t)e->script)
            continue;
        if (!array_append(&e->sentences, &example, 1))
            return false;
        for (size_t i = first; i < end; i++)
            if (!add_word(e, context, i, gold[i], importance))
                return false;
    }
    return true;
}

/* Numbers the features that stay anew, in their order; UINT32_MAX: dropped. */
static void renumber(struct examples *e, uint32_t *numbers)
{
    uint64_t *keys = e->keys.items;
    uint32_t *seen = e->seen.items, kept = 0;
    for (size_t i = 0; i < e->keys.count; i++) {
        numbers[i] = seen[i] >= SEEN_MINIMUM ? kept : UINT32_MAX;
        if (numbers[i] == UINT32_MAX)
            continue;
        keys[kept] = keys[i];
        seen[kept++] = seen[i];
    }
    e->keys.count = e->seen.count = kept;
}

bool examples_finish(struct examples *e)
{
    const uint32_t end = (uint32_t)e->features.count;
    uint32_t *numbers = malloc((e->keys.count + 1) * sizeof *numbers), *features = e->features.items, kept = 0;
    if (!numbers || !array_append(&e->begins, &end, 1)) {
        free(numbers);
        return false;
    }
    renumber(e, numbers);
    uint32_t *begins = e->begins.items;
    for (size_t word = 0; word + 1 < e->begins.count; word++) {
        uint32_t from = begins[word];
        begins[word] = kept;
        for (; from < begins[word + 1]; from++)
            if (numbers[features[from]] != UINT32_MAX)
                features[kept++] = numbers[features[from]];
    }
    begins[e->begins.count - 1] = kept;
    e->features.count = kept;
    free(numbers);
    return true;
}
