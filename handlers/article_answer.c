#include "handlers/article_answer.h"

#include "handlers/output/article_json.h"
#include "service/store/articles/article_compare.h"

const char *article_etag(struct arena *arena, const struct article *article)
{
    return arena_printf(arena, "\"%lld-%llx-%llx-%.64s\"", (long long)article->revision,
                        (unsigned long long)(article->updated ? article->updated_at : article->received_at),
                        (unsigned long long)article->retagged, article->annotation.gazetteer_version);
}

/* Prefer: return=minimal */
static void write_minimal(struct request *request, int http, const struct article *article, struct json *json)
{
    request->preference = "return=minimal";
    jsonw_object(json);
    jsonw_key(json, "id");
    jsonw_string(json, article->id);
    jsonw_key(json, "status");
    jsonw_integer(json, http);
    jsonw_end(json);
}

enum status article_answer(struct request *request, int http, const struct article *article, enum offset_unit unit)
{
    struct json json;
    request_answer(request, http, &json);
    request->etag = article_etag(&request->arena, article);
    if (!request->minimal)
        return article_json_write_in(&json, article, unit, &request->arena);
    write_minimal(request, http, article, &json);
    return STATUS_OK;
}

enum status article_answer_refused(struct request *request, const struct article_write *write)
{
    if (write->outcome == WRITE_STALE)
        return error_set(&request->error, STATUS_STALE_REVISION,
                         "What is stored was modified later than this article's modified_at says.");
    if (write->outcome != WRITE_REFUSED)
        return STATUS_OK;
    request->error_count = 0;
    for (unsigned member = 0; member < MEMBER_COUNT; member++)
        if (write->differs & 1U << member)
            request_add_error(request, article_member_pointer(member), "This differs from what is stored.");
    return error_set(&request->error, STATUS_CONFLICT,
                     "The article is stored already, and differs in the members that errors names.");
}
