/* status.h - the one status type of alam.
 *
 * Every function that can fail returns enum status; results travel through ret_ parameters, written on success only.
 * The table below is the single source for the enum, the HTTP status, the problem slug (RFC 9457 `type`) and its title.
 * Depends on nothing. Threads: pure functions.
 */
#ifndef ALAM_BASE_STATUS_H
#define ALAM_BASE_STATUS_H

/* X(name, http status, problem slug, title) */
#define STATUS_TABLE(X)                                                                                                \
    X(OK, 200, "ok", "OK")                                                                                             \
    X(BAD_REQUEST, 400, "bad-request", "The request cannot be understood")                                             \
    X(MALFORMED_JSON, 400, "malformed-json", "The body is not JSON")                                                   \
    X(INVALID_UTF8, 400, "invalid-utf8", "The body is not UTF-8")                                                      \
    X(DUPLICATE_KEY, 400, "duplicate-key", "A key appears twice in one JSON object")                                   \
    X(MALFORMED_ID, 400, "malformed-id", "The id is not well formed")                                                  \
    X(INVALID_PARAMETER, 400, "invalid-parameter", "A query parameter is not valid")                                   \
    X(UNAUTHORIZED, 401, "unauthorized", "A key is needed")                                                            \
    X(FORBIDDEN, 403, "forbidden", "This key may not do that")                                                         \
    X(NOT_FOUND, 404, "not-found", "There is no such thing here")                                                      \
    X(METHOD_NOT_ALLOWED, 405, "method-not-allowed", "The method is not allowed here")                                 \
    X(REQUEST_TIMEOUT, 408, "request-timeout", "The request did not come in time")                                     \
    X(CONFLICT, 409, "conflict", "The request conflicts with what is stored")                                          \
    X(STALE_REVISION, 409, "stale-revision", "A later revision is stored")                                             \
    X(GONE, 410, "cursor-expired", "What the cursor asks for is not kept any more")                                    \
    X(PRECONDITION_FAILED, 412, "precondition-failed", "What is stored is not the version that was asked for")         \
    X(TOO_LARGE, 413, "too-large", "The body is too large")                                                            \
    X(URI_TOO_LONG, 414, "uri-too-long", "The request line is too long")                                               \
    X(UNSUPPORTED_MEDIA_TYPE, 415, "unsupported-media-type", "The content type is not supported")                      \
    X(MISDIRECTED, 421, "misdirected-request", "The service does not answer for this host")                            \
    X(INVALID_INPUT, 422, "invalid-input", "The input is not valid")                                                   \
    X(FETCH_REFUSED, 422, "fetch-refused", "alam does not fetch from there")                                           \
    X(PRECONDITION_REQUIRED, 428, "precondition-required", "If-Match is needed")                                       \
    X(TOO_MANY_REQUESTS, 429, "too-many-requests", "Too many requests")                                                \
    X(HEADERS_TOO_LARGE, 431, "headers-too-large", "The headers are too large")                                        \
    X(INTERNAL, 500, "internal", "Something failed inside alam")                                                       \
    X(NOT_IMPLEMENTED, 501, "not-implemented", "The request uses what alam does not know")                             \
    X(HTTP_VERSION, 505, "http-version", "The HTTP version is not supported")                                          \
    X(FETCH_FAILED, 502, "fetch-failed", "The page cannot be fetched")                                                 \
    X(FETCH_TIMEOUT, 504, "fetch-timeout", "The page did not come in time")                                            \
    X(OUT_OF_MEMORY, 503, "out-of-memory", "The service is out of memory for this request")                            \
    X(UNAVAILABLE, 503, "unavailable", "The service cannot do this at the moment")                                     \
    X(DATABASE_DOWN, 503, "database-unavailable", "The database cannot be reached")                                    \
    X(IO, 500, "io", "Reading or writing failed")                                                                      \
    X(BAD_IMAGE, 500, "bad-gazetteer-image", "The gazetteer image is not usable")                                      \
    X(BAD_SOURCE, 500, "bad-gazetteer-source", "A gazetteer source has errors")

enum status {
#define X(name, http, slug, title) STATUS_##name,
    STATUS_TABLE(X)
#undef X
};

/* The columns of the table. */
int status_http(enum status status);
const char *status_slug(enum status status);
const char *status_title(enum status status);

/* Why a call failed: one sentence for people, which holds neither secrets nor text of an article. It lives on the caller's
 * stack. */
struct error {
    char detail[512];
};

/* Prints the sentence into *error, which may be NULL, and returns `status`: a failure reads `return error_set(…);`. */
__attribute__((format(printf, 3, 4))) enum status error_set(struct error *error, enum status status, const char *format,
                                                            ...);

#endif
