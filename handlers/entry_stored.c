#include "handlers/entry_stored.h"

#include "nlp/gazetteer_edit.h"
#include "service/base/json_read.h"

#include <inttypes.h>
#include <string.h>

enum { STATE_DEPTH = 16, STATE_MAXIMUM = 4 << 20 };

static const struct json_value *read_state(struct request *request, const char *state)
{
    const struct json_value *value = NULL;
    struct json_fault fault;
    char *copy = state ? arena_strdup(&request->arena, state) : NULL;
    if (!copy || json_read(copy, strlen(copy), STATE_DEPTH, &request->arena, &value, &fault) != STATUS_OK)
        return NULL;
    return value;
}

enum status entry_stored(struct request *request, const struct edit_state *state, struct entry_stored *ret_stored)
{
    const struct gazetteer *base = views_base(request->app->views);
    const struct json_value *value = read_state(request, state->before);
    const struct json_value *deleted = json_read_member(value, "deleted");
    struct entry_stored *s = ret_stored;
    size_t index;
    *s = (struct entry_stored){.standing = {.edit = state->edit, .edited = value != NULL, .state = value}};
    entry_init(&s->entry, state->id, ENTITY_TYPE_COUNT);
    s->standing.known = gazetteer_find(base, state->id, &index);
    if (s->standing.known) {
        struct gazetteer_entity entity;
        gazetteer_entity(base, index, &entity);
        entry_of_rows(&s->base, entity.id, entity.type, gazetteer_rows(base, index), &request->arena);
        entry_of_rows(&s->entry, entity.id, entity.type, gazetteer_rows(base, index), &request->arena);
    }
    if (value)
        entry_apply(&s->entry, value, &request->arena);
    s->standing.deleted = deleted && deleted->kind == JSON_KIND_TRUE;
    s->standing.merged_into = json_read_string(json_read_member(value, "merged_into"));
    if (request->arena.failed)
        return STATUS_OUT_OF_MEMORY;
    if (s->entry.type == ENTITY_TYPE_COUNT)
        return error_set(&request->error, STATUS_NOT_FOUND, "The gazetteer has no entry with this id.");
    return STATUS_OK;
}

const char *entry_stored_state(struct request *request, const struct entry_stored *s)
{
    struct strbuf text;
    struct json json;
    strbuf_init(&text, STATE_MAXIMUM);
    jsonw_init(&json, &text);
    jsonw_object(&json);
    entry_write_state(&json, s->standing.known ? &s->base : NULL, &s->entry);
    if (s->standing.deleted) {
        jsonw_key(&json, "deleted");
        jsonw_boolean(&json, true);
    }
    if (s->standing.merged_into) {
        jsonw_key(&json, "merged_into");
        jsonw_string(&json, s->standing.merged_into);
    }
    jsonw_end(&json);
    const char *state = strcmp(text.data, "{}") == 0 ? NULL : arena_strndup(&request->arena, text.data, text.length);
    request->arena.failed |= !strbuf_ok(&text);
    strbuf_release(&text);
    return state;
}

const char *entry_stored_etag(struct request *request, const struct entry_stored *s)
{
    return arena_printf(&request->arena, "\"%s+%" PRId64 "\"", gazetteer_version(views_base(request->app->views)),
                        s->standing.edit);
}

enum status entry_stored_check(struct request *request, const struct entry_stored *s, const char *at,
                               struct lint *ret_lint)
{
    lint_entry(ret_lint, &s->entry, request_gazetteer(request), &request->arena);
    for (size_t i = 0; i < ret_lint->count; i++)
        if (check_severity_of(ret_lint->faults[i].rule) == CHECK_ERROR)
            request_add_error(request, arena_printf(&request->arena, "%s%s", at, ret_lint->faults[i].pointer),
                              ret_lint->faults[i].detail);
    if (request->arena.failed)
        return STATUS_OUT_OF_MEMORY;
    return ret_lint->errors == 0
               ? STATUS_OK
               : error_set(&request->error, STATUS_INVALID_INPUT,
                           "The entry breaks %zu rules of the gazetteer; see errors.", ret_lint->errors);
}

enum status entry_stored_alive(struct request *request, const struct entry_stored *s, const char *at)
{
    if (s->standing.merged_into) {
        error_set(&request->error, STATUS_CONFLICT, "%.200s was merged into %.200s: use that one, or undo the merge.",
                  s->entry.id, s->standing.merged_into);
    } else if (s->standing.deleted) {
        error_set(&request->error, STATUS_NOT_FOUND, "%.200s was deleted by edit %" PRId64 ", which can be undone.",
                  s->entry.id, s->standing.edit);
    } else {
        return STATUS_OK;
    }
    if (at)
        request_add_error(request, at, arena_strdup(&request->arena, request->error.detail));
    return s->standing.merged_into ? STATUS_CONFLICT : STATUS_NOT_FOUND;
}

void entry_stored_answer(struct request *request, int http, struct entry_stored *s, int64_t edit,
                         const struct lint *lint)
{
    struct json json;
    const char *state = entry_stored_state(request, s);
    s->standing.edit = edit;
    s->standing.state = read_state(request, state);
    s->standing.edited = state != NULL;
    request_answer(request, http, &json);
    entry_json_write(&json, &s->entry, &s->standing, lint);
    request->etag = entry_stored_etag(request, s);
}
