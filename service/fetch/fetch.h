/* fetch.h - outgoing HTTP: one thread with libcurl's multi interface, jobs in, answers out.
 *
 * http and https only, no proxies, no cookies, no credentials in addresses, certificates checked; a GET follows at most
 * FETCH_REDIRECTS redirects, a POST none. Every connection passes guard.h. Bodies are counted once decompressed.
 * Threads: fetch_submit from any; `done` is called on the fetcher's thread and must be short.
 */
#ifndef ALAM_FETCH_FETCH_H
#define ALAM_FETCH_FETCH_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/base/strbuf.h"

enum { FETCH_REDIRECTS = 5, FETCH_HEADERS_MAXIMUM = 8, FETCH_TYPE_MAXIMUM = 256 };

struct fetcher;

struct fetch_job {
    const char *url;                            /* borrowed until done, as all of these */
    const char *headers[FETCH_HEADERS_MAXIMUM]; /* "Name: value"; NULL ends */
    const char *body;                           /* NULL: GET */
    size_t body_length;
    size_t maximum; /* bytes of answer kept; more is STATUS_TOO_LARGE */
    void (*done)(struct fetch_job *job);
    void *owner; /* whose `done` it is */

    enum status status; /* STATUS_OK: an answer came, whatever `http` says */
    struct error error;
    int http;
    struct strbuf answer; /* the job's; strbuf_release */
    char content_type[FETCH_TYPE_MAXIMUM];
    char *final_url; /* after redirects; malloc'ed, may be NULL */

    struct fetch_job *next; /* the fetcher's, as all that follows */
    struct fetcher *fetcher;
    void *easy, *list;
    bool refused;
};

enum status fetcher_start(const struct app *app, struct fetcher **ret_fetcher, struct error *error);
/* Ends running transfers (their jobs are done with STATUS_UNAVAILABLE). */
void fetcher_stop(struct fetcher *fetcher);
/* The job belongs to the fetcher until `done`. STATUS_UNAVAILABLE: too many wait, `done` is not called. */
enum status fetch_submit(struct fetcher *fetcher, struct fetch_job *job);
void fetch_job_release(struct fetch_job *job);

#endif
