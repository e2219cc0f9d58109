/* POST /v1/gazetteer/merge, /split and /different: what two entries have to do with each other. */
#include "handlers/entry_stored.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/entry_body.h"
#include "handlers/output/member_json.h"
#include "service/edits/entry_id.h"
#include "service/route/json_body.h"
#include "service/store/entities/entities.h"

#include <string.h>

struct pair {
    const char *from, *into, *a, *b, *entity, *reason;
    struct body_list names;
    const struct json_value *entry;
};

/* clang-format off */
#define FIELD(member, kind, ...) BODY_FIELD(struct pair, member, kind, __VA_ARGS__)
/* clang-format on */

static const struct body_field merge_fields[] = {
    FIELD(from, BODY_STRING, .required = true, .check = check_entity_id),
    FIELD(into, BODY_STRING, .required = true, .check = check_entity_id),
    FIELD(reason, BODY_STRING, .check = check_reason),
};

static const struct body_field different_fields[] = {
    FIELD(a, BODY_STRING, .required = true, .check = check_entity_id),
    FIELD(b, BODY_STRING, .required = true, .check = check_entity_id),
    FIELD(reason, BODY_STRING, .check = check_reason),
};

static const struct body_field split_fields[] = {
    FIELD(entity, BODY_STRING, .required = true, .check = check_entity_id),
    FIELD(names, BODY_LIST, .required = true, .check = check_not_blank),
    FIELD(into, BODY_STRING, .check = check_entity_id),
    FIELD(reason, BODY_STRING, .check = check_reason),
};

static enum status read_pair(struct request *request, const struct body_field *fields, size_t count)
{
    struct pair *pair = arena_alloc(&request->arena, sizeof *pair);
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    if (!pair)
        return STATUS_OUT_OF_MEMORY;
    request_then_query(request, pair);
    return json_body_read(request, fields, count, pair);
}

/* "person:a person:b": the id of the state that says that two are different. */
static const char *pair_id(struct request *request, const char *a, const char *b)
{
    bool ordered = strcmp(a, b) < 0;
    return arena_printf(&request->arena, "%s %s", ordered ? a : b, ordered ? b : a);
}

static enum status refuse(struct request *request, enum status status, const char *at, const char *sentence)
{
    request_add_error(request, at, sentence);
    return error_set(&request->error, status, "%.400s", sentence ? sentence : "");
}

static enum status refuse_same(struct request *request, const char *at)
{
    return refuse(request, STATUS_INVALID_INPUT, at, "These are one and the same entry.");
}

/* The entry of a state, which must be there and not merged; `at` names it in the body. */
static enum status take_entry(struct request *request, const struct edit_state *state, const char *at,
                              struct entry_stored *stored)
{
    enum status status = entry_stored(request, state, stored);
    if (status == STATUS_NOT_FOUND)
        return refuse(request, STATUS_INVALID_INPUT, at,
                      arena_printf(&request->arena, "The gazetteer has no entry %.200s.", state->id));
    if (status == STATUS_OK)
        status = entry_stored_alive(request, stored, at);
    return status == STATUS_NOT_FOUND ? STATUS_INVALID_INPUT : status;
}

static const char *name_of(const struct entry *entry)
{
    return *entry->name_en ? entry->name_en : *entry->name_ar ? entry->name_ar : entry->id;
}

static enum status store(struct request *request, struct store_conn *conn, const char *action, const char *reason,
                         struct edit_state *states, size_t count, int64_t number)
{
    struct edit_change change = {.action = action, .reason = reason, .states = states, .count = count};
    return edits_store(conn, &change, 1, number, request->key_id, &request->arena, &request->error);
}

/* ---- merge ---- */

enum status merge_prepare(struct request *request)
{
    enum status status = read_pair(request, merge_fields, sizeof merge_fields / sizeof *merge_fields);
    const struct pair *pair = request->handover.state;
    return status == STATUS_OK && strcmp(pair->from, pair->into) == 0 ? refuse_same(request, "/into") : status;
}

/* An entity that is not in the gazetteer but was found in articles, by its machine-made id. */
static enum status take_unlisted(struct request *request, struct store_conn *conn, const char *id,
                                 struct entry_stored *stored)
{
    struct stored_entity entity;
    enum status status = entities_get(conn, id, &request->arena, &entity, &request->error);
    if (status == STATUS_NOT_FOUND)
        return refuse(request, STATUS_INVALID_INPUT, "/from",
                      arena_printf(&request->arena, "Neither the gazetteer nor any article has %.200s.", id));
    if (status != STATUS_OK)
        return status;
    *stored = (struct entry_stored){.standing = {.edited = true}};
    entry_init(&stored->entry, id, entity.identity.type);
    const char *name = entity.identity.name ? entity.identity.name : "";
    *(entry_is_arabic(name) ? &stored->entry.name_ar : &stored->entry.name_en) = name;
    return STATUS_OK;
}

static enum status take_from(struct request *request, struct store_conn *conn, const struct edit_state *state,
                             struct entry_stored *stored)
{
    enum status status = entry_stored(request, state, stored);
    if (status == STATUS_NOT_FOUND)
        return take_unlisted(request, conn, state->id, stored);
    return status == STATUS_OK ? take_entry(request, state, "/from", stored) : status;
}

static enum status answer_merge(struct request *request, const struct entry_stored *from,
                                const struct entry_stored *into, int64_t number)
{
    struct json json;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_count(&json, "edit", number);
    member_text(&json, "from", from->entry.id);
    member_text(&json, "into", into->entry.id);
    member_text(
        &json, "direction",
        arena_printf(&request->arena, "%s (%s) is now %s (%s): its names are names of %s, and its id leads there.",
                     name_of(&from->entry), from->entry.id, name_of(&into->entry), into->entry.id, into->entry.id));
    jsonw_key(&json, "entry");
    entry_json_write(&json, &into->entry, &into->standing, NULL);
    jsonw_end(&json);
    return STATUS_OK;
}

enum status merge_query(struct request *request, struct store_conn *conn)
{
    const struct pair *pair = request->handover.state;
    struct edit_state states[] = {{.kind = "entry", .id = pair->from},
                                  {.kind = "entry", .id = pair->into},
                                  {.kind = "different", .id = pair_id(request, pair->from, pair->into)}};
    struct entry_stored from, into;
    int64_t number = 0;
    enum status status =
        states[2].id ? edits_begin(conn, 1, &request->arena, &number, &request->error) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = edits_read(conn, states, 3, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = take_entry(request, &states[1], "/into", &into);
    if (status == STATUS_OK)
        status = take_from(request, conn, &states[0], &from);
    if (status == STATUS_OK && states[2].before)
        return refuse(request, STATUS_CONFLICT, "/from",
                      "It was noted that these two are different, and never to be merged; that edit can be undone.");
    if (status != STATUS_OK)
        return status;
    from.standing.merged_into = pair->into;
    states[0].after = entry_stored_state(request, &from);
    status = store(request, conn, "merge", pair->reason, states, 1, number);
    if (status == STATUS_OK)
        status = edits_merged(conn, pair->into, &request->arena, &into.standing.merged, &into.standing.merged_count,
                              &request->error);
    return status == STATUS_OK ? answer_merge(request, &from, &into, number) : status;
}

/* ---- different ---- */

enum status different_prepare(struct request *request)
{
    enum status status = read_pair(request, different_fields, sizeof different_fields / sizeof *different_fields);
    const struct pair *pair = request->handover.state;
    return status == STATUS_OK && strcmp(pair->a, pair->b) == 0 ? refuse_same(request, "/b") : status;
}

enum status different_query(struct request *request, struct store_conn *conn)
{
    const struct pair *pair = request->handover.state;
    struct edit_state states[] = {{.kind = "different", .id = pair_id(request, pair->a, pair->b)},
                                  {.kind = "entry", .id = pair->a},
                                  {.kind = "entry", .id = pair->b}};
    struct entry_stored a, b;
    struct json json;
    int64_t number = 0;
    enum status status =
        states[0].id ? edits_begin(conn, 1, &request->arena, &number, &request->error) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = edits_read(conn, states, 3, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = take_entry(request, &states[1], "/a", &a);
    if (status == STATUS_OK)
        status = take_entry(request, &states[2], "/b", &b);
    if (status != STATUS_OK)
        return status;
    states[0].after = "{}";
    if (states[0].before)
        number = states[0].edit;
    else
        status = store(request, conn, "different", pair->reason, states, 1, number);
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_count(&json, "edit", number);
    member_text(&json, "a", pair->a);
    member_text(&json, "b", pair->b);
    jsonw_end(&json);
    return status;
}

/* ---- split ---- */

enum status split_prepare(struct request *request)
{
    enum status status = read_pair(request, split_fields, sizeof split_fields / sizeof *split_fields);
    const struct pair *pair = request->handover.state;
    if (status == STATUS_OK && pair->names.count == 0)
        return refuse(request, STATUS_INVALID_INPUT, "/names",
                      "The names that shall belong to another entry are needed.");
    return status == STATUS_OK && pair->into && strcmp(pair->entity, pair->into) == 0 ? refuse_same(request, "/into")
                                                                                      : status;
}

/* Moves the names from one entry to the other. */
static enum status move_names(struct request *request, struct entry *from, struct entry *into)
{
    const struct pair *pair = request->handover.state;
    for (size_t i = 0; i < pair->names.count; i++) {
        const char *name = pair->names.items[i], *at = arena_printf(&request->arena, "/names/%zu", i);
        bool arabic = entry_is_arabic(name);
        const char **main = arabic ? &into->name_ar : &into->name_en;
        if (strcmp(from->name_ar, name) == 0 || strcmp(from->name_en, name) == 0)
            return refuse(request, STATUS_INVALID_INPUT, at,
                          "This is the main name of the entry: give it another one first.");
        if (!entry_remove_alias(from, name))
            return refuse(request, STATUS_INVALID_INPUT, at, "The entry has no such alias.");
        if (!**main)
            *main = name;
        else
            entry_add_alias(into, (struct entry_alias){.name = name, .arabic = arabic}, &request->arena);
    }
    return STATUS_OK;
}

/* The entry that gets the names: the one that is named, or a new one whose id is made from the first name. */
static enum status take_into(struct request *request, struct store_conn *conn, const struct entry *from,
                             struct edit_state *state, struct entry_stored *into)
{
    const struct pair *pair = request->handover.state;
    struct entry named;
    entry_init(&named, "", from->type);
    *(entry_is_arabic(pair->names.items[0]) ? &named.name_ar : &named.name_en) = pair->names.items[0];
    *state =
        (struct edit_state){.kind = "entry", .id = pair->into ? pair->into : entry_make_id(&named, &request->arena)};
    if (!state->id)
        return refuse(request, STATUS_INVALID_INPUT, "/names/0",
                      "An id cannot be made from this name: send one in `into`.");
    enum status status = edits_read(conn, state, 1, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = entry_stored(request, state, into);
    if (status == STATUS_OK)
        status = entry_stored_alive(request, into, "/into");
    else if (status == STATUS_NOT_FOUND) {
        *into = (struct entry_stored){.standing = {.edited = true}};
        entry_init(&into->entry, state->id, from->type);
        into->entry.country = from->country;
        status = STATUS_OK;
    }
    return status;
}

static enum status answer_split(struct request *request, struct entry_stored *from, struct entry_stored *into,
                                const struct lint *lint, int64_t number)
{
    struct json json;
    request_answer(request, 200, &json);
    from->standing.edit = into->standing.edit = number;
    from->standing.edited = into->standing.edited = true;
    jsonw_object(&json);
    member_count(&json, "edit", number);
    jsonw_key(&json, "entry");
    entry_json_write(&json, &from->entry, &from->standing, NULL);
    jsonw_key(&json, "into");
    entry_json_write(&json, &into->entry, &into->standing, lint);
    jsonw_end(&json);
    return STATUS_OK;
}

enum status split_query(struct request *request, struct store_conn *conn)
{
    const struct pair *pair = request->handover.state;
    struct edit_state states[] = {{.kind = "entry", .id = pair->entity}, {0}, {.kind = "different"}};
    struct entry_stored from, into;
    struct lint lint;
    int64_t number = 0;
    enum status status = edits_begin(conn, 1, &request->arena, &number, &request->error);
    if (status == STATUS_OK)
        status = edits_read(conn, states, 1, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = take_entry(request, &states[0], "/entity", &from);
    if (status == STATUS_OK)
        status = take_into(request, conn, &from.entry, &states[1], &into);
    if (status == STATUS_OK)
        status = move_names(request, &from.entry, &into.entry);
    if (status == STATUS_OK)
        status = entry_stored_check(request, &into, "/into", &lint);
    if (status != STATUS_OK)
        return status;
    states[0].after = entry_stored_state(request, &from);
    states[1].after = entry_stored_state(request, &into);
    states[2].id = pair_id(request, pair->entity, states[1].id);
    status = states[2].id ? edits_read(conn, &states[2], 1, &request->arena, &request->error) : STATUS_OUT_OF_MEMORY;
    states[2].after = "{}";
    if (status == STATUS_OK)
        status = store(request, conn, "split", pair->reason, states, 3, number);
    return status == STATUS_OK ? answer_split(request, &from, &into, &lint, number) : status;
}
