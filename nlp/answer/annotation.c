#include "nlp/answer/annotation.h"

#include "nlp/answer/salience.h"
#include "nlp/article/confidence.h"
#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Converts byte offsets of a field to another unit. Offsets must be asked for in ascending order, so that the text is
 * counted once. */
struct cursor {
    const char *bytes;
    size_t at, units;
    enum offset_unit unit;
};

static size_t offset_at(struct cursor *cursor, size_t byte)
{
    if (cursor->unit == OFFSET_BYTE)
        return byte;
    cursor->units += utf8_count(cursor->bytes + cursor->at, byte - cursor->at, cursor->unit == OFFSET_UTF16);
    cursor->at = byte;
    return cursor->units;
}

static const char *detect_language(const struct tagging *t)
{
    size_t arabic = 0, latin = 0;
    for (int f = 0; f < FIELD_COUNT; f++) {
        arabic += t->fields[f].list.arabic;
        latin += t->fields[f].list.latin;
    }
    return arabic == 0 && latin == 0 ? "und" : arabic >= latin ? "ar" : "en";
}

static bool fill_mention(struct tagging *t, const struct found *found, double sure, struct cursor *cursor,
                         struct mention *mention)
{
    const struct field *field = &t->fields[found->field];
    *mention = (struct mention){.field = found->field,
                                .start_byte = found->start,
                                .end_byte = found->end,
                                .prefix = "",
                                .confidence = sure,
                                .method = found->method};
    mention->start = offset_at(cursor, found->start);
    mention->end = offset_at(cursor, found->end);
    if (found->start > found->prefix)
        mention->prefix = arena_strndup(t->arena, field->list.bytes + found->prefix, found->start - found->prefix);
    if (t->explain && found->arc && !(mention->explanation = explain_arc(t, field, found->arc)))
        return false;
    return mention->prefix != NULL;
}

/* The groups of mentions of one entity each, in the order of their first mentions. */
struct groups {
    struct slots slots; /* by the entity's number */
    size_t count;
    uint32_t *entity_of, *size_of;
};

static uint32_t group_of(struct groups *groups, uint32_t entity)
{
    uint32_t *numbers = groups->slots.numbers;
    size_t at = slots_first(&groups->slots, entity * 0x9E3779B1u);
    while (numbers[at] && groups->entity_of[numbers[at] - 1] != entity)
        at = slots_next(&groups->slots, at);
    if (!numbers[at]) {
        groups->entity_of[groups->count] = entity;
        numbers[at] = (uint32_t)++groups->count;
    }
    return numbers[at] - 1;
}

static bool groups_init(struct groups *groups, struct arena *arena, size_t mentions)
{
    size_t slots = slots_needed(mentions);
    groups->slots = (struct slots){arena_array(arena, slots, sizeof *groups->slots.numbers), slots - 1};
    groups->entity_of = arena_array_raw(arena, mentions + 1, sizeof *groups->entity_of);
    groups->size_of = arena_array(arena, mentions + 1, sizeof *groups->size_of);
    return groups->slots.numbers && groups->entity_of && groups->size_of;
}

static void describe_nil(const struct nil_entity *nil, const char *language, struct annotated_entity *out)
{
    bool arabic = strcmp(language, "ar") == 0;
    *out = (struct annotated_entity){.id = nil->id,
                                     .type = nil->type,
                                     .name = nil->name,
                                     .name_ar = arabic ? nil->name : "",
                                     .name_en = arabic ? "" : nil->name,
                                     .country = "",
                                     .wikidata = ""};
}

/* "Q" and the number. printf would be slower, and an article has dozens. */
static const char *wikidata_id(struct arena *arena, uint32_t number)
{
    char digits[16], *at = digits + sizeof digits;
    for (; number; number /= 10)
        *--at = (char)('0' + number % 10);
    *--at = 'Q';
    return arena_strndup(arena, at, (size_t)(digits + sizeof digits - at));
}

static bool describe_entity(const struct tagging *t, uint32_t index, const char *language, struct annotated_entity *out)
{
    if (index & FOUND_NIL) {
        describe_nil(&t->nil.items[index & ~FOUND_NIL], language, out);
        return true;
    }
    const struct image_entity *entity = &t->image->entities[index];
    const char *strings = t->image->strings;
    *out = (struct annotated_entity){.id = strings + entity->id,
                                     .type = (enum entity_type)entity->type,
                                     .name_ar = strings + entity->name_ar,
                                     .name_en = strings + entity->name_en,
                                     .known = true,
                                     .country = "",
                                     .wikidata = ""};
    bool arabic = strcmp(language, "ar") == 0 ? entity->name_ar != 0 : entity->name_en == 0;
    out->name = arabic ? out->name_ar : out->name_en;
    if (entity->country[0] && !(out->country = arena_strndup(t->arena, entity->country, 2)))
        return false;
    return !entity->wikidata || (out->wikidata = wikidata_id(t->arena, entity->wikidata));
}

/* The groups in the order of the answer. */
struct ranked {
    double weight; /* sum over its mentions */
    uint32_t group;
};

/* The mentions that are wanted, grouped by entity. Groups are numbered in the order of their first mentions. */
struct plan {
    uint32_t *group; /* of each mention found; UINT32_MAX: left out */
    double *sure;    /* the confidence of each mention found */
    struct groups groups;
    struct ranked *ranked; /* most salient first */
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static void rank_groups(const struct found_list *list, struct plan *plan)
{
    for (uint32_t i = 0; i < plan->groups.count; i++)
        plan->ranked[i] = (struct ranked){0, i};
    for (size_t i = 0; i < list->count; i++)
        if (plan->group[i] != UINT32_MAX)
            plan->ranked[plan->group[i]].weight += salience_weight(list->items[i].field, list->items[i].start);
    if (plan->groups.count)
        qsort(plan->ranked, plan->groups.count, sizeof *plan->ranked, compare_ranked);
}

static bool make_plan(struct tagging *t, const struct found_list *list, const struct tag_request *request,
                      struct plan *plan)
{
    plan->group = arena_array_raw(t->arena, list->count + 1, sizeof *plan->group);
    plan->sure = arena_array_raw(t->arena, list->count + 1, sizeof *plan->sure);
    plan->ranked = arena_array_raw(t->arena, list->count + 1, sizeof *plan->ranked);
    struct groups named = {0};
    if (!plan->group || !plan->sure || !plan->ranked || !groups_init(&named, t->arena, list->count) ||
        !groups_init(&plan->groups, t->arena, list->count))
        return false;
    for (size_t i = 0; i < list->count; i++)
        named.size_of[plan->group[i] = group_of(&named, list->items[i].entity)]++;
    for (size_t i = 0; i < list->count; i++) {
        const struct found *found = &list->items[i];
        plan->sure[i] = found->sure > 0 ? (double)found->sure : confidence(found, named.size_of[plan->group[i]]);
        bool wanted = request->types >> found_type(t, found) & 1 && plan->sure[i] >= request->min_confidence;
        plan->group[i] = wanted ? group_of(&plan->groups, found->entity) : UINT32_MAX;
        if (wanted)
            plan->groups.size_of[plan->group[i]]++;
    }
    rank_groups(list, plan);
    return true;
}

/* Fills the mentions of all entities, in one array in which those of an entity lie together. */
static bool fill_mentions(struct tagging *t, const struct found_list *list, const struct plan *plan,
                          enum offset_unit unit, struct annotated_entity *entities)
{
    struct mention *at = arena_array_raw(t->arena, list->count + 1, sizeof *at);
    struct mention **next = arena_array(t->arena, plan->groups.count + 1, sizeof *next);
    struct cursor cursors[FIELD_COUNT];
    if (!at || !next)
        return false;
    for (size_t i = 0; i < plan->groups.count; i++) {
        uint32_t group = plan->ranked[i].group;
        entities[i].mentions = next[group] = at;
        entities[i].mention_count = plan->groups.size_of[group];
        at += plan->groups.size_of[group];
    }
    for (int f = 0; f < FIELD_COUNT; f++)
        cursors[f] = (struct cursor){.bytes = t->fields[f].list.bytes, .unit = unit};
    for (size_t i = 0; i < list->count; i++)
        if (plan->group[i] != UINT32_MAX &&
            !fill_mention(t, &list->items[i], plan->sure[i], &cursors[list->items[i].field], next[plan->group[i]]++))
            return false;
    return true;
}

bool annotation_write(struct tagging *t, const struct found_list *list, const struct tag_request *request,
                      struct annotation *ret_annotation)
{
    struct plan plan = {0};
    const char *language = request->language ? request->language : detect_language(t);
    if (!make_plan(t, list, request, &plan))
        return false;
    size_t count = plan.groups.count;
    struct annotated_entity *entities = arena_array(t->arena, count + 1, sizeof *entities);
    if (!entities)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct ranked *ranked = &plan.ranked[i];
        if (!describe_entity(t, plan.groups.entity_of[ranked->group], language, &entities[i]))
            return false;
        entities[i].salience = salience_of(ranked->weight);
    }
    if (!fill_mentions(t, list, &plan, request->unit, entities))
        return false;
    *ret_annotation = (struct annotation){.language = language,
                                          .unit = request->unit,
                                          .gazetteer_version = t->image->header->version,
                                          .entities = entities,
                                          .entity_count = count};
    return true;
}

/* Strings that are empty are constants. */
static const char *copy_string(const char *string, struct arena *arena)
{
    return *string ? arena_strdup(arena, string) : "";
}

static void copy_mentions(struct annotated_entity *entity, struct mention *copies, struct arena *arena)
{
    for (size_t i = 0; i < entity->mention_count; i++) {
        copies[i] = entity->mentions[i];
        copies[i].prefix = copy_string(copies[i].prefix, arena);
        copies[i].explanation = NULL;
    }
    entity->mentions = copies;
}

/* Of a known entity, all but these two strings are in the gazetteer. */
static void copy_strings(struct annotated_entity *entity, struct arena *arena)
{
    entity->country = copy_string(entity->country, arena);
    entity->wikidata = copy_string(entity->wikidata, arena);
    if (entity->known)
        return;
    bool arabic = *entity->name_ar;
    entity->id = copy_string(entity->id, arena);
    entity->name = copy_string(entity->name, arena);
    *(arabic ? &entity->name_ar : &entity->name_en) = entity->name;
}

bool annotation_copy(struct annotation *annotation, struct arena *arena)
{
    size_t count = annotation->entity_count;
    struct annotated_entity *entities = arena_array_raw(arena, count + 1, sizeof *entities);
    for (size_t i = 0; entities && i < count; i++) {
        entities[i] = annotation->entities[i];
        struct mention *mentions = arena_array_raw(arena, entities[i].mention_count, sizeof *mentions);
        if (mentions)
            copy_mentions(&entities[i], mentions, arena);
        copy_strings(&entities[i], arena);
    }
    annotation->entities = entities;
    return !arena->failed;
}
