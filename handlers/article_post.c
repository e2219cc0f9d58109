/* POST /v1/articles: an article as text, as HTML, or as the address of a page. */
#include "handlers/article_answer.h"
#include "handlers/article_body.h"
#include "handlers/handlers.h"
#include "handlers/page.h"
#include "service/store/articles/article_get.h"
#include "service/store/articles/article_id.h"
#include "service/store/articles/article_write.h"

#include <string.h>

static const char *const parameters[] = {"if_exists", NULL};

static const struct choice {
    const char *name;
    enum if_exists value;
} choices[] = {{"replace", IF_EXISTS_REPLACE}, {"keep", IF_EXISTS_KEEP}, {"fail", IF_EXISTS_FAIL}};

/* False: the parameter has another value. */
static bool read_if_exists(const struct request *request, enum if_exists *ret_value)
{
    const char *given = request_parameter(request, "if_exists");
    *ret_value = IF_EXISTS_REPLACE;
    if (!given)
        return true;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(choices[i].name, given) != 0)
            continue;
        *ret_value = choices[i].value;
        return true;
    }
    return false;
}

/* What is stored, and how it is answered. */
struct posted {
    struct article article;
    enum offset_unit unit;
    const char *page_url; /* article_body.h */
    bool mistaken;        /* the page's claim of another address is not believed */
};

static void set_location(struct request *request, const struct article *article)
{
    request->location = request_link(request, "/v1/articles/", article->id);
}

/* Prepares the article for the writer. The answer is written now; it is sent once the article is committed, if it is
 * new. */
static enum status hand_to_writer(struct request *request, struct posted *posted)
{
    struct article_write *write = arena_alloc(&request->arena, sizeof *write);
    char former[ARTICLE_ID_LENGTH + 1];
    if (!write)
        return STATUS_OUT_OF_MEMORY;
    article_id_derive(&posted->article, former);
    request_then_write(request, write, posted);
    enum status status = article_prepare(write, &posted->article, &request->arena, &request->error);
    memcpy(write->former, former, sizeof write->former);
    read_if_exists(request, &write->if_exists);
    if (status != STATUS_OK)
        return status;
    set_location(request, &posted->article);
    return article_answer(request, 201, &posted->article, posted->unit);
}

/* Tags the article and prepares it for the writer; body->text is set. */
static enum status complete(struct request *request, const struct article_body *body)
{
    struct posted *posted = arena_alloc(&request->arena, sizeof *posted);
    enum status status = posted ? article_body_make(request, body, &posted->article) : STATUS_OUT_OF_MEMORY;
    if (status != STATUS_OK)
        return status;
    posted->unit = article_body_unit(body);
    posted->page_url = body->page_url;
    status = hand_to_writer(request, posted);
    if (status == STATUS_OK)
        request->handover.write->language_given = body->language != NULL;
    return status;
}

static enum status take_page(struct request *request, struct article_body *body, struct text html, const char *address)
{
    enum status status = article_body_take_page(request, body, html, address);
    return status == STATUS_OK ? complete(request, body) : status;
}

enum status article_post_check(struct request *request)
{
    enum if_exists unused;
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK || read_if_exists(request, &unused))
        return status;
    request_add_error(request, "if_exists", "This must be replace, keep or fail.");
    return error_set(&request->error, STATUS_INVALID_PARAMETER, "The query cannot be accepted; see errors.");
}

/* What is wrong with the query, then with the body. */
static enum status read_request(struct request *request, struct article_body *body)
{
    enum status status = article_post_check(request);
    if (status == STATUS_OK)
        status = json_body_read(request, article_body_fields, article_body_field_count, body);
    if (status != STATUS_OK)
        return status;
    if (body->text.bytes && body->html.bytes)
        request_add_error(request, "/html", "Either text or html is given, not both.");
    else if (!body->text.bytes && !body->html.bytes && !body->url)
        request_add_error(request, "/text", "One of text, html and url is needed.");
    article_body_check_identity(request, body);
    article_body_check_authors(request, body);
    if (request->error_count)
        return error_set(&request->error, STATUS_INVALID_INPUT, "The article cannot be accepted; see errors.");
    return STATUS_OK;
}

enum status article_post_prepare(struct request *request)
{
    struct article_body *body = arena_alloc(&request->arena, sizeof *body);
    char *sent =
        request->respond_async ? arena_strndup(&request->arena, request->body.data, request->body.length) : NULL;
    enum status status = body ? read_request(request, body) : STATUS_OUT_OF_MEMORY;
    if (status != STATUS_OK)
        return status;
    if (request->respond_async) { /* the body is well formed: it is worked on later */
        request_then_query(request, sent);
        return STATUS_OK;
    }
    if (body->html.bytes)
        return take_page(request, body, body->html, NULL);
    return body->text.bytes ? complete(request, body) : page_ask(request, body->url, body);
}

enum status article_post_fetched(struct request *request)
{
    struct article_body *body = request->handover.state;
    const char *address;
    struct strbuf utf8;
    strbuf_init(&utf8, 4 * (size_t)request->app->config->fetch_maximum);
    enum status status = page_received(request, &utf8, &address);
    if (status == STATUS_OK && !article_body_may_keep(request, address))
        status = error_set(&request->error, STATUS_FETCH_FAILED,
                           "The page was found at an address that is too long, or is no address that alam keeps.");
    if (status == STATUS_OK)
        status = take_page(request, body, strbuf_text(&utf8), address);
    strbuf_release(&utf8);
    return status;
}

/* Stores the article by the address that its page was fetched from, because the one that it claims is another page's. */
static enum status store_by_own_address(struct request *request, struct store_conn *conn, struct posted *posted)
{
    struct article_write *write = request->handover.write;
    struct recent recent;
    int culprit;
    posted->mistaken = true;
    posted->article.url = posted->page_url;
    posted->article.url_key = posted->article.page_key;
    article_id_derive(&posted->article, write->former);
    recent_init(&recent);
    enum status status = article_write_run(conn, &recent, &write, 1, &request->arena, &culprit, &request->error);
    recent_release(&recent);
    return status;
}

static const int metrics_of[] = {[WRITE_CREATED] = METRICS_ARTICLE_CREATED,
                                 [WRITE_REPLACED] = METRICS_ARTICLE_REPLACED,
                                 [WRITE_UNCHANGED] = METRICS_ARTICLE_EXISTING};

/* The article was stored before, or is to be worked on later. */
enum status article_post_query(struct request *request, struct store_conn *conn)
{
    if (request->respond_async)
        return article_async_query(request, conn);
    struct posted *posted = request->handover.state;
    const struct article_write *write = request->handover.write;
    struct article article;
    enum status status = STATUS_OK;
    if (posted->mistaken || write->outcome == WRITE_MISTAKEN)
        status = store_by_own_address(request, conn, posted);
    if (status == STATUS_OK)
        status = article_answer_refused(request, write);
    if (status == STATUS_OK)
        status = article_get(conn, write->current.id, &request->arena, &article, &request->error);
    if (status == STATUS_NOT_FOUND)
        return error_set(&request->error, STATUS_UNAVAILABLE, "The article was deleted in the same moment.");
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, metrics_of[write->outcome], 1);
    set_location(request, &article);
    return article_answer(request, write->outcome == WRITE_CREATED ? 201 : 200, &article, posted->unit);
}
