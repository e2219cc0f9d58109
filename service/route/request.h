/* request.h - one request and its answer, as handlers see them: no libmicrohttpd type, no socket.
 *
 * A route is a row of THE table (handlers/routes.c). Its work has up to two steps:
 *
 *   prepare   on an HTTP thread, CPU only, never blocks: read and check the input, tag, and answer where no database is
 *             needed. NULL: nothing to prepare.
 *   query     on a store worker that owns a database connection; the HTTP connection is suspended meanwhile. May run
 *             twice when a connection broke before its first statement, so it starts from what prepare left.
 *             NULL: prepare has answered.
 *
 * A step that returns another status than STATUS_OK ends the request: the server makes the problem (RFC 9457) of the
 * status, `error` and `errors`, and throws away what was written to `out`. Memory is the arena's and ends with the
 * request. Threads: one at a time; the hand-over between them is ordered by the queue.
 */
#ifndef ALAM_ROUTE_REQUEST_H
#define ALAM_ROUTE_REQUEST_H

#include "nlp/text/types.h"
#include "service/app/app.h"
#include "service/app/role.h"
#include "service/base/address.h"
#include "service/base/arena.h"
#include "service/base/rate.h"
#include "service/base/status.h"
#include "service/base/strbuf.h"
#include "service/route/trace.h"

struct json; /* service/base/json.h */
struct request;
struct store_conn;
struct fetch_job;     /* service/fetch/fetch.h */
struct article_write; /* service/store/articles/article_write.h */

struct route {
    const char *method;  /* "GET" serves HEAD too */
    const char *pattern; /* "/v1/articles/{id}": a segment in braces takes any one segment */
    const char *name;    /* metric label: method and pattern */
    enum role role;      /* the least that a key must have */
    bool body;           /* takes a JSON body */
    bool async;          /* and can be worked later: Prefer: respond-async */
    bool batch;          /* and application/x-ndjson, a body a line (http/batch.h) */
    bool health;         /* not counted as running work: probes do not hold up a drain */
    enum status (*prepare)(struct request *request);
    enum status (*fetched)(struct request *request); /* after prepare asked for a page: request->fetch is done */
    enum status (*query)(struct request *request, struct store_conn *conn);
};

enum {
    REQUEST_PATH_VALUES = 2,
    REQUEST_PARAMETERS_MAXIMUM = 32,
    REQUEST_ID_MAXIMUM = 128,
    REQUEST_KEY_LENGTH = 12,
    REQUEST_ERRORS_MAXIMUM = 32
};

struct request_parameter {
    const char *name;
    const char *value; /* decoded, valid UTF-8, no control characters */
};

/* One entry of a problem's `errors`. */
struct input_error {
    const char *pointer; /* RFC 6901, "/text"; for query parameters their name */
    const char *detail;
};

struct request {
    struct app *app;
    struct arena arena;
    char id[REQUEST_ID_MAXIMUM + 1];
    struct trace trace;
    char client[ADDRESS_TEXT];           /* the address that asks */
    char key_id[REQUEST_KEY_LENGTH + 1]; /* "" without a key */
    struct rate_state rate;
    const char *challenge; /* WWW-Authenticate */

    const struct route *route;                    /* NULL: no such path or method */
    const char *path_values[REQUEST_PATH_VALUES]; /* what stood at the braces, decoded */
    struct request_parameter parameters[REQUEST_PARAMETERS_MAXIMUM];
    size_t parameter_count;
    struct strbuf body;
    bool ndjson;                 /* the body is a batch */
    bool respond_async;          /* Prefer: respond-async (RFC 7240), where the route can */
    struct fetch_job *fetch;     /* set by prepare: a page to fetch (fetch/fetch.h) before `fetched` runs */
    void *state;                 /* prepare's result for query, in the arena */
    struct article_write *write; /* set by prepare, with the answer 201 written: stored before it is sent (store.h);
                                    `query` runs only when the article was there already */

    int http;                 /* 200 unless a handler says otherwise */
    const char *content_type; /* "application/json" unless … */
    const char *location;
    const char *allow;
    const char *preference; /* Preference-Applied (RFC 7240) */
    struct strbuf out;

    struct error error;
    struct input_error errors[REQUEST_ERRORS_MAXIMUM];
    size_t error_count;
};

/* Initialises everything but `app`'s contents; release frees all of it. */
void request_init(struct request *request, struct app *app);
void request_release(struct request *request);

/* Notes one input error; the strings must live as long as the request. Past the maximum they are dropped. */
void request_add_error(struct request *request, const char *pointer, const char *detail);

/* Takes a well-formed X-Request-Id ([A-Za-z0-9._-], 1 to 128 characters) or makes one of 128 random bits; begins or
 * goes on with a trace. Both may be NULL. */
void request_identify(struct request *request, const char *id, const char *traceparent);

/* The value of a query parameter, or NULL. */
const char *request_parameter(const struct request *request, const char *name);
/* STATUS_INVALID_PARAMETER, each one named in `errors`, when a parameter is none of `allowed` (NULL-terminated). */
enum status request_allow_parameters(struct request *request, const char *const *allowed);

/* Starts an answer: `out` emptied, the writer at its beginning. */
void request_answer(struct request *request, int http, struct json *ret_json);
/* STATUS_OK when the answer fitted, else STATUS_OUT_OF_MEMORY. */
enum status request_answered(const struct request *request);

#endif
