/* GET /v1/gazetteer/entries: entries by name, type and source. */
#include "handlers/entry_stored.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/output/list_json.h"
#include "nlp/text/fold.h"

#include <stdlib.h>
#include <string.h>

static const char mark[] = "n1 ";

static const char *const parameters[] = {"q", "type", "source", "changed_since", "limit", "cursor", NULL};
static const char *const sources[] = {"base", "edited", "added", "deleted", "merged"};

enum { KEY_MAXIMUM = 4096 };

struct list {
    const char *key;  /* folded q; NULL: any name */
    const char *type; /* NULL: any */
    const char *source;
    bool edited; /* only what edits have changed */
    struct edit_filter filter;
};

static const char *check_source(const char *value, size_t length)
{
    (void)length;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i], value) == 0)
            return NULL;
    return "This must be base, edited, added, deleted or merged.";
}

static const char *fold(struct request *request, const char *text)
{
    struct strbuf key;
    strbuf_init(&key, KEY_MAXIMUM);
    fold_append(&key, text_of(text));
    const char *copy = strbuf_ok(&key) ? arena_strndup(&request->arena, key.data, key.length) : NULL;
    strbuf_release(&key);
    return copy ? copy : "";
}

/* A number of an edit, or a time. */
static void read_since(struct request *request, struct edit_filter *filter)
{
    const char *value = request_parameter(request, "changed_since");
    size_t length = value ? strlen(value) : 0;
    if (length && length < 10 && strspn(value, "0123456789") == length)
        filter->above = strtoll(value, NULL, 10);
    else
        filter->since = paging_time(request, "changed_since");
}

enum status entry_list_prepare(struct request *request)
{
    struct list *list = arena_alloc(&request->arena, sizeof *list);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!list)
        return STATUS_OUT_OF_MEMORY;
    const char *query = paging_text(request, "q", NULL);
    list->key = query ? fold(request, query) : NULL;
    list->type = paging_text(request, "type", check_entity_type);
    list->source = paging_text(request, "source", check_source);
    read_since(request, &list->filter);
    list->filter.limit = paging_limit(request);
    list->filter.after_id = paging_cursor(request, mark);
    list->edited = request_parameter(request, "changed_since") || (list->source && strcmp(list->source, "base") != 0);
    if (list->key && !*list->key)
        request_add_error(request, "q", "There is no word in this.");
    request_then_query(request, list);
    return paging_check(request);
}

static bool has_key(const char *name, const char *key)
{
    struct strbuf folded;
    strbuf_init(&folded, KEY_MAXIMUM);
    fold_append(&folded, text_of(name));
    bool found = strbuf_ok(&folded) && strstr(folded.data, key);
    strbuf_release(&folded);
    return found;
}

static bool fits(const struct list *list, const struct entry_stored *stored)
{
    const struct entry *entry = &stored->entry;
    if ((list->type && strcmp(list->type, entity_type_name(entry->type)) != 0) ||
        (list->source && strcmp(list->source, entry_source(&stored->standing)) != 0))
        return false;
    if (!list->key || has_key(entry->name_ar, list->key) || has_key(entry->name_en, list->key))
        return true;
    for (size_t i = 0; i < entry->alias_count; i++)
        if (has_key(entry->aliases[i].name, list->key))
            return true;
    return false;
}

static enum status write_item(struct request *request, const struct list *list, const struct edit_state *state,
                              struct json *json, size_t *count)
{
    struct entry_stored stored;
    enum status status = entry_stored(request, state, &stored);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && !fits(list, &stored)))
        return STATUS_OK;
    if (status == STATUS_OK) {
        entry_json_write(json, &stored.entry, &stored.standing, NULL);
        ++*count;
    }
    return status;
}

/* Only what edits have changed: pages of the table, of which those that fit are shown. */
static enum status list_edited(struct request *request, struct store_conn *conn, struct list *list, struct json *json,
                               const char **ret_last)
{
    struct edit_filter filter = list->filter;
    struct edit_page page;
    size_t count = 0, i;
    do {
        enum status status = edits_list(conn, "entry", &filter, &request->arena, &page, &request->error);
        for (i = 0; status == STATUS_OK && i < page.count && count < (size_t)list->filter.limit; i++) {
            struct edit_state state = {
                .kind = "entry", .id = page.ids[i], .edit = page.edits[i], .before = page.items[i]};
            filter.after_id = page.ids[i];
            status = write_item(request, list, &state, json, &count);
        }
        if (status != STATUS_OK)
            return status;
    } while (page.more && count < (size_t)list->filter.limit);
    *ret_last = page.more || i < page.count ? filter.after_id : NULL;
    return STATUS_OK;
}

/* Whether one of the entity's two main names may have the words; its aliases are looked at only when q is a whole name. */
static bool may_fit(const struct list *list, const struct gazetteer_entity *entity, const uint32_t *named,
                    size_t named_count, uint32_t index)
{
    if (list->type && strcmp(list->type, entity_type_name(entity->type)) != 0)
        return false;
    for (size_t i = 0; i < named_count; i++)
        if (named[i] == index)
            return true;
    return !list->key || has_key(entity->name_ar, list->key) || has_key(entity->name_en, list->key);
}

/* All that is there: the entities of the gazetteer in use, in the order of their ids. */
static enum status list_all(struct request *request, struct store_conn *conn, const struct list *list,
                            struct json *json, const char **ret_last)
{
    const struct gazetteer *gazetteer = request_gazetteer(request);
    const uint32_t *named = NULL;
    size_t named_count = 0, count = 0, limit = (size_t)list->filter.limit;
    if (list->key)
        gazetteer_lookup(gazetteer, text_of(list->key), &request->arena, &named, &named_count);
    *ret_last = NULL;
    for (size_t i = 0; i < gazetteer_entity_count(gazetteer); i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, i, &entity);
        if (list->filter.after_id && strcmp(entity.id, list->filter.after_id) <= 0)
            continue;
        if (!may_fit(list, &entity, named, named_count, (uint32_t)i))
            continue;
        if (count == limit)
            return STATUS_OK;
        struct edit_state state = {.kind = "entry", .id = entity.id};
        enum status status = edits_read(conn, &state, 1, &request->arena, &request->error);
        struct list plain = {.source = list->source};
        size_t before = count;
        if (status == STATUS_OK)
            status = write_item(request, &plain, &state, json, &count);
        if (status != STATUS_OK)
            return status;
        *ret_last = count > before ? entity.id : *ret_last;
    }
    *ret_last = NULL;
    return STATUS_OK;
}

enum status entry_list_query(struct request *request, struct store_conn *conn)
{
    struct list *list = request->handover.state;
    const char *last = NULL;
    struct json json;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    enum status status =
        list->edited ? list_edited(request, conn, list, &json, &last) : list_all(request, conn, list, &json, &last);
    list_json_end(&json, paging_next(request, last != NULL, mark, "%s", last ? last : ""));
    return status;
}
