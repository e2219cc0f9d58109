/* Names that the grammar found: whose they are, and the id they get. */
#include "nlp/article/confidence.h"
#include "nlp/text/name_key.h"

#include <stdlib.h>
#include <string.h>

enum entity_type found_type(const struct tagging *t, const struct found *found)
{
    if (found->entity & UNKNOWN_ENTITY)
        return t->unknown.items[found->entity & ~UNKNOWN_ENTITY].type;
    return (enum entity_type)t->image->entities[found->entity].type;
}

static size_t write_key(const struct field *field, const struct arc *arc, char key[NAME_KEY_MAXIMUM])
{
    size_t used = 0;
    for (uint32_t i = arc->first; i <= arc->last; i++) {
        const struct token *token = &field->list.tokens[i];
        uint32_t skip = i == arc->first ? arc->skip : 0;
        const uint8_t *letters = field->list.letters + token->letters + skip;
        bool reduce = arc->type == ENTITY_PERSON && name_key_reduces(field->classes[i], letters, token->length - skip);
        used = name_key_part(key, used, NAME_KEY_MAXIMUM);
        used = name_key_word(letters, token->length - skip, reduce, key, used, NAME_KEY_MAXIMUM);
    }
    key[used] = '\0';
    return used;
}

static bool unknown_init(struct unknown_list *list, struct arena *arena, size_t room)
{
    size_t slots = 16;
    while (slots < room * 2)
        slots *= 2;
    list->slot_mask = slots - 1;
    list->slots = arena_array(arena, slots, sizeof *list->slots);
    list->items = arena_array_raw(arena, room + 1, sizeof *list->items);
    return list->slots && list->items;
}

/* Number of the unknown entity of that id, added when it is new; UINT32_MAX: out of memory. */
static uint32_t unknown_number(struct tagging *t, const char *id, const struct field *field, const struct found *found,
                               enum entity_type type)
{
    struct unknown_list *list = &t->unknown;
    size_t slot = name_key_hash(id, strlen(id)) & list->slot_mask;
    for (; list->slots[slot]; slot = (slot + 1) & list->slot_mask)
        if (strcmp(list->items[list->slots[slot] - 1].id, id) == 0)
            return list->slots[slot] - 1;
    struct unknown added = {.id = arena_strdup(t->arena, id),
                            .type = type,
                            .name =
                                arena_strndup(t->arena, field->list.bytes + found->start, found->end - found->start)};
    if (!added.id || !added.name)
        return UINT32_MAX;
    list->items[list->count] = added;
    list->slots[slot] = (uint32_t)++list->count;
    return list->slots[slot] - 1;
}

/* A spelling that the gazetteer lacks of a person it has. */
static bool link_variant(const struct tagging *t, struct found *found, const char *key, size_t length)
{
    uint32_t entity = found->arc->type == ENTITY_PERSON && found->arc->last > found->arc->first
                          ? image_find_key(t->image, name_key_hash(key, length))
                          : UINT32_MAX;
    if (entity == UINT32_MAX)
        return false;
    found->entity = entity;
    found->evidence |= EVIDENCE_BIT(VARIANT);
    return true;
}

/* ---- names that run on into words of the language ---- */

static uint64_t hash_of_words(const struct field *field, uint32_t first, uint32_t last)
{
    uint64_t hash = last - first + 1;
    for (uint32_t i = first; i <= last; i++)
        hash = hash_mix(hash ^ field->list.tokens[i].low, field->list.tokens[i].high ^ 0xa0761d6478bd642fULL);
    return hash;
}

/* A word of the language that only looks like a part of a name. */
static bool may_be_left(uint64_t classes)
{
    const uint64_t ordinary = LEXICON_BIT(NOUN) | LEXICON_BIT(COMMON) | LEXICON_BIT(VERB_FORM) | LEXICON_BIT(SUFFIXED) |
                              LEXICON_BIT(PARTICLED);
    const uint64_t name = LEXICON_BIT(FAMILY) | LEXICON_BIT(SEEN_FAMILY) | LEXICON_BIT(UNKNOWN);
    return classes & ordinary && !(classes & name) &&
           (!(classes & LEXICON_BIT(GIVEN)) || classes & (LEXICON_BIT(COMMON) | LEXICON_BIT(PARTICLED)));
}

static bool is_person(const struct tagging *t, const struct found *found)
{
    return found->arc && !found->arc->proclitic && !found->arc->skip &&
           (found->arc->payload ? found_type(t, found) : (enum entity_type)found->arc->type) == ENTITY_PERSON;
}

/* Leaves out the last or the first word where the name without it stands elsewhere in the article. */
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

/* Hashes of all persons' names, sorted. */
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
    const uint64_t *classes = t->fields[found->field].classes;
    return is_person(t, found) && !found->arc->payload && found->arc->last > found->arc->first &&
           (may_be_left(classes[found->arc->last]) || may_be_left(classes[found->arc->first]));
}

static bool shorten_names(struct tagging *t, struct found_list *list)
{
    uint64_t *names = NULL; /* few articles need them */
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

bool name_unknown(struct tagging *t, struct found_list *list)
{
    size_t found_here = 0;
    for (size_t i = 0; i < list->count; i++)
        found_here += list->items[i].arc && !list->items[i].arc->payload;
    if (!shorten_names(t, list) || !unknown_init(&t->unknown, t->arena, found_here))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct found *found = &list->items[i];
        if (!found->arc || found->arc->payload)
            continue;
        char key[NAME_KEY_MAXIMUM];
        const struct field *field = &t->fields[found->field];
        size_t length = write_key(field, found->arc, key);
        if (link_variant(t, found, key, length))
            continue;
        const char *id =
            arena_printf(t->arena, "name:%s:%s", entity_type_name((enum entity_type)found->arc->type), key);
        uint32_t number = id ? unknown_number(t, id, field, found, (enum entity_type)found->arc->type) : UINT32_MAX;
        if (number == UINT32_MAX)
            return false;
        found->entity = UNKNOWN_ENTITY | number;
    }
    return true;
}
