/* GET and PUT /v1/articles/{id}/verdicts, and DELETE of one: what editors say of an article's mentions. */
#include "handlers/article_answer.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "handlers/output/verdict_json.h"
#include "handlers/verdict_input.h"
#include "service/route/etag.h"
#include "service/store/articles/article_get.h"
#include "service/store/articles/article_retag_run.h"

#include <string.h>

enum { EDIT_ATTEMPTS = 20 /* times that others may change the article in the same moment */ };

/* What the request asks for. */
struct asked {
    char id[ARTICLE_ID_LENGTH + 1], verdict[UUID_LENGTH + 1];
    struct verdict_inputs inputs;
    enum offset_unit unit;
};

static enum status read_path(struct request *request, const char *const *parameters, struct asked **ret_asked)
{
    struct asked *asked = arena_alloc(&request->arena, sizeof *asked);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!asked)
        return STATUS_OUT_OF_MEMORY;
    request_then_query(request, asked);
    *ret_asked = asked;
    return uuid_read(request, "An article", asked->id);
}

static enum status answer(struct request *request, const struct article *article, const struct verdict_list *verdicts,
                          enum offset_unit unit)
{
    struct json json;
    request_answer(request, 200, &json);
    request->etag = article_etag(&request->arena, article);
    verdict_json_write(&json, article, verdicts, unit);
    return STATUS_OK;
}

static enum status check_match(struct request *request, const struct article *article)
{
    if (!request->if_match || etag_listed(request->if_match, article_etag(&request->arena, article)))
        return STATUS_OK;
    return error_set(&request->error, STATUS_PRECONDITION_FAILED,
                     "The article, or what was found in it, is another than If-Match names: read both again.");
}

/* ---- GET ---- */

enum status verdict_list_prepare(struct request *request)
{
    static const char *const parameters[] = {"offset_unit", NULL};
    struct asked *asked;
    enum status status = read_path(request, parameters, &asked);
    if (status != STATUS_OK)
        return status;
    const char *unit = paging_text(request, "offset_unit", check_offset_unit);
    if (unit)
        offset_unit_parse(unit, &asked->unit);
    return paging_check(request);
}

enum status verdict_list_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    struct article article;
    struct verdict_list verdicts;
    enum status status = article_get(conn, asked->id, &request->arena, &article, &request->error);
    if (status == STATUS_OK)
        status = verdicts_of(conn, (const char *[]){asked->id}, 1, &request->arena, &verdicts, &request->error);
    return status == STATUS_OK ? answer(request, &article, &verdicts, asked->unit) : status;
}

/* ---- PUT and DELETE ---- */

/* What the verdicts shall be. *ret_changed: whether that is anything new. */
typedef enum status change_verdicts(struct request *request, struct store_conn *conn, const struct article *article,
                                    const struct verdict_list *known, struct verdict_list *ret_list, bool *ret_changed);

static enum status tag_beside(struct request *request, struct retag *retag)
{
    struct arena scratch;
    arena_init(&scratch, request->arena.maximum);
    enum status status =
        article_retag_tag(retag, request_gazetteer(request), &scratch, &request->arena, &request->error);
    arena_release(&scratch);
    return status;
}

/* Stores the verdicts, and what they make of the article, if it is still as it was read. */
static enum status store(struct request *request, struct store_conn *conn, const struct article *article,
                         const struct verdict_list *verdicts, bool *ret_stored)
{
    struct retag_list list;
    struct recent recent;
    enum status status =
        article_retag_load(conn, (const char *[]){article->id}, 1, &request->arena, &list, &request->error);
    if (status != STATUS_OK)
        return status;
    struct retag *retag = list.items;
    if (list.count == 0 || retag->article.revision != article->revision || retag->article.retagged != article->retagged)
        return STATUS_OK;
    retag->verdicts = *verdicts;
    retag->judged = true;
    status = tag_beside(request, retag);
    if (status != STATUS_OK)
        return status;
    recent_init(&recent);
    status = article_retag_run(conn, &recent, &list, NULL, &request->arena, &request->error);
    recent_release(&recent);
    *ret_stored = status == STATUS_OK && retag->write.outcome == WRITE_RETAGGED;
    return status;
}

static enum status attempt(struct request *request, struct store_conn *conn, change_verdicts *change, bool *ret_done)
{
    const struct asked *asked = request->handover.state;
    struct article article;
    struct verdict_list known, verdicts;
    bool changed = false;
    enum status status = article_get(conn, asked->id, &request->arena, &article, &request->error);
    if (status == STATUS_OK)
        status = check_match(request, &article);
    if (status == STATUS_OK)
        status = verdicts_of(conn, (const char *[]){asked->id}, 1, &request->arena, &known, &request->error);
    if (status == STATUS_OK)
        status = change(request, conn, &article, &known, &verdicts, &changed);
    *ret_done = status == STATUS_OK && !changed;
    return status == STATUS_OK && changed ? store(request, conn, &article, &verdicts, ret_done) : status;
}

static enum status change_until_done(struct request *request, struct store_conn *conn, change_verdicts *change)
{
    enum status status = STATUS_OK;
    bool done = false;
    for (int i = 0; i < EDIT_ATTEMPTS && status == STATUS_OK && !done; i++)
        status = attempt(request, conn, change, &done);
    if (status == STATUS_OK && !done)
        return error_set(&request->error, STATUS_UNAVAILABLE, "The article is changed too often at the moment.");
    return status;
}

enum status verdict_put_prepare(struct request *request)
{
    struct asked *asked;
    enum status status = read_path(request, NULL, &asked);
    if (status == STATUS_OK)
        status = verdict_input_read(request, &asked->inputs);
    asked->unit = asked->inputs.unit;
    return status;
}

static enum status merge(struct request *request, struct store_conn *conn, const struct article *article,
                         const struct verdict_list *known, struct verdict_list *ret_list, bool *ret_changed)
{
    const struct asked *asked = request->handover.state;
    return verdict_input_merge(request, conn, &asked->inputs, article, known, ret_list, ret_changed);
}

enum status verdict_put_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    enum status status = change_until_done(request, conn, merge);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < asked->inputs.count; i++) {
        enum verdict_kind kind = VERDICT_CONFIRM;
        verdict_kind_parse(asked->inputs.items[i].verdict, &kind);
        metrics_add(request->app->metrics, METRIC_VERDICTS, (size_t)kind, 1);
    }
    return verdict_list_query(request, conn);
}

enum status verdict_delete_prepare(struct request *request)
{
    struct asked *asked;
    enum status status = read_path(request, NULL, &asked);
    if (status != STATUS_OK)
        return status;
    return uuid_parse(request->path_values[1], asked->verdict)
               ? STATUS_OK
               : error_set(&request->error, STATUS_MALFORMED_ID, "A verdict's id is a UUID.");
}

static enum status leave_out(struct request *request, struct store_conn *conn, const struct article *article,
                             const struct verdict_list *known, struct verdict_list *ret_list, bool *ret_changed)
{
    const struct asked *asked = request->handover.state;
    struct verdict_list list = {.items = arena_array(&request->arena, known->count, sizeof *list.items)};
    (void)conn, (void)article;
    for (size_t i = 0; list.items && i < known->count; i++)
        if (strcmp(known->items[i].id, asked->verdict) != 0)
            list.items[list.count++] = known->items[i];
    *ret_list = list;
    *ret_changed = list.count < known->count;
    if (!list.items)
        return STATUS_OUT_OF_MEMORY;
    return *ret_changed
               ? STATUS_OK
               : error_set(&request->error, STATUS_NOT_FOUND, "There is no verdict with this id on the article.");
}

enum status verdict_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = change_until_done(request, conn, leave_out);
    if (status == STATUS_OK)
        request->http = 204;
    return status;
}
