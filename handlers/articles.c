#include "handlers/article_json.h"
#include "handlers/handlers.h"
#include "handlers/tagging.h"
#include "service/base/timestamp.h"
#include "service/http/json_body.h"
#include "service/store/article_write.h"

#include <string.h>

struct input {
    struct text text;
    const char *title, *source, *url, *external_id, *published_at, *language;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, text, BODY_TEXT, .required = true, .check = check_not_blank),
    BODY_FIELD(struct input, title, BODY_STRING),
    BODY_FIELD(struct input, source, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct input, url, BODY_STRING, .check = check_url),
    BODY_FIELD(struct input, external_id, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct input, published_at, BODY_STRING, .check = check_timestamp),
    BODY_FIELD(struct input, language, BODY_STRING, .check = check_language),
};

static const char *const no_parameters[] = {NULL};

static void fill(struct article *article, const struct input *input)
{
    *article = (struct article){.source = input->source,
                                .external_id = input->external_id,
                                .url = input->url,
                                .title = input->title,
                                .text = input->text,
                                .received_at = timestamp_now()};
    if (input->published_at)
        article->published = timestamp_parse(input->published_at, strlen(input->published_at), &article->published_at);
    article->dated_at = article->published ? article->published_at : article->received_at;
    article_derive_id(article);
}

static enum status answer_article(struct request *request, int http, const struct article *article)
{
    struct json json;
    request_answer(request, http, &json);
    article_write_json(&json, article);
    return STATUS_OK;
}

/* The answer is written now; it is sent when the article is committed. */
static enum status answer_created(struct request *request, const struct article *article)
{
    request->location = arena_printf(&request->arena, "/v1/articles/%s", article->id);
    return answer_article(request, 201, article);
}

static enum status hand_to_writer(struct request *request, const struct article *article)
{
    struct article_write *write = arena_alloc(&request->arena, sizeof *write);
    if (!write)
        return STATUS_OUT_OF_MEMORY;
    enum status status = article_write_prepare(write, article, &request->arena, &request->error);
    request->write = write;
    return status;
}

enum status article_post_prepare(struct request *request)
{
    struct input input = {.title = NULL};
    struct article *article = arena_alloc(&request->arena, sizeof *article);
    enum status status = request_allow_parameters(request, no_parameters);
    if (status == STATUS_OK)
        status = json_body_read(request, fields, sizeof fields / sizeof *fields, &input);
    if (status != STATUS_OK)
        return status;
    if (!article)
        return STATUS_OUT_OF_MEMORY;
    fill(article, &input);
    struct tag_request what = {.text = input.text, .language = input.language, .types = ENTITY_TYPES_ALL};
    if (input.title)
        what.title = (struct text){input.title, strlen(input.title)};
    status = tagging_run(request, &what, &article->annotation);
    article->language = article->annotation.language;
    request->state = article;
    if (status == STATUS_OK)
        status = hand_to_writer(request, article);
    return status == STATUS_OK ? answer_created(request, article) : status;
}

/* The article was there already. */
enum status article_post_query(struct request *request, struct store_conn *conn)
{
    const struct article *posted = request->state;
    struct article article;
    enum status status = articles_get(conn, posted->id, &request->arena, &article, &request->error);
    if (status == STATUS_NOT_FOUND)
        return error_set(&request->error, STATUS_UNAVAILABLE, "The article was deleted in the same moment.");
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_EXISTING, 1);
    return answer_article(request, 200, &article);
}

enum status article_id_prepare(struct request *request)
{
    char *id = arena_alloc(&request->arena, ARTICLE_ID_LENGTH + 1);
    enum status status = request_allow_parameters(request, no_parameters);
    if (status != STATUS_OK)
        return status;
    if (!id)
        return STATUS_OUT_OF_MEMORY;
    if (!article_id_parse(request->path_values[0], id))
        return error_set(&request->error, STATUS_MALFORMED_ID, "An article's id is a UUID.");
    request->state = id;
    return STATUS_OK;
}

enum status article_get_query(struct request *request, struct store_conn *conn)
{
    struct article article;
    enum status status = articles_get(conn, request->state, &request->arena, &article, &request->error);
    return status == STATUS_OK ? answer_article(request, 200, &article) : status;
}

enum status article_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = articles_delete(conn, request->state, &request->arena, &request->error);
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_DELETED, 1);
    request->http = 204;
    return STATUS_OK;
}
