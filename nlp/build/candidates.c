#include "nlp/build/candidates.h"

#include "nlp/build/candidate.h"

#include "nlp/build/dictionary.h"

#include <stdlib.h>

/* Index in LEXICON of the set of classes, which is added when it is new. */
static uint32_t lexicon_index(struct sections *out, word_classes classes)
{
    const struct image_classes *sets = out->of[IMAGE_LEXICON].items;
    uint32_t count = (uint32_t)out->of[IMAGE_LEXICON].count;
    for (uint32_t i = 0; i < count; i++)
        if (image_classes(&sets[i]) == classes)
            return i;
    struct image_classes *added = sections_grow(out, IMAGE_LEXICON, 1);
    if (added)
        *added = image_classes_of(classes);
    return count;
}

/* What the dictionary says of a form that is one Arabic word of a list of names. */
static word_classes ordinary_classes(const struct candidates *c, size_t form, word_classes classes)
{
    uint32_t length;
    const struct array *dictionary = &c->out->of[IMAGE_DICTIONARY];
    if (order_form(c->order, form)->word_count != 1)
        return 0;
    const uint8_t *letters = tables_letters(c->order->tables, order_word(c->order, form, 0), &length);
    return dictionary_of_name(dictionary->items, dictionary->count, letters, length, classes);
}

/* All classes that the lexicon and the dictionary give the words of the forms. */
static word_classes classes_of(const struct candidates *c, size_t low, size_t high)
{
    word_classes classes = 0;
    for (size_t i = low; i < high; i++)
        if (order_form(c->order, i)->flags & CANDIDATE_LEXICON)
            classes |= (word_classes)1 << order_form(c->order, i)->entity;
    const struct build_form *form = order_form(c->order, low);
    if (classes & WORD_CLASS(FOREIGN) && form->word_count == 1)
        classes |= c->classes_of_words[*tables_words(c->order->tables, form)] & WORD_CLASS(LONE_NAME);
    return classes | ordinary_classes(c, low, classes);
}

static int compare_candidates(const void *left, const void *right)
{
    const struct image_candidate *a = left, *b = right;
    return candidate_compare(a, b, a->entity < b->entity ? -1 : a->entity > b->entity);
}

static void emit_classes(const struct candidates *c, word_classes classes)
{
    struct image_candidate *candidate = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    if (candidate)
        *candidate = (struct image_candidate){.entity = lexicon_index(c->out, classes), .flags = CANDIDATE_LEXICON};
}

static void emit_entity(const struct candidates *c, const struct build_form *form, bool risky)
{
    struct image_candidate *candidate = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    const struct build_entity *entity = tables_entity(c->order->tables, form->entity);
    bool head = heads_outer(c->heads, form);
    if (candidate)
        *candidate = (struct image_candidate){
            .entity = entity->rank,
            .spelling = form->spelling,
            .type_prior = candidate_type_prior(entity->type, entity->prior),
            .flags = (uint8_t)(form->flags | (risky ? CANDIDATE_RISKY : 0) | (head ? CANDIDATE_HEAD : 0))};
}

/* Sorts the candidates from index `first` on, drops repeated ones and closes the list. */
static void close_list(struct sections *out, uint32_t first)
{
    struct array *table = &out->of[IMAGE_CANDIDATES];
    struct image_candidate *list = (struct image_candidate *)table->items + first;
    size_t count = table->count - first, kept = 1;
    qsort(list, count, sizeof *list, compare_candidates);
    for (size_t i = 1; i < count; i++)
        if (!candidate_repeats(&list[kept - 1], &list[i]))
            list[kept++] = list[i];
    table->count = first + kept;
    list[kept - 1].entity |= CANDIDATE_LAST;
}

void candidates_begin(const struct candidates *c)
{
    struct image_candidate *none = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    if (none)
        *none = (struct image_candidate){.entity = CANDIDATE_LAST, .flags = CANDIDATE_LEXICON};
}

uint32_t candidates_emit(const struct candidates *c, size_t low, size_t high)
{
    uint32_t first = (uint32_t)c->out->of[IMAGE_CANDIDATES].count;
    word_classes classes = classes_of(c, low, high);
    if (classes)
        emit_classes(c, classes);
    for (size_t i = low; i < high && !c->out->failed; i++)
        if (!(order_form(c->order, i)->flags & CANDIDATE_LEXICON))
            emit_entity(c, order_form(c->order, i), classes & CANDIDATE_RISKY_CLASSES);
    if (c->out->failed)
        return 0;
    close_list(c->out, first);
    return first | (classes ? PAYLOAD_LEXICON : 0);
}
