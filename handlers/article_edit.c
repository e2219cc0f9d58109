/* PUT and PATCH /v1/articles/{id}: an article is replaced as a whole, or by a JSON merge patch (RFC 7396). */
#include "handlers/article_answer.h"
#include "handlers/article_body.h"
#include "handlers/handlers.h"
#include "handlers/input/uuid.h"
#include "service/route/etag.h"
#include "service/store/articles/article_get.h"
#include "service/store/articles/article_write.h"

#include <string.h>

enum { EDIT_ATTEMPTS = 20 /* times that others may replace the article in the same moment */ };

static const struct article_body nothing;

struct edit {
    char id[ARTICLE_ID_LENGTH + 1];
    struct article_body body;
    struct body_patch patch; /* of PATCH: which members of body count */
    bool whole;              /* PUT */
};

static enum status read_edit(struct request *request, bool whole, struct edit **ret_edit)
{
    struct edit *edit = arena_alloc(&request->arena, sizeof *edit);
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    if (!edit)
        return STATUS_OUT_OF_MEMORY;
    status = uuid_read(request, "An article", edit->id);
    if (status != STATUS_OK)
        return status;
    status =
        whole ? json_body_read(request, article_body_fields, article_body_field_count, &edit->body)
              : json_body_read_patch(request, article_body_fields, article_body_field_count, &edit->body, &edit->patch);
    edit->whole = whole;
    request_then_query(request, edit);
    *ret_edit = edit;
    return status;
}

static enum status check(struct request *request)
{
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_INPUT, "The article cannot be accepted; see errors.");
}

enum status article_put_prepare(struct request *request)
{
    struct edit *edit;
    enum status status = read_edit(request, true, &edit);
    if (status != STATUS_OK)
        return status;
    struct article_body *body = &edit->body;
    if (body->text.bytes && body->html.bytes)
        request_add_error(request, "/html", "Either text or html is given, not both.");
    else if (!body->text.bytes && !body->html.bytes)
        request_add_error(request, "/text", "One of text and html is needed.");
    if (check(request) != STATUS_OK || !body->html.bytes)
        return check(request);
    const char *url = body->url;
    status = article_body_take_page(request, body, body->html, NULL);
    body->url = url; /* the article has its address already */
    return status;
}

enum status article_patch_prepare(struct request *request)
{
    struct edit *edit;
    enum status status = read_edit(request, false, &edit);
    if (status == STATUS_OK && edit->body.html.bytes)
        request_add_error(request, "/html", "An article has text; html is taken by POST and PUT.");
    return status == STATUS_OK ? check(request) : status;
}

static bool names(const struct edit *edit, const char *field)
{
    return json_body_names(article_body_fields, article_body_field_count, &edit->patch, field);
}

/* What the article shall be: a PUT leaves out of its identity what stays, a PATCH leaves out all that stays. */
static void apply(struct request *request, const struct edit *edit, const struct article *stored,
                  struct article_body *ret_body)
{
    struct article_body *body = ret_body;
    if (edit->whole) {
        *body = edit->body;
        body->external_id = body->external_id ? body->external_id : stored->external_id;
        if (stored->external_id && !body->source)
            body->source = stored->source;
        if (!stored->external_id && !body->url)
            body->url = stored->url;
        return;
    }
    article_body_of(request, stored, body);
    body->author = NULL;
    json_body_patch(article_body_fields, article_body_field_count, &edit->patch, &edit->body, &nothing, body);
    if (names(edit, "author") && !names(edit, "authors"))
        body->authors.count = 0;
    if (!edit->body.language && (names(edit, "language") || names(edit, "text") || names(edit, "title")))
        body->language = NULL; /* it is found out anew */
}

static bool differ(const char *left, const char *right)
{
    return !left || !right ? left != right : strcmp(left, right) != 0;
}

/* Notes in request->errors what would make it another article: its id is derived from its identity. */
static void check_identity(struct request *request, const struct article *stored, const struct article *edited)
{
    static const char fault[] =
        "By this the article is known: it cannot change. Post it as another article, and delete this one.";
    const char *key = stored->url_key ? stored->url_key : stored->url;
    if (differ(stored->external_id, edited->external_id))
        request_add_error(request, "/external_id", fault);
    if (stored->external_id && differ(stored->source, edited->source))
        request_add_error(request, "/source", fault);
    if (!stored->external_id && differ(key, edited->url_key) && differ(stored->url, edited->url))
        request_add_error(request, "/url", fault);
}

/* Tags the edited article and makes it ready to replace `stored`. */
static enum status prepare_write(struct request *request, const struct edit *edit, const struct article *stored,
                                 struct article_write *write)
{
    struct article_body *body = arena_alloc(&request->arena, sizeof *body);
    struct article *article = arena_alloc(&request->arena, sizeof *article);
    if (!body || !article)
        return STATUS_OUT_OF_MEMORY;
    apply(request, edit, stored, body);
    if (!body->text.bytes)
        request_add_error(request, "/text", "An article needs a text.");
    article_body_check_authors(request, body);
    enum status status = check(request);
    if (status == STATUS_OK)
        status = article_body_make(request, body, article);
    if (status != STATUS_OK)
        return status;
    memcpy(article->id, stored->id, sizeof article->id);
    check_identity(request, stored, article);
    status = check(request);
    if (status == STATUS_OK)
        status = article_prepare(write, article, &request->arena, &request->error);
    write->language_given = body->language != NULL;
    write->expected = stored->revision;
    return status;
}

/* One attempt: reads the article, and replaces it if it is still the same revision then. */
static enum status attempt(struct request *request, struct store_conn *conn, struct article_write *write)
{
    const struct edit *edit = request->handover.state;
    struct article stored;
    struct recent recent;
    int culprit;
    enum status status = article_get(conn, edit->id, &request->arena, &stored, &request->error);
    if (status != STATUS_OK)
        return status;
    if (request->if_match && !etag_listed(request->if_match, article_etag(&request->arena, &stored)))
        return error_set(&request->error, STATUS_PRECONDITION_FAILED,
                         "The article is revision %lld by now, which is not one that If-Match names.",
                         (long long)stored.revision);
    status = prepare_write(request, edit, &stored, write);
    if (status != STATUS_OK)
        return status;
    recent_init(&recent);
    status = article_write_run(conn, &recent, (struct article_write *[]){write}, 1, &request->arena, &culprit,
                               &request->error);
    recent_release(&recent);
    return status;
}

enum status article_edit_query(struct request *request, struct store_conn *conn)
{
    const struct edit *edit = request->handover.state;
    struct article_write write = {.outcome = WRITE_MOVED};
    struct article article;
    enum status status = STATUS_OK;
    for (int i = 0; i < EDIT_ATTEMPTS && status == STATUS_OK && write.outcome == WRITE_MOVED; i++)
        status = attempt(request, conn, &write);
    if (status == STATUS_OK && write.outcome == WRITE_MOVED)
        return error_set(&request->error, STATUS_UNAVAILABLE, "The article is replaced too often at the moment.");
    if (status == STATUS_OK)
        status = article_answer_refused(request, &write);
    if (status == STATUS_OK)
        status = article_get(conn, write.current.id, &request->arena, &article, &request->error);
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES,
                write.outcome == WRITE_REPLACED ? METRICS_ARTICLE_REPLACED : METRICS_ARTICLE_EXISTING, 1);
    return article_answer(request, 200, &article, article_body_unit(&edit->body));
}
