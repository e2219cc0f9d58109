#include "nlp/edit/snapshot.h"

#include "nlp/edit/word_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- transliteration keys ---- */

static int compare_keys(const struct image_key *a, const struct image_key *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static int compare_changes(const void *left, const void *right)
{
    const struct key_change *a = left, *b = right;
    int order = compare_keys(&a->key, &b->key);
    return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

static bool last_of_its_key(const struct key_change *change, const struct key_change *end)
{
    return change + 1 == end || compare_keys(&change->key, &change[1].key) != 0;
}

/* Merges the sorted changes with the sorted keys. */
static bool merge_keys(struct edited *e)
{
    struct array merged = {.size = sizeof(struct image_key)};
    const struct image_key *old = e->keys.items, *old_end = old + e->keys.count;
    const struct key_change *change = e->key_changes.items, *end = change + e->key_changes.count;
    bool done = array_grow(&merged, e->keys.count + e->key_changes.count) != NULL;
    for (; done && change < end; change++) {
        if (!last_of_its_key(change, end))
            continue;
        const struct image_key *from = old;
        while (old < old_end && compare_keys(old, &change->key) < 0)
            old++;
        done = array_append(&merged, from, (size_t)(old - from));
        old += old < old_end && compare_keys(old, &change->key) == 0;
        done = done && (change->removed || array_append(&merged, &change->key, 1));
    }
    done = done && array_append(&merged, old, (size_t)(old_end - old));
    array_release(done ? &e->keys : &merged);
    if (done)
        e->keys = merged;
    return done;
}

static bool settle_keys(struct edited *e)
{
    if (e->key_changes.count == 0)
        return true;
    qsort(e->key_changes.items, e->key_changes.count, e->key_changes.size, compare_changes);
    if (!merge_keys(e))
        return false;
    e->key_changes.count = 0;
    return true;
}

/* ---- entities in the order of their ids ---- */

static int compare_added(const void *left, const void *right, void *context)
{
    const struct edited *e = context;
    return strcmp(edited_string(e, edited_entity(e, *(const uint32_t *)left)->image.id),
                  edited_string(e, edited_entity(e, *(const uint32_t *)right)->image.id));
}

/* Numbers of the entities that are there, sorted by id, malloc'ed: those of the base are sorted already. */
static uint32_t *sort_entities(struct edited *e, uint32_t *ret_count)
{
    uint32_t all = (uint32_t)e->entities.count, base = e->base->entity_count, count = 0;
    uint32_t *added = malloc((all - base + (size_t)1) * sizeof *added),
             *sorted = malloc((all + (size_t)1) * sizeof *sorted);
    for (uint32_t i = base; added && i < all; i++)
        added[i - base] = i;
    if (added && all > base)
        qsort_r(added, all - base, sizeof *added, compare_added, e);
    for (uint32_t i = 0, k = 0; added && sorted && (i < base || k < all - base);) {
        bool of_base = k == all - base || (i < base && compare_added(&i, &added[k], e) < 0);
        uint32_t number = of_base ? i++ : added[k++];
        if (!edited_entity(e, number)->absent)
            sorted[count++] = number;
    }
    free(added);
    *ret_count = count;
    return sorted;
}

/* ---- the copy ---- */

/* One part of the copy. */
struct part {
    size_t at, count, size; /* bytes from the beginning; items; bytes an item */
    const void *items;      /* NULL: filled by hand */
};

enum {
    PART_HEADER,
    PART_FILTER,
    PART_WORDS,
    PART_EDGES,
    PART_CANDIDATES,
    PART_ENTITIES,
    PART_LEXICON,
    PART_KEYS,
    PART_LETTERS,
    PART_STRINGS,
    PARTS
};

static struct part part_of(const struct array *array)
{
    return (struct part){.count = array->count, .size = array->size, .items = array->items};
}

/* Makes room for all parts and copies those that can be copied as they are. NULL: out of memory. */
static char *copy_parts(struct edited *e, uint32_t entities, struct part parts[PARTS])
{
    size_t length = 0;
    parts[PART_HEADER] = (struct part){.count = 1, .size = sizeof *e->base->header, .items = e->base->header};
    parts[PART_FILTER] = part_of(&e->filter);
    parts[PART_WORDS] = part_of(&e->words);
    parts[PART_EDGES] = part_of(&e->edges);
    parts[PART_CANDIDATES] = part_of(&e->candidates);
    parts[PART_ENTITIES] = (struct part){.count = entities, .size = sizeof(struct image_entity)};
    parts[PART_LEXICON] = part_of(&e->lexicon);
    parts[PART_KEYS] = part_of(&e->keys);
    parts[PART_LETTERS] = part_of(&e->letters);
    parts[PART_STRINGS] = part_of(&e->strings);
    for (int i = 0; i < PARTS; i++) {
        parts[i].at = length;
        length = (length + parts[i].count * parts[i].size + 15) / 16 * 16;
    }
    char *bytes = malloc(length);
    for (int i = 0; bytes && i < PARTS; i++)
        if (parts[i].items && parts[i].count)
            memcpy(bytes + parts[i].at, parts[i].items, parts[i].count * parts[i].size);
    return bytes;
}

/* Words that are in no name are as if they were not there: a slot that no search for a word ends at. */
static void hide_words(const struct edited *e, struct image_word *words)
{
    for (uint32_t i = 0; i < e->words.count; i++)
        if (words[i].low && word_uses(e, i)->nodes == 0)
            words[i] = (struct image_word){.low = UINT64_MAX};
}

/* From the entities' numbers to their places in the order of ids. */
static bool number_entities(const struct edited *e, const uint32_t *sorted, uint32_t count, char *bytes,
                            const struct part parts[PARTS])
{
    struct image_entity *entities = (void *)(bytes + parts[PART_ENTITIES].at);
    struct image_candidate *candidates = (void *)(bytes + parts[PART_CANDIDATES].at);
    struct image_key *keys = (void *)(bytes + parts[PART_KEYS].at);
    uint32_t *rank = calloc(e->entities.count + 1, sizeof *rank);
    for (uint32_t i = 0; rank && i < count; i++) {
        rank[sorted[i]] = i;
        entities[i] = edited_entity(e, sorted[i])->image;
        entities[i].row = 0;
    }
    for (size_t i = 0; rank && i < e->candidates.count; i++)
        if (!(candidates[i].flags & CANDIDATE_LEXICON))
            candidates[i].entity = rank[candidate_entity(&candidates[i])] | (candidates[i].entity & CANDIDATE_LAST);
    for (size_t i = 0; rank && i < e->keys.count; i++)
        keys[i].entity = rank[keys[i].entity];
    free(rank);
    return rank != NULL;
}

static void point(const struct edited *e, struct image *image, char *bytes, const struct part parts[PARTS])
{
    *image = *e->base;
    image->header = (const void *)(bytes + parts[PART_HEADER].at);
    image->filter = (const void *)(bytes + parts[PART_FILTER].at);
    image->filter_mask = parts[PART_FILTER].count - 1;
    image->words = (const void *)(bytes + parts[PART_WORDS].at);
    image->word_slots = (uint32_t)parts[PART_WORDS].count;
    image->edges = (const void *)(bytes + parts[PART_EDGES].at);
    image->candidates = (const void *)(bytes + parts[PART_CANDIDATES].at);
    image->entities = (const void *)(bytes + parts[PART_ENTITIES].at);
    image->entity_count = (uint32_t)parts[PART_ENTITIES].count;
    image->lexicon = (const void *)(bytes + parts[PART_LEXICON].at);
    image->keys = (const void *)(bytes + parts[PART_KEYS].at);
    image->key_count = (uint32_t)parts[PART_KEYS].count;
    image->letters = (const void *)(bytes + parts[PART_LETTERS].at);
    image->strings = bytes + parts[PART_STRINGS].at;
    image->rows = NULL;
    image->row_bytes = 0;
    for (uint32_t i = 0; i <= e->subtype_count; i++) {
        image->subtypes[i] = image->strings + e->subtypes[i];
        image->subtype_kinds[i] = subtype_find(image->subtypes[i]).kinds;
    }
}

static void write_header(const struct edited *e, struct image_header *header, const char *version)
{
    memset(header->version, 0, sizeof header->version);
    memcpy(header->version, version, strlen(version) + 1);
    header->name_count = (uint32_t)e->names;
    header->subtype_count = e->subtype_count;
}

enum status snapshot_make(struct snapshot *ret_snapshot, struct edited *e, const char *version, struct error *error)
{
    struct part parts[PARTS];
    uint32_t count = 0, *sorted = NULL;
    char *bytes = NULL;
    if (strlen(version) >= IMAGE_VERSION_SIZE)
        return error_set(error, STATUS_BAD_SOURCE, "the version is longer than %d bytes", IMAGE_VERSION_SIZE - 1);
    if (settle_keys(e) && (sorted = sort_entities(e, &count)))
        bytes = copy_parts(e, count, parts);
    if (!bytes || !number_entities(e, sorted, count, bytes, parts)) {
        free(bytes);
        free(sorted);
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for another view of the gazetteer");
    }
    free(sorted);
    hide_words(e, (void *)(bytes + parts[PART_WORDS].at));
    write_header(e, (void *)(bytes + parts[PART_HEADER].at), version);
    point(e, &ret_snapshot->image, bytes, parts);
    ret_snapshot->bytes = bytes;
    return STATUS_OK;
}

void snapshot_release(struct snapshot *snapshot)
{
    free(snapshot->bytes);
    snapshot->bytes = NULL;
}
