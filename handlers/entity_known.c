#include "handlers/entity_known.h"

#include "handlers/output/member_json.h"
#include "service/store/entities/entities.h"

bool entity_moved(struct request *request, const char *rest)
{
    const char *id = request->path_values[0], *into = gazetteer_redirect(request_gazetteer(request), id);
    struct json json;
    if (!into)
        return false;
    request_answer(request, 308, &json);
    jsonw_object(&json);
    member_text(&json, "id", id);
    member_text(&json, "merged_into", into);
    jsonw_end(&json);
    request->location = request_link(request, "/v1/entities/", arena_printf(&request->arena, "%s%s", into, rest));
    return true;
}

enum status entity_known(struct request *request, struct store_conn *conn)
{
    struct stored_entity entity;
    size_t index;
    const char *id = request->path_values[0];
    if (gazetteer_find(request_gazetteer(request), id, &index))
        return STATUS_OK;
    return entities_get(conn, id, &request->arena, &entity, &request->error);
}
