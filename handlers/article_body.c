#include "handlers/article_body.h"

#include "handlers/page.h"
#include "handlers/tagging.h"
#include "service/base/time_input.h"
#include "service/base/timestamp.h"
#include "service/base/url.h"

#include <string.h>

const struct body_field article_body_fields[] = {
    BODY_FIELD(struct article_body, text, BODY_TEXT, .check = check_not_blank),
    BODY_FIELD(struct article_body, html, BODY_TEXT, .check = check_not_blank),
    BODY_FIELD(struct article_body, title, BODY_STRING),
    BODY_FIELD(struct article_body, author, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct article_body, authors, BODY_LIST, .check = check_not_blank),
    BODY_FIELD(struct article_body, source, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct article_body, section, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct article_body, tags, BODY_LIST, .check = check_not_blank),
    BODY_FIELD(struct article_body, url, BODY_STRING, .check = check_url),
    BODY_FIELD(struct article_body, external_id, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct article_body, published_at, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct article_body, modified_at, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct article_body, language, BODY_STRING, .check = check_language),
    BODY_FIELD(struct article_body, offset_unit, BODY_STRING, .check = check_offset_unit),
};
const size_t article_body_field_count = sizeof article_body_fields / sizeof *article_body_fields;

void article_body_check_identity(struct request *request, const struct article_body *body)
{
    if (body->external_id && !body->source)
        request_add_error(request, "/source", "An external_id is known only within its source: source is needed too.");
}

void article_body_check_authors(struct request *request, const struct article_body *body)
{
    if (body->author && body->authors.count && strcmp(body->author, body->authors.items[0]) != 0)
        request_add_error(request, "/author", "This is not the first of authors: give one of the two.");
}

/* A member of a page's metadata, unless it is too long for a field. */
static const char *usable(const struct request *request, const char *value)
{
    return value && strlen(value) <= (size_t)request->app->config->field_maximum ? value : NULL;
}

bool article_body_may_keep(const struct request *request, const char *url)
{
    return usable(request, url) && !check_url(url, strlen(url));
}

static const char *page_url(const struct request *request, const char *canonical, const char *address)
{
    const char *url = usable(request, canonical);
    if (url && !article_body_may_keep(request, url))
        url = NULL;
    if (!address)
        return url && url_is_of_page(url) ? url : NULL;
    return url && url_names_page(url, address) ? url : address;
}

/* The members that the body leaves to the page. */
static void take_meta(struct request *request, struct article_body *body, const struct meta *meta)
{
    char moment[TIMESTAMP_LENGTH];
    if (!body->title)
        body->title = usable(request, meta->title);
    for (size_t i = 0; i < meta->byline.count && !body->author && body->authors.count == i; i++)
        if (usable(request, meta->byline.authors[i]))
            body->authors.items[body->authors.count++] = meta->byline.authors[i];
    if (!body->source)
        body->source = usable(request, meta->site);
    if (!body->language)
        body->language = meta->language;
    if (!body->published_at && meta->published)
        body->published_at = arena_strdup(&request->arena, timestamp_format(meta->published_at, moment));
    if (!body->modified_at && meta->modified)
        body->modified_at = arena_strdup(&request->arena, timestamp_format(meta->modified_at, moment));
}

enum status article_body_take_page(struct request *request, struct article_body *body, struct text html,
                                   const char *address)
{
    struct extract extract;
    enum status status = page_extract(request, html, address, &extract);
    if (status != STATUS_OK)
        return status;
    body->text = extract.text;
    take_meta(request, body, &extract.meta);
    for (size_t i = 0; i < extract.warning_count && body->warning_count < ARTICLE_BODY_WARNINGS; i++)
        body->warnings[body->warning_count++] = extract.warnings[i];
    body->page_url = address;
    if (address || !body->url)
        body->url = page_url(request, extract.meta.url, address);
    return STATUS_OK;
}

const char *article_body_url_key(struct request *request, const char *url)
{
    struct strbuf key;
    if (!url)
        return NULL;
    strbuf_init(&key, 4 * strlen(url) + sizeof "https://"); /* at worst each byte is escaped */
    url_normalize(url, &key);
    const char *normal = strbuf_ok(&key) ? arena_strndup(&request->arena, key.data, key.length) : NULL;
    request->arena.failed |= !normal;
    strbuf_release(&key);
    return normal;
}

static bool read_time(const char *value, int64_t *ret_time)
{
    return value && !time_input_read(value, strlen(value), ret_time);
}

/* Whether the article says that it was published so far in the future that it would lead every list for long. */
static bool is_far_ahead(const struct request *request, const struct article *article)
{
    return article->published &&
           article->published_at - article->received_at > request->app->config->published_ahead_ms * 1000;
}

static enum status annotate(struct request *request, const struct article_body *body, struct article *article)
{
    static const char *const ahead = "published_at is further ahead than ALAM_PUBLISHED_AHEAD allows: lists and counts "
                                     "date the article by received_at.";
    const struct tag_request what = {
        .title = text_of(body->title), .text = body->text, .language = body->language, .types = ENTITY_TYPES_ALL};
    enum status status = tagging_run(request, &what, &article->annotation);
    article->language = article->annotation.language;
    const char **warnings = arena_array(&request->arena, ARTICLE_BODY_WARNINGS + 1, sizeof *warnings);
    if (!warnings)
        return STATUS_OUT_OF_MEMORY;
    memcpy(warnings, body->warnings, sizeof body->warnings);
    article->annotation.warnings = warnings;
    article->annotation.warning_count = body->warning_count;
    if (is_far_ahead(request, article))
        warnings[article->annotation.warning_count++] = ahead;
    return status;
}

static void date(struct request *request, const struct article_body *body, struct article *article)
{
    article->received_at = timestamp_now();
    article->published = read_time(body->published_at, &article->published_at);
    article->modified = read_time(body->modified_at, &article->modified_at);
    bool dated = article->published && !is_far_ahead(request, article);
    article->dated_at = dated ? article->published_at : article->received_at;
}

enum status article_body_make(struct request *request, const struct article_body *body, struct article *ret_article)
{
    struct article article = {.source = body->source,
                              .external_id = body->external_id,
                              .url = body->url,
                              .url_key = article_body_url_key(request, body->url),
                              .page_key = article_body_url_key(request, body->page_url),
                              .title = body->title,
                              .section = body->section,
                              .authors = {body->authors.items, body->authors.count},
                              .tags = {body->tags.items, body->tags.count},
                              .text = body->text,
                              .revision = 1};
    if (body->author && body->authors.count == 0)
        article.authors = (struct text_list){&body->author, 1};
    date(request, body, &article);
    enum status status = request->arena.failed ? STATUS_OUT_OF_MEMORY : annotate(request, body, &article);
    if (status == STATUS_OK)
        *ret_article = article;
    return status;
}

enum offset_unit article_body_unit(const struct article_body *body)
{
    enum offset_unit unit = OFFSET_CODEPOINT;
    if (body->offset_unit)
        offset_unit_parse(body->offset_unit, &unit);
    return unit;
}

static void copy_list(struct text_list list, struct body_list *ret_list)
{
    ret_list->count = list.count < BODY_LIST_MAXIMUM ? list.count : BODY_LIST_MAXIMUM;
    for (size_t i = 0; i < ret_list->count; i++)
        ret_list->items[i] = list.items[i];
}

static const char *write_time(struct request *request, bool given, int64_t time)
{
    char buffer[TIMESTAMP_LENGTH];
    return given ? arena_strdup(&request->arena, timestamp_format(time, buffer)) : NULL;
}

void article_body_of(struct request *request, const struct article *article, struct article_body *ret_body)
{
    struct article_body *body = ret_body;
    *body = (struct article_body){.text = article->text,
                                  .title = article->title,
                                  .source = article->source,
                                  .url = article->url,
                                  .external_id = article->external_id,
                                  .section = article->section,
                                  .language = article->language};
    copy_list(article->authors, &body->authors);
    copy_list(article->tags, &body->tags);
    body->published_at = write_time(request, article->published, article->published_at);
    body->modified_at = write_time(request, article->modified, article->modified_at);
}
