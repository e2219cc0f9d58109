/* POST /v1/articles: an article as text, as HTML, or as the address of a page. */
#include "handlers/handlers.h"
#include "handlers/output/article_json.h"
#include "handlers/tagging.h"
#include "service/base/time_input.h"
#include "service/base/timestamp.h"
#include "service/fetch/charset.h"
#include "service/fetch/extract.h"
#include "service/fetch/fetch.h"
#include "service/route/field_checks.h"
#include "service/route/json_body.h"
#include "service/store/articles/article_get.h"
#include "service/store/articles/article_id.h"
#include "service/store/articles/article_prepare.h"

#include <string.h>
#include <strings.h>

struct input {
    struct text text, html;
    const char *title, *author, *source, *url, *external_id, *published_at, *language, *offset_unit;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, text, BODY_TEXT, .check = check_not_blank),
    BODY_FIELD(struct input, html, BODY_TEXT, .check = check_not_blank),
    BODY_FIELD(struct input, title, BODY_STRING),
    BODY_FIELD(struct input, author, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct input, source, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct input, url, BODY_STRING, .check = check_url),
    BODY_FIELD(struct input, external_id, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct input, published_at, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct input, language, BODY_STRING, .check = check_language),
    BODY_FIELD(struct input, offset_unit, BODY_STRING, .check = check_offset_unit),
};

/* What is stored, and how it is answered. */
struct posted {
    struct article article;
    enum offset_unit unit;
};

static const char *const no_parameters[] = {NULL};

/* Whether the article says that it was published so far in the future that it would lead every list for long. */
static bool is_far_ahead(const struct request *request, const struct article *article)
{
    return article->published &&
           article->published_at - article->received_at > request->app->config->published_ahead_ms * 1000;
}

static void fill(const struct request *request, struct article *article, const struct input *input)
{
    *article = (struct article){.source = input->source,
                                .external_id = input->external_id,
                                .url = input->url,
                                .title = input->title,
                                .author = input->author,
                                .text = input->text,
                                .received_at = timestamp_now()};
    if (input->published_at)
        article->published = !time_input_read(input->published_at, strlen(input->published_at), &article->published_at);
    bool dated = article->published && !is_far_ahead(request, article);
    article->dated_at = dated ? article->published_at : article->received_at;
    article_id_derive(article);
}

static void warn_if_far_ahead(const struct request *request, struct article *article)
{
    static const char *const warnings[] = {"published_at is further ahead than ALAM_PUBLISHED_AHEAD allows: lists and "
                                           "counts date the article by received_at."};
    if (!is_far_ahead(request, article))
        return;
    article->annotation.warnings = warnings;
    article->annotation.warning_count = sizeof warnings / sizeof *warnings;
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

static enum status answer_article(struct request *request, int http, const struct article *article,
                                  enum offset_unit unit)
{
    struct json json;
    request_answer(request, http, &json);
    if (request->minimal) {
        write_minimal(request, http, article, &json);
        return STATUS_OK;
    }
    return article_json_write_in(&json, article, unit, &request->arena);
}

/* Writes the answer now; it is sent once the article is committed. */
static enum status answer_created(struct request *request, const struct article *article, enum offset_unit unit)
{
    request->location = request_link(request, "/v1/articles/", article->id);
    return answer_article(request, 201, article, unit);
}

static enum status hand_to_writer(struct request *request, struct posted *posted)
{
    struct article_write *write = arena_alloc(&request->arena, sizeof *write);
    if (!write)
        return STATUS_OUT_OF_MEMORY;
    request_then_write(request, write, posted);
    return article_prepare(write, &posted->article, &request->arena, &request->error);
}

/* Tags the article and prepares it for the writer; input->text is set. */
static enum status complete(struct request *request, const struct input *input)
{
    struct posted *posted = arena_alloc(&request->arena, sizeof *posted);
    if (!posted)
        return STATUS_OUT_OF_MEMORY;
    struct article *article = &posted->article;
    fill(request, article, input);
    if (input->offset_unit)
        offset_unit_parse(input->offset_unit, &posted->unit);
    struct tag_request what = {.text = input->text, .language = input->language, .types = ENTITY_TYPES_ALL};
    if (input->title)
        what.title = (struct text){input->title, strlen(input->title)};
    enum status status = tagging_run(request, &what, &article->annotation);
    article->language = article->annotation.language;
    warn_if_far_ahead(request, article);
    if (status == STATUS_OK)
        status = hand_to_writer(request, posted);
    return status == STATUS_OK ? answer_created(request, article, posted->unit) : status;
}

/* Same scheme, host and port. A page may say that its address is another one, but not one of another site. */
static bool same_host(const char *left, const char *right)
{
    const char *a = strstr(left, "://"), *b = strstr(right, "://");
    size_t length = a ? strcspn(a + 3, "/?#") : 0;
    return a && b && strcspn(b + 3, "/?#") == length && strncasecmp(a, b, length + 3) == 0;
}

/* Takes from the page what the request left open. `address`: where the page was fetched; NULL: it was posted. */
static enum status take_page(struct request *request, struct input *input, struct text html, const char *address)
{
    struct extract extract;
    char moment[TIMESTAMP_LENGTH];
    size_t longest = (size_t)request->app->config->field_maximum;
    enum status status = extract_article(html.bytes, html.length, &request->arena, &extract, &request->error);
    if (status != STATUS_OK)
        return status;
    input->text = extract.text;
    if (!input->title && extract.meta.title && strlen(extract.meta.title) <= longest)
        input->title = extract.meta.title;
    if (!input->author && extract.meta.author && strlen(extract.meta.author) <= longest)
        input->author = extract.meta.author;
    if (!input->source && extract.meta.site && strlen(extract.meta.site) <= longest)
        input->source = extract.meta.site;
    if (!input->language && extract.meta.language)
        input->language = extract.meta.language;
    if (!input->published_at && extract.meta.published)
        input->published_at = arena_strdup(&request->arena, timestamp_format(extract.meta.published_at, moment));
    bool usable = extract.meta.url && strlen(extract.meta.url) <= longest &&
                  !check_url(extract.meta.url, strlen(extract.meta.url));
    if (address)
        input->url = usable && same_host(extract.meta.url, address) ? extract.meta.url : address;
    else if (!input->url && usable)
        input->url = extract.meta.url;
    return complete(request, input);
}

static enum status ask_for_page(struct request *request, const struct input *input)
{
    char trace[TRACE_LENGTH + 1];
    struct input *kept = arena_alloc(&request->arena, sizeof *kept);
    struct fetch_job *fetch = arena_alloc(&request->arena, sizeof *fetch);
    if (!kept || !fetch)
        return STATUS_OUT_OF_MEMORY;
    *kept = *input;
    fetch->url = input->url;
    fetch->maximum = (size_t)request->app->config->fetch_maximum;
    if (*request->trace.id)
        fetch->headers[0] = arena_printf(&request->arena, "traceparent: %s", trace_format(&request->trace, trace));
    request_then_fetch(request, fetch, kept);
    return STATUS_OK;
}

enum status article_post_prepare(struct request *request)
{
    struct input input = {.title = NULL};
    enum status status = request_allow_parameters(request, no_parameters);
    char *sent =
        request->respond_async ? arena_strndup(&request->arena, request->body.data, request->body.length) : NULL;
    if (status == STATUS_OK)
        status = json_body_read(request, fields, sizeof fields / sizeof *fields, &input);
    if (status != STATUS_OK)
        return status;
    if (input.text.bytes && input.html.bytes)
        request_add_error(request, "/html", "Either text or html is given, not both.");
    else if (!input.text.bytes && !input.html.bytes && !input.url)
        request_add_error(request, "/text", "One of text, html and url is needed.");
    if (request->error_count)
        return error_set(&request->error, STATUS_INVALID_INPUT, "The article is not given in one way; see errors.");
    if (request->respond_async) { /* the body is well formed: it is worked on later */
        request_then_query(request, sent);
        return STATUS_OK;
    }
    if (input.html.bytes)
        return take_page(request, &input, input.html, NULL);
    return input.text.bytes ? complete(request, &input) : ask_for_page(request, &input);
}

static bool is_page(const char *type)
{
    return !*type || strncasecmp(type, "text/html", 9) == 0 || strncasecmp(type, "application/xhtml+xml", 21) == 0;
}

enum status article_post_fetched(struct request *request)
{
    const struct fetch_job *fetch = request->handover.page;
    struct input *input = request->handover.state;
    struct strbuf utf8;
    if (fetch->status != STATUS_OK)
        return error_set(&request->error, fetch->status, "%s", fetch->error.detail);
    if (fetch->http != 200)
        return error_set(&request->error, STATUS_FETCH_FAILED, "The page's server answered %d.", fetch->http);
    if (!is_page(fetch->content_type))
        return error_set(&request->error, STATUS_FETCH_FAILED, "The address leads to something that is no HTML page.");
    strbuf_init(&utf8, 4 * fetch->maximum);
    enum status status =
        charset_to_utf8(fetch->answer.data, fetch->answer.length, fetch->content_type, &utf8, &request->error);
    const char *address = arena_strdup(&request->arena, fetch->final_url ? fetch->final_url : fetch->url);
    if (status == STATUS_OK)
        status = take_page(request, input, (struct text){utf8.data, utf8.length}, address);
    strbuf_release(&utf8);
    return status == STATUS_UNSUPPORTED_MEDIA_TYPE ? STATUS_FETCH_FAILED : status;
}

/* The article was stored before, or is to be worked on later. */
enum status article_post_query(struct request *request, struct store_conn *conn)
{
    if (request->respond_async)
        return article_async_query(request, conn);
    const struct posted *posted = request->handover.state;
    struct article article;
    enum status status = article_get(conn, posted->article.id, &request->arena, &article, &request->error);
    if (status == STATUS_NOT_FOUND)
        return error_set(&request->error, STATUS_UNAVAILABLE, "The article was deleted in the same moment.");
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_EXISTING, 1);
    return answer_article(request, 200, &article, posted->unit);
}
