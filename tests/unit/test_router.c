#include "service/route/router.h"

#include "tests/unit/request_fixture.h"
#include "tests/unit/rows.h"

#define ROUTE(verb, path) .method = (verb), .pattern = (path), .name = verb " " path

static const struct route routes[] = {
    {ROUTE("GET", "/v1/articles")},
    {ROUTE("POST", "/v1/articles")},
    {ROUTE("GET", "/v1/articles/{id}")},
    {ROUTE("DELETE", "/v1/articles/{id}")},
    {ROUTE("POST", "/v1/subscriptions/{id}/dead-letters/{message}/redeliver")},
    {ROUTE("GET", "/livez")},
    {ROUTE("GET", "/")},
};

static const struct target {
    const char *reason;
    const char *method, *target;
    enum status status;
    const char *route; /* NULL: none is found */
    const char *values[REQUEST_PATH_VALUES];
    const char *allow;
} targets[] = {
    {"a path without braces", "GET", "/v1/articles", STATUS_OK, "GET /v1/articles", {NULL}, NULL},
    {"the method tells two routes of a path apart",
     "POST",
     "/v1/articles",
     STATUS_OK,
     "POST /v1/articles",
     {NULL},
     NULL},
    {"HEAD is answered by GET's route", "HEAD", "/livez", STATUS_OK, "GET /livez", {NULL}, NULL},
    {"the segment in place of the braces", "GET", "/v1/articles/17", STATUS_OK, "GET /v1/articles/{id}", {"17"}, NULL},
    {"two values, in their order",
     "POST",
     "/v1/subscriptions/s/dead-letters/m/redeliver",
     STATUS_OK,
     "POST /v1/subscriptions/{id}/dead-letters/{message}/redeliver",
     {"s", "m"},
     NULL},
    {"an escape is decoded", "GET", "/v1/articles/a%20b", STATUS_OK, "GET /v1/articles/{id}", {"a b"}, NULL},
    {"small hexadecimal digits", "GET", "/v1/articles/%d9%85", STATUS_OK, "GET /v1/articles/{id}", {"م"}, NULL},
    {"an escaped slash stays inside of its segment",
     "GET",
     "/v1/articles/a%2Fb",
     STATUS_OK,
     "GET /v1/articles/{id}",
     {"a/b"},
     NULL},
    {"a plus sign in a path is a plus sign",
     "GET",
     "/v1/articles/a+b",
     STATUS_OK,
     "GET /v1/articles/{id}",
     {"a+b"},
     NULL},
    {"a slash at the end makes no difference", "GET", "/v1/articles/", STATUS_OK, "GET /v1/articles", {NULL}, NULL},
    {"behind a value neither", "GET", "/v1/articles/17/", STATUS_OK, "GET /v1/articles/{id}", {"17"}, NULL},
    {"an empty segment before it is a value, for the handler to refuse",
     "GET",
     "/v1/articles//",
     STATUS_OK,
     "GET /v1/articles/{id}",
     {""},
     NULL},
    {"below the base path", "GET", "/base/path/livez/", STATUS_OK, "GET /livez", {NULL}, NULL},
    {"the base path alone is the root", "GET", "/base/path", STATUS_OK, "GET /", {NULL}, NULL},
    {"and with its slash", "GET", "/base/path/", STATUS_OK, "GET /", {NULL}, NULL},
    {"the root", "GET", "/", STATUS_OK, "GET /", {NULL}, NULL},
    {"another path that begins like it", "GET", "/base/paths/livez", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"the base path twice", "GET", "/base/path/base/path/livez", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"a target with scheme and host (RFC 9112 section 3.2.2)",
     "GET",
     "http://alam.example/livez",
     STATUS_OK,
     "GET /livez",
     {NULL},
     NULL},
    {"scheme and host alone mean the root", "GET", "http://alam.example", STATUS_OK, "GET /", {NULL}, NULL},
    {"an unknown path", "GET", "/v2/articles", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"the beginning of a path", "GET", "/v1", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"a segment too many", "GET", "/livez/x", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"two slashes at the end", "GET", "/livez//", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"letters of another case", "GET", "/LIVEZ", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"more segments than any route has", "GET", "/1/2/3/4/5/6/7/8/9", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"a method that the path does not take",
     "PUT",
     "/v1/articles",
     STATUS_METHOD_NOT_ALLOWED,
     NULL,
     {NULL},
     "GET, HEAD, POST, OPTIONS"},
    {"methods are upper case", "get", "/livez", STATUS_METHOD_NOT_ALLOWED, NULL, {NULL}, "GET, HEAD, OPTIONS"},
    {"OPTIONS of a path says what it takes",
     "OPTIONS",
     "/v1/articles/17",
     STATUS_OK,
     NULL,
     {NULL},
     "GET, HEAD, DELETE, OPTIONS"},
    {"OPTIONS of an unknown path", "OPTIONS", "/v1/nothing", STATUS_NOT_FOUND, NULL, {NULL}, NULL},
    {"OPTIONS of the server as a whole", "OPTIONS", "*", STATUS_OK, NULL, {NULL}, "GET, HEAD, POST, DELETE, OPTIONS"},
    {"a star for another method is no path", "GET", "*", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"no slash in front", "GET", "livez", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"nothing", "GET", "", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"an escape of one digit", "GET", "/v1/articles/a%2", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"an escape of other letters", "GET", "/v1/articles/%zz", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"an escaped NUL", "GET", "/v1/articles/a%00", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"an escaped line feed", "GET", "/v1/articles/a%0Ab", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
    {"escapes that are no UTF-8", "GET", "/v1/articles/%ff", STATUS_BAD_REQUEST, NULL, {NULL}, NULL},
};

static void assert_same_text(const char *text, const char *expected)
{
    assert_int_equal(text != NULL, expected != NULL);
    if (expected)
        assert_string_equal(text, expected);
}

static void leads_to_its_route(void **state)
{
    ROW(struct target, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    fixture.config.base_path = "/base/path";
    enum status status = router_resolve(routes, sizeof routes / sizeof *routes, row->method, row->target, request);
    assert_int_equal(status, row->status);
    assert_same_text(request->route ? request->route->name : NULL, row->route);
    for (size_t i = 0; i < REQUEST_PATH_VALUES; i++)
        assert_same_text(request->path_values[i], row->values[i]);
    assert_same_text(request->allow, row->allow);
    request_fixture_release(&fixture);
}

static const struct query {
    const char *reason;
    const char *query; /* behind "/livez" */
    enum status status;
    size_t count;
    const char *name, *value; /* of one parameter; NULL: none is looked at */
} queries[] = {
    {"no query", "", STATUS_OK, 0, NULL, NULL},
    {"an empty query", "?", STATUS_OK, 0, NULL, NULL},
    {"a parameter", "?limit=5", STATUS_OK, 1, "limit", "5"},
    {"two parameters", "?limit=5&q=x", STATUS_OK, 2, "q", "x"},
    {"empty parts between ampersands do not count", "?&&limit=5&", STATUS_OK, 1, "limit", "5"},
    {"a name alone has no value", "?verbose", STATUS_OK, 1, "verbose", NULL},
    {"nor has one before an equals sign", "?limit=&q=x", STATUS_OK, 2, "limit", NULL},
    {"a second equals sign belongs to the value", "?q=a=b", STATUS_OK, 1, "q", "a=b"},
    {"a second question mark too", "?q=a?b", STATUS_OK, 1, "q", "a?b"},
    {"a plus sign is a blank", "?q=a+b", STATUS_OK, 1, "q", "a b"},
    {"an escaped plus sign is one", "?q=a%2Bb", STATUS_OK, 1, "q", "a+b"},
    {"an escaped ampersand is part of the value", "?q=a%26b", STATUS_OK, 1, "q", "a&b"},
    {"names are decoded", "?%71=x", STATUS_OK, 1, "q", "x"},
    {"a parameter twice", "?q=a&q=b", STATUS_INVALID_PARAMETER, 1, NULL, NULL},
    {"a parameter twice, once empty", "?q=&q=b", STATUS_INVALID_PARAMETER, 1, NULL, NULL},
    {"a parameter twice, once escaped", "?q=a&%71=b", STATUS_INVALID_PARAMETER, 1, NULL, NULL},
    {"a broken escape", "?q=%4", STATUS_INVALID_PARAMETER, 0, NULL, NULL},
    {"an escaped NUL", "?q=%00", STATUS_INVALID_PARAMETER, 0, NULL, NULL},
    {"bytes that are no UTF-8", "?q=\xc3", STATUS_INVALID_PARAMETER, 0, NULL, NULL},
    {"as many parameters as fit", "?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s&t&u&v&w&x&y&z&0&1&2&3&4&5", STATUS_OK, 32,
     "5", NULL},
    {"one too many", "?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s&t&u&v&w&x&y&z&0&1&2&3&4&5&6", STATUS_INVALID_PARAMETER, 32,
     NULL, NULL},
};

static void is_split_into_parameters(void **state)
{
    ROW(struct query, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    const char *target = arena_printf(&request->arena, "/livez%s", row->query);
    enum status status = router_resolve(routes, sizeof routes / sizeof *routes, "GET", target, request);
    assert_int_equal(status, row->status);
    assert_int_equal(request->parameter_count, row->count);
    if (row->name)
        assert_same_text(request_parameter(request, row->name), row->value);
    request_fixture_release(&fixture);
}

int main(void)
{
    return RUN_ROWS("request targets", targets, leads_to_its_route) +
           RUN_ROWS("queries", queries, is_split_into_parameters);
}
