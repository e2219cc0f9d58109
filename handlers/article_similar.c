/* GET /v1/articles/{id}/similar: near-duplicates, and articles about the same story. */
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "handlers/output/article_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "service/store/articles/similar.h"

enum { SHARED_SHOWN = 10 };

struct state {
    char id[ARTICLE_ID_LENGTH + 1];
    int64_t limit;
};

enum status article_similar_prepare(struct request *request)
{
    static const char *const parameters[] = {"limit", NULL};
    struct state *state = arena_alloc(&request->arena, sizeof *state);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!state)
        return STATUS_OUT_OF_MEMORY;
    status = uuid_read(request, "An article", state->id);
    if (status != STATUS_OK)
        return status;
    state->limit = paging_limit(request);
    request_then_query(request, state);
    return paging_check(request);
}

static void write_similar(struct json *json, const struct similar_article *similar)
{
    jsonw_object(json);
    member_text(json, "relation", similar->text >= SIMILAR_LEAST_TEXT ? "near-duplicate" : "same-story");
    member_score(json, "score", similar->text > similar->story ? similar->text : similar->story);
    member_score(json, "text_similarity", similar->text);
    member_score(json, "story_similarity", similar->story);
    jsonw_key(json, "shared_entities");
    jsonw_array(json);
    for (size_t i = 0; i < similar->shared_count && i < SHARED_SHOWN; i++)
        jsonw_string(json, similar->shared[i]);
    jsonw_end(json);
    jsonw_key(json, "article");
    article_json_write_summary(json, &similar->article);
    jsonw_end(json);
}

enum status article_similar_query(struct request *request, struct store_conn *conn)
{
    const struct state *state = request->handover.state;
    struct similar_list list;
    struct json json;
    enum status status = similar_find(conn, state->id, state->limit, &request->arena, &list, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < list.count; i++)
        write_similar(&json, &list.articles[i]);
    list_json_end(&json, NULL);
    return STATUS_OK;
}
