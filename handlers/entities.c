/* GET /v1/entities, and /v1/entities/{id}. */
#include "service/store/entities/entities.h"
#include "handlers/article_query.h"
#include "handlers/entity_known.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/output/entity_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "nlp/text/fold.h"
#include "service/json/annotation_json.h"
#include "service/route/field_checks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "e1 ";

static const char *const parameters[] = {"q", "type", "known", "wikidata", "limit", "cursor", NULL};

enum { KEY_FACTOR = 4 /* folding makes a name at most so many times longer */ };

static enum status fold_query(struct request *request, const char *query, struct entity_filter *filter)
{
    struct strbuf key;
    strbuf_init(&key, KEY_FACTOR * strlen(query) + 64);
    fold_append(&key, (struct text){query, strlen(query)});
    filter->key = key.length ? arena_strndup(&request->arena, key.data, key.length) : NULL;
    bool starved = key.starved || request->arena.failed;
    strbuf_release(&key);
    if (filter->key || starved)
        return starved ? STATUS_OUT_OF_MEMORY : STATUS_OK;
    request_add_error(request, "q", "There is no word in this.");
    return paging_check(request);
}

/* Adds entities that the gazetteer knows by that name, also by spellings that no stored article used. */
static enum status find_known(struct request *request, const char *query, struct entity_filter *filter)
{
    const struct gazetteer *gazetteer = request_gazetteer(request);
    const uint32_t *indexes;
    size_t count;
    enum status status =
        gazetteer_lookup(gazetteer, (struct text){query, strlen(query)}, &request->arena, &indexes, &count);
    if (status != STATUS_OK)
        return status;
    const char **ids = arena_array(&request->arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, indexes[i], &entity);
        ids[i] = entity.id;
    }
    filter->ids = ids;
    filter->id_count = ids ? count : 0;
    return STATUS_OK;
}

/* What a list is of: the filter of a search; or, when `linked`, the entities in filter.ids. */
struct entity_list {
    struct entity_filter filter;
    bool linked;
};

/* The number of a Wikidata id; 0: it is none. */
static uint32_t wikidata_number(const char *id)
{
    char *end = NULL;
    unsigned long number = id[0] == 'Q' && id[1] >= '1' && id[1] <= '9' ? strtoul(id + 1, &end, 10) : 0;
    return number && *end == '\0' && number < UINT32_MAX ? (uint32_t)number : 0;
}

static const char *check_wikidata(const char *value, size_t length)
{
    (void)length;
    return wikidata_number(value) ? NULL : "This is no Wikidata id: Q and a number, such as Q85.";
}

/* Finds the entities that have the Wikidata id: one as a rule, none when nobody is linked to it. */
static enum status find_linked(struct request *request, const char *wikidata, struct entity_filter *filter)
{
    enum { LINKED_MAXIMUM = 16 /* an editor may have linked more than one by mistake */ };
    const struct gazetteer *gazetteer = request_gazetteer(request);
    uint32_t number = wikidata_number(wikidata);
    const char **ids = arena_array(&request->arena, LINKED_MAXIMUM, sizeof *ids);
    if (!ids)
        return STATUS_OUT_OF_MEMORY;
    filter->ids = ids;
    for (size_t i = 0; i < gazetteer_entity_count(gazetteer) && filter->id_count < LINKED_MAXIMUM; i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, i, &entity);
        if (entity.wikidata == number && (!filter->type || strcmp(filter->type, entity_type_name(entity.type)) == 0))
            ids[filter->id_count++] = entity.id;
    }
    return STATUS_OK;
}

static void read_cursor(struct request *request, struct entity_filter *filter)
{
    int length = 0;
    const char *position = paging_cursor(request, mark);
    if (!position)
        return;
    filter->after =
        sscanf(position, "%1" SCNd64 " %18" SCNd64 " %n", &filter->after_rank, &filter->after_articles, &length) == 2;
    filter->after_id = position + length;
    if (!filter->after || check_entity_id(filter->after_id, strlen(filter->after_id)))
        paging_refuse_cursor(request);
}

/* Finds what the query names, in the gazetteer; the database is asked later. */
static enum status read_query(struct request *request, const char *query, const char *wikidata,
                              struct entity_list *list)
{
    list->linked = wikidata != NULL;
    if (wikidata)
        return find_linked(request, wikidata, &list->filter);
    if (!query || !*query)
        return STATUS_OK;
    enum status status = fold_query(request, query, &list->filter);
    return status == STATUS_OK ? find_known(request, query, &list->filter) : status;
}

enum status entity_list_prepare(struct request *request)
{
    struct entity_list *list = arena_alloc(&request->arena, sizeof *list);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!list)
        return STATUS_OUT_OF_MEMORY;
    const char *query = paging_text(request, "q", NULL), *wikidata = paging_text(request, "wikidata", check_wikidata);
    list->filter.key = "";
    list->filter.type = paging_text(request, "type", check_entity_type);
    list->filter.known = article_query_boolean(request, "known");
    list->filter.limit = paging_limit(request);
    read_cursor(request, &list->filter);
    if (wikidata && query)
        request_add_error(request, "wikidata", "An id and a name are not looked for together: leave q out.");
    request_then_query(request, list);
    status = paging_check(request);
    return status == STATUS_OK ? read_query(request, query, wikidata, list) : status;
}

static void write_entity(struct json *json, const struct stored_entity *entity)
{
    jsonw_object(json);
    annotation_write_identity(json, &entity->identity);
    member_count(json, "articles", entity->articles);
    member_count(json, "mentions", entity->mentions);
    member_time_if(json, "first_seen", entity->seen, entity->first_seen);
    member_time_if(json, "last_seen", entity->seen, entity->last_seen);
    if (entity->spellings) {
        jsonw_key(json, "spellings");
        jsonw_raw(json, entity->spellings, strlen(entity->spellings));
    }
    jsonw_end(json);
}

/* The entities of the filter's ids, whether articles name them or not. */
static enum status get_linked(struct request *request, struct store_conn *conn, const struct entity_filter *filter,
                              struct entity_page *ret_page)
{
    struct entity_page page = {.entities = arena_array(&request->arena, filter->id_count + 1, sizeof *page.entities)};
    if (!page.entities)
        return STATUS_OUT_OF_MEMORY;
    for (; page.count < filter->id_count; page.count++) {
        struct stored_entity *entity = &page.entities[page.count];
        enum status status = entities_get(conn, filter->ids[page.count], &request->arena, entity, &request->error);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND)
            return status;
        entity->identity.id = filter->ids[page.count];
        entity->spellings = NULL; /* they are on its card */
    }
    *ret_page = page;
    return STATUS_OK;
}

enum status entity_list_query(struct request *request, struct store_conn *conn)
{
    const struct entity_list *list = request->handover.state;
    struct entity_page page;
    struct json json;
    enum status status = list->linked ? get_linked(request, conn, &list->filter, &page)
                                      : entities_search(conn, &list->filter, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < page.count; i++) {
        entity_json_refresh(request_gazetteer(request), &request->arena, &page.entities[i].identity);
        write_entity(&json, &page.entities[i]);
    }
    const struct stored_entity *last = page.count ? &page.entities[page.count - 1] : NULL;
    list_json_end(&json, paging_next(request, page.more, mark, "%" PRId64 " %" PRId64 " %s", last ? last->rank : 0,
                                     last ? last->articles : 0, last ? last->identity.id : ""));
    return STATUS_OK;
}

enum status entity_get_prepare(struct request *request)
{
    enum status status = entity_id_check_path(request);
    return status == STATUS_OK ? request_allow_parameters(request, NULL) : status;
}

enum status entity_get_query(struct request *request, struct store_conn *conn)
{
    struct stored_entity entity = {.articles = 0};
    struct json json;
    if (entity_moved(request, ""))
        return STATUS_OK;
    enum status status = entities_get(conn, request->path_values[0], &request->arena, &entity, &request->error);
    if (status == STATUS_NOT_FOUND)
        entity.identity.id = request->path_values[0];
    else if (status != STATUS_OK)
        return status;
    if (!entity_json_refresh(request_gazetteer(request), &request->arena, &entity.identity) &&
        status == STATUS_NOT_FOUND)
        return status;
    request_answer(request, 200, &json);
    write_entity(&json, &entity);
    return STATUS_OK;
}
