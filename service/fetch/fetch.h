/* fetch.h - outgoing HTTP: one thread with libcurl's multi interface takes jobs and gives back answers.
 *
 * It speaks http and https, uses no proxy, keeps cookies for the redirects of one page only (ALAM_FETCH_COOKIES), accepts no credentials in addresses, and checks certificates. A
 * GET follows at most FETCH_REDIRECTS redirects, a POST none. Every connection passes guard.h. The size of an answer counts
 * after decompression. Pages (GET) and deliveries (POST) wait in two queues with limits of their own, so that slow receivers
 * of webhooks delay no page, and the other way round.
 * Threads: fetch_submit may be called from any; `done` is called on the fetcher's thread and must return soon.
 */
#ifndef ALAM_FETCH_FETCH_H
#define ALAM_FETCH_FETCH_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/base/strbuf.h"

enum { FETCH_REDIRECTS = 5, FETCH_HEADERS_MAXIMUM = 8, FETCH_TYPE_MAXIMUM = 256, FETCH_DELIVERIES_FACTOR = 4 };

struct fetcher;

struct fetch_job {
    /* set by the caller; what is pointed to must live until `done` */
    const char *url;
    const char *headers[FETCH_HEADERS_MAXIMUM]; /* "Name: value"; NULL ends the list when it is shorter */
    const char *body;                           /* of a POST; NULL: GET */
    size_t body_length;
    size_t maximum; /* bytes of the answer; a larger one is STATUS_FETCH_FAILED */
    void (*done)(struct fetch_job *job);
    void *owner; /* for the caller's own use in `done` */

    /* set when `done` is called */
    enum status status; /* STATUS_OK: an answer came, whatever `http` is */
    struct error error;
    int http;             /* the status of the answer */
    int64_t retry_after;  /* seconds, of its header Retry-After; 0: none */
    struct strbuf answer; /* its body; freed by fetch_job_release */
    char content_type[FETCH_TYPE_MAXIMUM];
    char *final_url; /* after redirects; NULL: not known; freed by fetch_job_release */

    /* the fetcher's own */
    struct fetch_job *next;
    struct fetcher *fetcher;
    void *easy, *list;
    bool refused;
};

/* STATUS_INVALID_INPUT: ALAM_FETCH_ALLOW cannot be read. */
enum status fetcher_start(const struct app *app, struct fetcher **ret_fetcher, struct error *error);
/* Ends the transfers: the `done` of every job that runs or waits is called with STATUS_UNAVAILABLE. NULL is allowed. */
void fetcher_stop(struct fetcher *fetcher);

/* Hands the job to the fetcher until `done` is called. STATUS_UNAVAILABLE: too many wait, and `done` is not called. */
enum status fetch_submit(struct fetcher *fetcher, struct fetch_job *job);
/* False when the host of this URL is an address that will be refused. A name is not resolved here. Any thread. */
bool fetch_permits(const struct fetcher *fetcher, const char *url);
/* Frees the answer, not the job. */
void fetch_job_release(struct fetch_job *job);

#endif
