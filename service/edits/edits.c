#include "service/edits/edits.h"

#include "nlp/gazetteer_edit.h"
#include "service/base/array.h"
#include "service/base/hash.h"
#include "service/base/slots.h"
#include "service/edits/entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 1 << 24, ROWS_MAXIMUM = 1 << 22, STATE_DEPTH = 16, MERGED_DEPTH = 64 };

#define NONE UINT32_MAX

/* What is known of an entity that was edited, or that others were merged into. */
struct known {
    char *id, *state;                   /* malloc'ed; state NULL: none */
    uint32_t into;                      /* what it was merged into; NONE */
    uint32_t first_merged, next_merged; /* of those that were merged into it; the next one beside it; NONE */
};

struct edits {
    const struct gazetteer *base;
    struct gazetteer_editor *editor;
    struct array known; /* struct known */
    struct slots slots; /* numbers of known by id */
    struct arena arena; /* for one entity at a time */
    struct error why;
    size_t refused;
};

static struct known *known_at(const struct edits *edits, uint32_t number)
{
    return (struct known *)edits->known.items + number;
}

struct edits *edits_new(const struct gazetteer *base)
{
    struct edits *edits = calloc(1, sizeof *edits);
    if (!edits)
        return NULL;
    edits->base = base;
    edits->known.size = sizeof(struct known);
    arena_init(&edits->arena, SCRATCH);
    edits->editor = gazetteer_editor_new(base);
    if (edits->editor)
        return edits;
    edits_free(edits);
    return NULL;
}

void edits_free(struct edits *edits)
{
    if (!edits)
        return;
    for (uint32_t i = 0; i < edits->known.count; i++) {
        free(known_at(edits, i)->id);
        free(known_at(edits, i)->state);
    }
    array_release(&edits->known);
    free(edits->slots.numbers);
    arena_release(&edits->arena);
    gazetteer_editor_free(edits->editor);
    free(edits);
}

/* ---- what is known ---- */

static uint64_t hash_of(const void *owner, uint32_t number)
{
    const char *id = known_at(owner, number)->id;
    return hash_bytes(id, strlen(id));
}

/* The number of an entity, which is added when it is new; NONE: out of memory. */
static uint32_t take_known(struct edits *edits, const char *id)
{
    if (!slots_widen(&edits->slots, edits->known.count, hash_of, edits))
        return NONE;
    size_t at = slots_first(&edits->slots, hash_bytes(id, strlen(id)));
    for (; edits->slots.numbers[at]; at = slots_next(&edits->slots, at))
        if (strcmp(known_at(edits, edits->slots.numbers[at] - 1)->id, id) == 0)
            return edits->slots.numbers[at] - 1;
    struct known *added = array_grow(&edits->known, 1);
    char *copy = added ? strdup(id) : NULL;
    if (!copy)
        return NONE;
    *added = (struct known){.id = copy, .into = NONE, .first_merged = NONE, .next_merged = NONE};
    edits->slots.numbers[at] = (uint32_t)++edits->known.count;
    return (uint32_t)edits->known.count - 1;
}

static void unlink_merged(struct edits *edits, uint32_t number)
{
    struct known *known = known_at(edits, number);
    if (known->into == NONE)
        return;
    uint32_t *at = &known_at(edits, known->into)->first_merged;
    while (*at != number)
        at = &known_at(edits, *at)->next_merged;
    *at = known->next_merged;
    known->into = known->next_merged = NONE;
}

static void link_merged(struct edits *edits, uint32_t number, uint32_t into)
{
    if (into == NONE || into == number)
        return;
    known_at(edits, number)->into = into;
    known_at(edits, number)->next_merged = known_at(edits, into)->first_merged;
    known_at(edits, into)->first_merged = number;
}

/* The entity that the chain of merges ends at, itself when it was not merged. */
static uint32_t end_of(const struct edits *edits, uint32_t number)
{
    for (int depth = 0; known_at(edits, number)->into != NONE && depth < MERGED_DEPTH; depth++)
        number = known_at(edits, number)->into;
    return number;
}

/* ---- entities as they are now ---- */

static const struct json_value *read_state(struct edits *edits, const char *state)
{
    const struct json_value *value = NULL;
    struct json_fault fault;
    char *copy = state ? arena_strdup(&edits->arena, state) : NULL;
    if (!copy || json_read(copy, strlen(copy), STATE_DEPTH, &edits->arena, &value, &fault) != STATUS_OK)
        return NULL;
    return value;
}

/* The entity of that number, in the arena. False: neither the base nor an edit has it. */
static bool make_entry(struct edits *edits, uint32_t number, struct entry *entry)
{
    const struct known *known = known_at(edits, number);
    const struct json_value *state = read_state(edits, known->state);
    size_t index;
    entry_init(entry, known->id, ENTITY_TYPE_COUNT);
    if (gazetteer_find(edits->base, known->id, &index)) {
        struct gazetteer_entity entity;
        gazetteer_entity(edits->base, index, &entity);
        entry_of_rows(entry, known->id, entity.type, gazetteer_rows(edits->base, index), &edits->arena);
    }
    if (state)
        entry_apply(entry, state, &edits->arena);
    return entry->type != ENTITY_TYPE_COUNT;
}

/* Appends the names of all that were merged into the entity, directly or by a chain. */
static void add_merged(struct edits *edits, uint32_t number, int depth, struct strbuf *rows)
{
    for (uint32_t at = known_at(edits, number)->first_merged; at != NONE && depth < MERGED_DEPTH;
         at = known_at(edits, at)->next_merged) {
        struct entry entry;
        if (make_entry(edits, at, &entry) && (*entry.name_en || *entry.name_ar || entry.alias_count))
            entry_write_names(rows, &entry);
        add_merged(edits, at, depth + 1, rows);
    }
}

static enum status put(struct edits *edits, uint32_t number, const struct entry *entry, struct error *error)
{
    struct strbuf rows;
    const struct known *known = known_at(edits, number);
    strbuf_init(&rows, ROWS_MAXIMUM);
    entry_write_row(&rows, entry);
    add_merged(edits, number, 0, &rows);
    enum status status = edits->arena.failed || !strbuf_ok(&rows)
                             ? error_set(error, STATUS_BAD_SOURCE, "%.100s has too many names", known->id)
                             : gazetteer_editor_put(edits->editor, known->id, entry->type, strbuf_text(&rows), error);
    strbuf_release(&rows);
    return status;
}

static bool is_deleted(struct edits *edits, const struct known *known)
{
    const struct json_value *deleted = json_read_member(read_state(edits, known->state), "deleted");
    return deleted && deleted->kind == JSON_KIND_TRUE;
}

/* Has the editor make the entity what the states say. */
static enum status settle(struct edits *edits, uint32_t number, struct error *error)
{
    const struct known *known = known_at(edits, number);
    struct entry entry;
    arena_reset(&edits->arena);
    enum status status;
    if (!known->state && known->into == NONE && known->first_merged == NONE)
        status = gazetteer_editor_restore(edits->editor, known->id, error);
    else if (known->into == NONE && !is_deleted(edits, known) && make_entry(edits, number, &entry))
        status = put(edits, number, &entry, error);
    else
        status = gazetteer_editor_remove(edits->editor, known->id, error);
    if (status != STATUS_BAD_SOURCE)
        return status;
    edits->refused++;
    edits->why = *error;
    return STATUS_OK;
}

static enum status out_of_memory(struct error *error)
{
    return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the edits of the gazetteer");
}

static enum status take_entry(struct edits *edits, const struct edit *edit, struct error *error)
{
    uint32_t number = take_known(edits, edit->id);
    char *state = edit->state ? strdup(edit->state) : NULL;
    if (number == NONE || (edit->state && !state)) {
        free(state);
        return out_of_memory(error);
    }
    arena_reset(&edits->arena);
    const char *into = json_read_string(json_read_member(read_state(edits, state), "merged_into"));
    uint32_t before = end_of(edits, number), target = into ? take_known(edits, into) : NONE;
    free(known_at(edits, number)->state);
    known_at(edits, number)->state = state;
    if (into && target == NONE)
        return out_of_memory(error);
    unlink_merged(edits, number);
    link_merged(edits, number, target);
    uint32_t after = end_of(edits, number);
    enum status status = settle(edits, number, error);
    if (status == STATUS_OK && before != number)
        status = settle(edits, before, error);
    if (status == STATUS_OK && after != number && after != before)
        status = settle(edits, after, error);
    return status;
}

enum status edits_take(struct edits *edits, const struct edit *edit, struct error *error)
{
    return strcmp(edit->kind, "entry") == 0 ? take_entry(edits, edit, error) : STATUS_OK;
}

size_t edits_refused(const struct edits *edits, struct error *ret_why)
{
    *ret_why = edits->why;
    return edits->refused;
}

bool edits_are_worn(const struct edits *edits)
{
    return gazetteer_editor_is_worn(edits->editor);
}

/* Tells the editor which ids stand for which now. */
static bool set_redirects(struct edits *edits)
{
    gazetteer_editor_clear_redirects(edits->editor);
    bool done = true;
    for (uint32_t i = 0; i < edits->known.count && done; i++)
        if (known_at(edits, i)->into != NONE)
            done =
                gazetteer_editor_redirect(edits->editor, known_at(edits, i)->id, known_at(edits, end_of(edits, i))->id);
    return done;
}

enum status edits_view(struct edits *edits, int64_t number, struct gazetteer **ret_view, struct error *error)
{
    char version[128];
    if (!set_redirects(edits))
        return out_of_memory(error);
    if (number)
        snprintf(version, sizeof version, "%s+%" PRId64, gazetteer_version(edits->base), number);
    else
        snprintf(version, sizeof version, "%s", gazetteer_version(edits->base));
    return gazetteer_editor_view(edits->editor, version, ret_view, error);
}
