#include "nlp/article/shorten.h"

#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"

#include <stdlib.h>

static uint64_t hash_of_words(const struct field *field, uint32_t first, uint32_t last)
{
    uint64_t hash = last - first + 1;
    for (uint32_t i = first; i <= last; i++)
        hash = hash_mix(hash ^ field->list.tokens[i].low, field->list.tokens[i].high ^ 0xa0761d6478bd642fULL);
    return hash;
}

/* May the word at the end of a name be left out? It must be an ordinary word that is no family name, and a given name only
 * if it is clearly ordinary. */
static bool may_be_left(word_classes classes)
{
    const word_classes ordinary = WORD_CLASS(NOUN) | WORD_CLASS(COMMON) | WORD_CLASS(VERB_FORM) | WORD_CLASS(SUFFIXED) |
                                  WORD_CLASS(ORGANIZATION_TAIL) | WORD_CLASS(PARTICLED);
    const word_classes name = WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_FAMILY) | WORD_CLASS(UNKNOWN);
    return classes & ordinary && !(classes & name) &&
           (!(classes & WORD_CLASS(GIVEN)) || classes & (WORD_CLASS(COMMON) | WORD_CLASS(PARTICLED)));
}

static bool is_person(const struct tagging *t, const struct found *found)
{
    return found->arc && !found->arc->proclitic && !found->arc->skip &&
           (found->arc->payload ? found_type(t, found) : (enum entity_type)found->arc->type) == ENTITY_PERSON;
}

/* Leaves out the last or the first word if the article has the name without it: `names` are the hashes of all names. */
static void shorten(struct field *field, struct found *found, const uint64_t *names, size_t count)
{
    struct arc *arc = &field->chosen.arcs[found->arc - field->chosen.arcs];
    uint64_t without_last = hash_of_words(field, arc->first, arc->last - 1),
             without_first = hash_of_words(field, arc->first + 1, arc->last);
    if (may_be_left(field->classes[arc->last]) &&
        bsearch(&without_last, names, count, sizeof *names, compare_numbers)) {
        field->covered[arc->last--] = 0;
        found->end = field->list.tokens[arc->last].end;
    } else if (may_be_left(field->classes[arc->first]) &&
               bsearch(&without_first, names, count, sizeof *names, compare_numbers)) {
        field->covered[arc->first++] = 0;
        found->token = arc->first;
        found->prefix = found->start = field->list.tokens[arc->first].start;
    }
}

/* Hashes of all persons' names in the article, sorted. NULL: out of memory. */
static uint64_t *hash_names(const struct tagging *t, const struct found_list *list, size_t *ret_count)
{
    uint64_t *names = arena_array_raw(t->arena, list->count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < list->count && names; i++)
        if (is_person(t, &list->items[i]))
            names[count++] =
                hash_of_words(&t->fields[list->items[i].field], list->items[i].arc->first, list->items[i].arc->last);
    if (names)
        qsort(names, count, sizeof *names, compare_numbers);
    *ret_count = count;
    return names;
}

static bool may_be_shortened(const struct tagging *t, const struct found *found)
{
    const word_classes *classes = t->fields[found->field].classes;
    return is_person(t, found) && !found->arc->payload && found->arc->last > found->arc->first &&
           (may_be_left(classes[found->arc->last]) || may_be_left(classes[found->arc->first]));
}

bool shorten_names(struct tagging *t, struct found_list *list)
{
    uint64_t *names = NULL; /* made when the first name needs them, which happens in few articles */
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct found *found = &list->items[i];
        if (!may_be_shortened(t, found))
            continue;
        if (!names && !(names = hash_names(t, list, &count)))
            return false;
        shorten(&t->fields[found->field], found, names, count);
    }
    return true;
}
