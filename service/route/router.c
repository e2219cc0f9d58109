#include "service/route/router.h"

#include "service/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { SEGMENTS_MAXIMUM = 8 };

struct path {
    const char *segments[SEGMENTS_MAXIMUM];
    size_t count;
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* True when the bytes are UTF-8 without control characters. */
static bool is_clean(const char *bytes, size_t length)
{
    const uint8_t *at = (const uint8_t *)bytes, *end = at + length;
    while (at < end) {
        uint32_t code_point;
        unsigned size = utf8_decode(at, end, &code_point);
        if (size == 0 || code_point < 0x20 || code_point == 0x7F)
            return false;
        at += size;
    }
    return true;
}

/* NULL: an escape is broken, or the decoded bytes may not stand in a request. */
static const char *decode(struct arena *arena, const char *from, size_t length, bool plus_is_space)
{
    char *out = arena_array(arena, length + 1, 1);
    size_t size = 0;
    for (size_t i = 0; out && i < length; i++) {
        char c = from[i];
        if (c == '%') {
            int high = i + 2 < length ? hex_digit(from[i + 1]) : -1, low = high < 0 ? -1 : hex_digit(from[i + 2]);
            if (low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[size++] = c;
    }
    return out && is_clean(out, size) ? out : NULL;
}

static enum status split_path(struct request *request, const char *from, size_t length, struct path *path)
{
    path->count = 0;
    if (length == 0 || *from != '/')
        return error_set(&request->error, STATUS_BAD_REQUEST, "The request target is not a path.");
    for (const char *at = from + 1, *end = from + length; at <= end;) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        const char *stop = slash ? slash : end;
        if (path->count == SEGMENTS_MAXIMUM)
            return error_set(&request->error, STATUS_NOT_FOUND, "There is nothing at this address.");
        const char *segment = decode(&request->arena, at, (size_t)(stop - at), false);
        if (!segment)
            return error_set(&request->error, STATUS_BAD_REQUEST, "The path is not percent-encoded UTF-8.");
        path->segments[path->count++] = segment;
        at = stop + 1;
    }
    if (path->count > 1 && !*path->segments[path->count - 1]) /* a slash at the end makes no difference */
        path->count--;
    return STATUS_OK;
}

static enum status add_parameter(struct request *request, const char *from, size_t length)
{
    const char *equals = memchr(from, '=', length);
    size_t name_length = equals ? (size_t)(equals - from) : length;
    const char *name = decode(&request->arena, from, name_length, true);
    const char *value = equals ? decode(&request->arena, equals + 1, length - name_length - 1, true) : "";
    if (!name || !value)
        return error_set(&request->error, STATUS_INVALID_PARAMETER, "The query is not percent-encoded UTF-8.");
    if (request_has_parameter(request, name)) {
        request_add_error(request, name, "This parameter is given twice.");
        return error_set(&request->error, STATUS_INVALID_PARAMETER, "The query has a parameter twice.");
    }
    if (request->parameter_count == REQUEST_PARAMETERS_MAXIMUM)
        return error_set(&request->error, STATUS_INVALID_PARAMETER, "The query has too many parameters.");
    request->parameters[request->parameter_count++] = (struct request_parameter){name, value};
    return STATUS_OK;
}

static enum status split_query(struct request *request, const char *query)
{
    enum status status = STATUS_OK;
    while (query && *query && status == STATUS_OK) {
        size_t length = strcspn(query, "&");
        if (length)
            status = add_parameter(request, query, length);
        query += length + (query[length] == '&');
    }
    return status;
}

/* Compares a pattern with a path, segment by segment, and sets values[] to the segments in place of its braces. */
static bool matches(const char *pattern, const struct path *path, const char **values)
{
    size_t value_count = 0, i = 0;
    for (const char *at = pattern + 1; i < path->count; i++) {
        size_t length = strcspn(at, "/");
        if (*at == '{' && value_count < REQUEST_PATH_VALUES)
            values[value_count++] = path->segments[i];
        else if (strlen(path->segments[i]) != length || memcmp(path->segments[i], at, length) != 0)
            return false;
        if (!at[length])
            return i + 1 == path->count;
        at += length + 1;
    }
    return false;
}

static void add_allowed(struct request *request, const char *method)
{
    const char *head = strcmp(method, "GET") == 0 ? "GET, HEAD" : method;
    request->allow = request->allow ? arena_printf(&request->arena, "%s, %s", request->allow, head) : head;
}

static enum status find_route(const struct route *routes, size_t count, const char *method, const struct path *path,
                              struct request *request)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    const char *values[REQUEST_PATH_VALUES] = {NULL};
    for (size_t i = 0; i < count; i++) {
        if (!matches(routes[i].pattern, path, values))
            continue;
        if (strcmp(routes[i].method, wanted) != 0) {
            add_allowed(request, routes[i].method);
            continue;
        }
        request->route = &routes[i];
        request->allow = NULL;
        memcpy(request->path_values, values, sizeof values);
        return STATUS_OK;
    }
    if (request->allow)
        add_allowed(request, "OPTIONS");
    if (request->allow && strcmp(method, "OPTIONS") == 0)
        return STATUS_OK;
    if (request->allow)
        return error_set(&request->error, STATUS_METHOD_NOT_ALLOWED, "This address answers to %s.", request->allow);
    return error_set(&request->error, STATUS_NOT_FOUND, "There is nothing at this address.");
}

/* "/path" of a target that is a whole address, "http://host/path" (RFC 9112 section 3.2.2). */
static const char *origin_form(const char *target)
{
    size_t scheme = strncasecmp(target, "http://", 7) == 0 ? 7 : strncasecmp(target, "https://", 8) == 0 ? 8 : 0;
    if (!scheme)
        return target;
    const char *path = target + scheme + strcspn(target + scheme, "/?");
    return *path ? path : "/";
}

/* The target without ALAM_BASE_PATH, when it begins with that. A proxy may have taken it off already. */
static const char *below_base(const char *target, const char *base)
{
    size_t length = strlen(base);
    if (!length || strncmp(target, base, length) != 0 || !strchr("/?", target[length]))
        return target;
    return target + length;
}

enum status router_resolve(const struct route *routes, size_t route_count, const char *method, const char *target,
                           struct request *request)
{
    struct path path;
    if (strcmp(target, "*") == 0 && strcmp(method, "OPTIONS") == 0) { /* asks about the server as a whole */
        request->allow = "GET, HEAD, POST, DELETE, OPTIONS";
        return STATUS_OK;
    }
    const char *whole = origin_form(target);
    target = below_base(whole, request->app->config->base_path);
    size_t length = strcspn(target, "?");
    bool root = !length && target != whole; /* the base path alone */
    enum status status = split_path(request, root ? "/" : target, root ? 1 : length, &path);
    if (status == STATUS_OK)
        status = find_route(routes, route_count, method, &path, request);
    if (status == STATUS_OK && target[length] == '?')
        status = split_query(request, target + length + 1);
    return status;
}
