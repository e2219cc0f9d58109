/* request.h - one request and its answer, as handlers see them: without libmicrohttpd and without sockets.
 *
 * A route is a row of THE table (handlers/routes.c). Its work is done in steps:
 *
 *   prepare   on an HTTP thread; uses the processor only and never blocks: reads and checks the input, tags, and answers
 *             where no database is needed. NULL: nothing to prepare.
 *   fetched   after prepare asked for a page (request_then_fetch) and the page came, or failed to come; like prepare.
 *   query     on a store worker that owns a database connection; the HTTP connection is suspended meanwhile. May run
 *             twice when the database connection breaks before its first statement succeeded, so it must start from what
 *             prepare left. NULL: prepare has answered.
 *
 * steps.h runs them. A step that returns another status than STATUS_OK ends the request: the answer is the problem
 * document (RFC 9457) of that status, `error` and `errors`, and what the step wrote to `out` is dropped.
 *
 * Memory comes from the request's arena and is freed with the request. Threads: one at a time; the queues between them
 * order what one wrote before what the next one reads.
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

struct answer_stream; /* answer_stream.h */
struct json;          /* service/base/json.h */
struct request;
struct store_conn;
struct fetch_job;     /* service/fetch/fetch.h */
struct article_write; /* service/store/articles/article_write.h */

struct route {
    const char *method;  /* "GET" serves HEAD too */
    const char *pattern; /* "/v1/articles/{id}": a segment in braces takes any one segment */
    const char *name;    /* metric label: method and pattern */
    enum role role;      /* the least role that a key must have */
    bool body;           /* takes a JSON body */
    bool patch;          /* also takes a body as application/merge-patch+json (RFC 7396) */
    bool minimal;        /* also answers `Prefer: return=minimal` (RFC 7240) with an object of id and status */
    bool async;          /* also takes `Prefer: respond-async`: the body is worked on later */
    bool batch;          /* also takes application/x-ndjson: a JSON body in every line (http/batch/batch.h) */
    bool health;         /* a probe: not counted as running work, so that it does not hold up a drain */
    bool stream;         /* its answer goes on (answer_stream.h): not counted as running work either */
    enum status (*check)(struct request *request); /* of `batch`: the parameters, before the first line is read */
    enum status (*prepare)(struct request *request);
    enum status (*fetched)(struct request *request);
    enum status (*query)(struct request *request, struct store_conn *conn);
};

/* What follows after a step has succeeded. */
enum step {
    STEP_QUERY, /* the route's `query`; where the route has none, the step has answered */
    STEP_FETCH, /* handover.page is fetched, then the route's `fetched` runs */
    STEP_WRITE  /* handover.write is stored; `query` runs only when the article was stored before */
};

/* What a step leaves for those that follow; set by the request_then_ functions. */
struct handover {
    enum step step;
    void *state;                 /* the route's own, for its next step */
    struct fetch_job *page;      /* NULL unless the route asked for a page; released with the request */
    struct article_write *write; /* of STEP_WRITE */
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
    const char *value; /* decoded: valid UTF-8 without control characters */
};

/* One entry of a problem's `errors`. */
struct input_error {
    const char *pointer; /* where in the body, as RFC 6901 writes it ("/text"); the name of a query parameter */
    const char *detail;
};

struct request {
    struct app *app;
    struct arena arena;
    char id[REQUEST_ID_MAXIMUM + 1];
    struct trace trace;
    char client[ADDRESS_TEXT];           /* the address that sent it */
    char key_id[REQUEST_KEY_LENGTH + 1]; /* "" without an API key */
    struct rate_state rate;
    const char *challenge; /* the header WWW-Authenticate; NULL: none, as in all headers below */

    const struct route *route;                    /* NULL: no route has this path and method */
    const char *path_values[REQUEST_PATH_VALUES]; /* the segments in place of the pattern's braces, decoded */
    struct request_parameter parameters[REQUEST_PARAMETERS_MAXIMUM];
    size_t parameter_count;
    struct strbuf body;
    const char *last_event; /* the header Last-Event-ID of a `stream`; NULL: none */
    const char *if_match;   /* the header of that name (etag.h); NULL: none */
    bool html;              /* the client would rather have HTML than JSON */
    bool ndjson;            /* the body is a batch */
    bool respond_async;     /* the client prefers respond-async (RFC 7240) and the route is `async` */
    bool minimal;           /* the client prefers return=minimal and the route is `minimal` */
    struct handover handover;
    const struct view *view; /* of request_gazetteer; NULL: not asked for yet */

    int http;                 /* status of the answer; 200 unless a handler sets another */
    const char *content_type; /* "application/json" unless a handler sets another */
    const char *location;
    const char *etag;   /* of an article: see answer.c; NULL: the body's, where the route is a GET */
    const char *cache;  /* the header Cache-Control; NULL: what suits the answer */
    const char *policy; /* the header Content-Security-Policy */
    const char *vary;   /* a header of the request, besides Accept-Encoding, that the answer depends on */
    const char *allow;
    const char *preference;       /* the header Preference-Applied (RFC 7240) */
    struct strbuf out;            /* body of the answer */
    struct answer_stream *stream; /* what follows it; NULL: nothing. Closed with the request */

    struct error error;
    struct input_error errors[REQUEST_ERRORS_MAXIMUM];
    size_t error_count;
};

/* An empty request. `app` is borrowed. */
void request_init(struct request *request, struct app *app);
/* Frees all that the request holds, its page included. */
void request_release(struct request *request);

/* The gazetteer that is in use, with what editors changed: the same one for as long as the request lives. */
const struct gazetteer *request_gazetteer(struct request *request);

/* Adds an entry to `errors`. Both strings must live as long as the request. Entries past REQUEST_ERRORS_MAXIMUM are
 * dropped. */
void request_add_error(struct request *request, const char *pointer, const char *detail);

/* Sets the request's id and trace. `id` is taken when it is well formed (1 to 128 of A-Z a-z 0-9 . _ -), else an id is
 * made of 128 random bits; a well-formed `traceparent` is continued. Both may be NULL. */
void request_identify(struct request *request, const char *id, const char *traceparent);

/* The value of a query parameter; NULL when it is absent or empty, as forms and clients send those that are not set. */
const char *request_parameter(const struct request *request, const char *name);
/* Whether the query has the parameter, with a value or without one. */
bool request_has_parameter(const struct request *request, const char *name);
/* STATUS_INVALID_PARAMETER when the query has parameters that are not in `allowed` (NULL-terminated; NULL: none is); each of them is
 * named in `errors`. */
enum status request_allow_parameters(struct request *request, const char *const *allowed);

/* The step leaves `state`, in the arena, for the route's `query`. A step that leaves nothing need not call this. */
void request_then_query(struct request *request, void *state);
/* The step asks for a page: `page`, in the arena, has its url, maximum and headers set. `fetched` runs next, whether the
 * page came or not (page->status), and finds `state`. */
void request_then_fetch(struct request *request, struct fetch_job *page, void *state);
/* The step has prepared an article to be stored and has written the answer, 201, that is sent once it is. If the article
 * was stored before, `query` runs instead and finds `state`. */
void request_then_write(struct request *request, struct article_write *write, void *state);

/* Begins an answer with the status `http`: empties `out` and sets *ret_json to write to it. */
void request_answer(struct request *request, int http, struct json *ret_json);
/* The address of something in this service, as clients reach it: ALAM_BASE_PATH, `path` ("/v1/jobs/") and `id`. In the
 * arena; NULL when that is full. */
const char *request_link(struct request *request, const char *path, const char *id);

/* Whether the answer is complete: STATUS_OUT_OF_MEMORY when `out` or the arena ran out of memory. */
enum status request_answered(const struct request *request);

#endif
