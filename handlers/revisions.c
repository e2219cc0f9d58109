/* GET /v1/articles/{id}/revisions, and one of them. */
#include "service/store/articles/revisions.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "handlers/output/article_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "service/store/articles/article_get.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REVISION_DIGITS = 9 };

static const char mark[] = "v1 ";

struct asked {
    char id[ARTICLE_ID_LENGTH + 1];
    int64_t revision; /* before this one in lists */
    int64_t limit;
};

static enum status read_id(struct request *request, const char *const *parameters, struct asked **ret_asked)
{
    struct asked *asked = arena_alloc(&request->arena, sizeof *asked);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!asked)
        return STATUS_OUT_OF_MEMORY;
    asked->revision = INT32_MAX;
    request_then_query(request, asked);
    *ret_asked = asked;
    return uuid_read(request, "An article", asked->id);
}

enum status revision_list_prepare(struct request *request)
{
    static const char *const parameters[] = {"limit", "cursor", NULL};
    struct asked *asked;
    int length = 0;
    enum status status = read_id(request, parameters, &asked);
    if (status != STATUS_OK)
        return status;
    asked->limit = paging_limit(request);
    const char *position = paging_cursor(request, mark);
    bool sound = position && strlen(position) <= REVISION_DIGITS &&
                 sscanf(position, "%" SCNd64 "%n", &asked->revision, &length) == 1 && !position[length];
    if (position && !sound)
        paging_refuse_cursor(request);
    return paging_check(request);
}

enum status revision_get_prepare(struct request *request)
{
    const char *number = request->path_values[1];
    size_t length = strlen(number);
    struct asked *asked;
    enum status status = read_id(request, NULL, &asked);
    if (status != STATUS_OK)
        return status;
    if (length == 0 || length > REVISION_DIGITS || strspn(number, "0123456789") != length)
        return error_set(&request->error, STATUS_MALFORMED_ID, "A revision is a number, from 1 on.");
    asked->revision = strtoll(number, NULL, 10);
    return STATUS_OK;
}

enum status revision_list_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    struct revision_page page = {.count = 0};
    struct article article;
    struct json json;
    enum status status = article_get(conn, asked->id, &request->arena, &article, &request->error);
    if (status == STATUS_OK)
        status =
            revisions_list(conn, asked->id, asked->revision, asked->limit, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < page.count; i++) {
        jsonw_object(&json);
        article_json_write_members(&json, &page.revisions[i].article);
        member_time(&json, "replaced_at", page.revisions[i].replaced_at);
        jsonw_end(&json);
    }
    int64_t last = page.count ? page.revisions[page.count - 1].article.revision : 0;
    list_json_end(&json, paging_next(request, page.more, mark, "%" PRId64, last));
    return STATUS_OK;
}

static void answer_revision(struct request *request, const struct article *article, const int64_t *replaced_at)
{
    struct json json;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    article_json_write_members(&json, article);
    jsonw_key(&json, "text");
    jsonw_stringn(&json, article->text.bytes, article->text.length);
    member_time_if(&json, "replaced_at", replaced_at != NULL, replaced_at ? *replaced_at : 0);
    jsonw_end(&json);
}

/* The revision that is in force is answered as well, so that every number that an article had leads somewhere. */
enum status revision_get_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    struct revision revision;
    struct article article;
    enum status status = article_get(conn, asked->id, &request->arena, &article, &request->error);
    if (status != STATUS_OK)
        return status;
    if (article.revision == asked->revision) {
        answer_revision(request, &article, NULL);
        return STATUS_OK;
    }
    status = revisions_get(conn, asked->id, asked->revision, &request->arena, &revision, &request->error);
    if (status == STATUS_OK)
        answer_revision(request, &revision.article, &revision.replaced_at);
    return status;
}
