#include "service/store/articles/verdict_apply.h"

#include "nlp/answer/salience.h"
#include "service/base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A mention and the entity that it is of, by its index in `revision.entities`. */
struct placed {
    struct mention mention;
    size_t entity;
};

struct ranked {
    double weight;
    size_t entity, first; /* `first`: its first mention in the order of the text */
    size_t count;
};

struct revision {
    struct annotated_entity *entities; /* those of the tagger, then those of editors */
    size_t entity_count;
    struct placed *placed;
    size_t placed_count;
    const struct gazetteer *gazetteer;
    struct arena *arena;
    const char *language;
};

static struct byte_range range_of(const struct mention *mention)
{
    return (struct byte_range){mention->start_byte, mention->end_byte};
}

static bool within(struct byte_range inner, struct byte_range outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

static bool takes_away(const struct verdict *verdict, const struct mention *mention)
{
    if (!verdict->applies || verdict->field != mention->field)
        return false;
    bool judged = within(range_of(mention), verdict->judged);
    return verdict->kind == VERDICT_REJECT ? judged : judged || verdict_overlap(range_of(mention), verdict->right);
}

static bool is_taken_away(const struct verdict_list *verdicts, const struct mention *mention)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (takes_away(&verdicts->items[i], mention))
            return true;
    return false;
}

static void take_found(struct revision *revision, const struct annotation *annotation,
                       const struct verdict_list *verdicts)
{
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        revision->entities[revision->entity_count++] = *entity;
        for (size_t k = 0; k < entity->mention_count; k++)
            if (!is_taken_away(verdicts, &entity->mentions[k]))
                revision->placed[revision->placed_count++] = (struct placed){entity->mentions[k], i};
    }
}

/* The entity that the verdict names, or the one that took its place since. */
static const char *entity_named(const struct revision *revision, const struct verdict *verdict)
{
    const char *into = gazetteer_redirect(revision->gazetteer, verdict->entity);
    return into ? into : verdict->entity;
}

static void describe_unlisted(const struct revision *revision, const struct verdict *verdict,
                              struct annotated_entity *entity)
{
    bool arabic = strcmp(revision->language, "ar") == 0;
    *entity = (struct annotated_entity){.id = verdict->entity,
                                        .type = verdict->type,
                                        .name = verdict->name,
                                        .name_ar = arabic ? verdict->name : "",
                                        .name_en = arabic ? "" : verdict->name,
                                        .country = "",
                                        .wikidata = ""};
}

/* The annotation may outlive the gazetteer, which edits replace. "" when the arena is full, which then fails. */
static const char *copy(const struct revision *revision, const char *string)
{
    const char *made = arena_strdup(revision->arena, string);
    return made ? made : "";
}

static void describe(const struct revision *revision, const struct verdict *verdict, struct annotated_entity *entity)
{
    size_t index;
    struct gazetteer_entity known;
    describe_unlisted(revision, verdict, entity);
    if (!gazetteer_find(revision->gazetteer, entity_named(revision, verdict), &index))
        return;
    gazetteer_entity(revision->gazetteer, index, &known);
    bool arabic = strcmp(revision->language, "ar") == 0 ? *known.name_ar : !*known.name_en;
    entity->known = true;
    entity->id = copy(revision, known.id);
    entity->type = known.type;
    entity->name_ar = copy(revision, known.name_ar);
    entity->name_en = copy(revision, known.name_en);
    entity->name = arabic ? entity->name_ar : entity->name_en;
    entity->country = copy(revision, known.country);
    entity->wikidata = known.wikidata ? arena_printf(revision->arena, "Q%" PRIu32, known.wikidata) : "";
}

static size_t entity_of(struct revision *revision, const struct verdict *verdict)
{
    const char *id = entity_named(revision, verdict);
    size_t i = 0;
    while (i < revision->entity_count && strcmp(revision->entities[i].id, id) != 0)
        i++;
    if (i == revision->entity_count)
        describe(revision, verdict, &revision->entities[revision->entity_count++]);
    return i;
}

static void add_right(struct revision *revision, const struct verdict *verdict, const struct text fields[FIELD_COUNT])
{
    const char *bytes = fields[verdict->field].bytes;
    struct byte_range right = verdict->right;
    size_t start = utf8_count(bytes, right.start, 0);
    struct mention mention = {.field = verdict->field,
                              .start = start,
                              .end = start + utf8_count(bytes + right.start, right.end - right.start, 0),
                              .start_byte = right.start,
                              .end_byte = right.end,
                              .prefix = "",
                              .confidence = 1,
                              .method = METHOD_EDITOR};
    revision->placed[revision->placed_count++] = (struct placed){mention, entity_of(revision, verdict)};
}

static int by_place(const void *left, const void *right)
{
    const struct mention *a = &((const struct placed *)left)->mention, *b = &((const struct placed *)right)->mention;
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    return a->start_byte < b->start_byte ? -1 : a->start_byte > b->start_byte;
}

static int by_rank(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* The entities that are mentioned, the most salient first; *ret_count: how many. */
static struct ranked *rank(const struct revision *revision, size_t *ret_count)
{
    struct ranked *ranked = arena_array(revision->arena, revision->entity_count + 1, sizeof *ranked);
    size_t count = 0;
    for (size_t i = 0; ranked && i < revision->entity_count; i++)
        ranked[i].entity = i;
    for (size_t i = 0; ranked && i < revision->placed_count; i++) {
        const struct placed *placed = &revision->placed[i];
        struct ranked *at = &ranked[placed->entity];
        at->first = at->count++ ? at->first : i;
        at->weight += salience_weight(placed->mention.field, placed->mention.start_byte);
    }
    if (ranked && revision->entity_count)
        qsort(ranked, revision->entity_count, sizeof *ranked, by_rank);
    while (ranked && count < revision->entity_count && ranked[count].count)
        count++;
    *ret_count = count;
    return ranked;
}

static bool put_back(const struct revision *revision, struct annotation *annotation)
{
    size_t count;
    struct arena *arena = revision->arena;
    const struct ranked *ranked = rank(revision, &count);
    struct annotated_entity *entities = arena_array(arena, count + 1, sizeof *entities);
    struct mention *mentions = arena_array(arena, revision->placed_count + 1, sizeof *mentions);
    struct mention **next = arena_array(arena, revision->entity_count + 1, sizeof *next); /* of each entity */
    if (!ranked || !entities || !mentions || !next)
        return false;
    for (size_t i = 0; i < count; i++) {
        entities[i] = revision->entities[ranked[i].entity];
        entities[i].salience = salience_of(ranked[i].weight);
        entities[i].mentions = next[ranked[i].entity] = mentions;
        entities[i].mention_count = ranked[i].count;
        mentions += ranked[i].count;
    }
    for (size_t i = 0; i < revision->placed_count; i++)
        *next[revision->placed[i].entity]++ = revision->placed[i].mention;
    annotation->entities = entities;
    annotation->entity_count = count;
    return true;
}

static bool any_applies(const struct verdict_list *verdicts)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->items[i].applies)
            return true;
    return false;
}

bool verdict_apply(struct annotation *annotation, const struct verdict_list *verdicts,
                   const struct text fields[FIELD_COUNT], const struct gazetteer *gazetteer, struct arena *arena)
{
    struct revision revision = {.gazetteer = gazetteer, .arena = arena, .language = annotation->language};
    size_t mentions = verdicts->count;
    if (!any_applies(verdicts))
        return true;
    for (size_t i = 0; i < annotation->entity_count; i++)
        mentions += annotation->entities[i].mention_count;
    revision.entities = arena_array(arena, annotation->entity_count + verdicts->count, sizeof *revision.entities);
    revision.placed = arena_array(arena, mentions, sizeof *revision.placed);
    if (!revision.entities || !revision.placed)
        return false;
    take_found(&revision, annotation, verdicts);
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->items[i].applies && verdicts->items[i].kind != VERDICT_REJECT)
            add_right(&revision, &verdicts->items[i], fields);
    if (revision.placed_count)
        qsort(revision.placed, revision.placed_count, sizeof *revision.placed, by_place);
    return put_back(&revision, annotation);
}
