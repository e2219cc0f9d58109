/* GET /v1/entities, and /v1/entities/{id}. */
#include "service/store/entities/entities.h"
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
#include <string.h>

static const char mark[] = "e1 ";

static const char *const parameters[] = {"q", "type", "limit", "cursor", NULL};

enum { KEY_FACTOR = 4 /* folding makes a name at most so many times longer */ };

static enum status fold_query(struct request *request, const char *query, struct entity_filter *filter)
{
    struct strbuf key;
    strbuf_init(&key, KEY_FACTOR * strlen(query) + 64);
    fold_append(&key, (struct text){query, strlen(query)});
    filter->key = strbuf_ok(&key) && key.length ? arena_strndup(&request->arena, key.data, key.length) : NULL;
    strbuf_release(&key);
    if (filter->key)
        return STATUS_OK;
    request_add_error(request, "q", "There is no word in this.");
    return paging_check(request);
}

/* Adds entities that the gazetteer knows by that name, also by spellings that no stored article used. */
static enum status find_known(struct request *request, const char *query, struct entity_filter *filter)
{
    const struct gazetteer *gazetteer = request->app->gazetteer;
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

enum status entity_list_prepare(struct request *request)
{
    struct entity_filter *filter = arena_alloc(&request->arena, sizeof *filter);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!filter)
        return STATUS_OUT_OF_MEMORY;
    const char *query = paging_text(request, "q", NULL);
    filter->key = "";
    filter->type = paging_text(request, "type", check_entity_type);
    filter->limit = paging_limit(request);
    read_cursor(request, filter);
    request_then_query(request, filter);
    status = paging_check(request);
    if (status == STATUS_OK && query && *query)
        status = fold_query(request, query, filter);
    if (status == STATUS_OK && query && *query)
        status = find_known(request, query, filter);
    return status;
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

enum status entity_list_query(struct request *request, struct store_conn *conn)
{
    struct entity_page page;
    struct json json;
    enum status status = entities_search(conn, request->handover.state, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < page.count; i++) {
        entity_json_refresh(request->app->gazetteer, &request->arena, &page.entities[i].identity);
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
    enum status status = entities_get(conn, request->path_values[0], &request->arena, &entity, &request->error);
    if (status == STATUS_NOT_FOUND)
        entity.identity.id = request->path_values[0];
    else if (status != STATUS_OK)
        return status;
    if (!entity_json_refresh(request->app->gazetteer, &request->arena, &entity.identity) && status == STATUS_NOT_FOUND)
        return status;
    request_answer(request, 200, &json);
    write_entity(&json, &entity);
    return STATUS_OK;
}
