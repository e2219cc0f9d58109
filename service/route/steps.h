/* steps.h - takes a request through the steps of its route: prepare, fetch, fetched, query (request.h).
 *
 *     prepare --+---------------------------------> ended
 *               +--> page comes --> fetched --+---> ended
 *               +-----------------------------+--> query, or store the article --> ended
 *
 * Single requests (http/exchange.c), lines of a batch (http/batch/conductor.c) and asynchronous jobs (work/job_worker.c)
 * all run here. They differ in how they wait for a page or the database, and in what becomes of the answer:
 *
 *     steps_init(&steps, &request, resumed);
 *     while (steps_advance(&steps) != STEPS_ENDED) {
 *         enum status status = steps_submit(&steps);
 *         if (status == STATUS_OK)
 *             …wait until `resumed` was called…
 *         else
 *             steps_end(&steps, status);
 *     }
 *     …steps.status says how it ended…
 *
 * Threads: one at a time. After steps_submit the steps and their request belong to the store or the fetcher until these
 * call `resumed`.
 */
#ifndef ALAM_ROUTE_STEPS_H
#define ALAM_ROUTE_STEPS_H

#include "service/route/request.h"
#include "service/store/store.h"

enum steps_at {
    STEPS_BEGIN,
    STEPS_PAGE,  /* needs the page that prepare asked for */
    STEPS_STORE, /* needs the database */
    STEPS_ENDED
};

struct steps {
    struct request *request;
    void (*resumed)(struct steps *steps); /* the page came, or the steps have ended; runs on another thread, briefly */
    enum steps_at at;
    enum status status; /* once ended; when it is not STATUS_OK, request->error says why */
    struct store_job job;
};

/* `request` has a route, and its input. */
void steps_init(struct steps *steps, struct request *request, void (*resumed)(struct steps *steps));

/* Runs what can run on this thread, without blocking: `prepare` at the first call, `fetched` once the page has come.
 * Returns what the request needs next. */
enum steps_at steps_advance(struct steps *steps);

/* Hands the request to the fetcher or the store, which call `resumed` once, perhaps before this returns.
 * STATUS_UNAVAILABLE: their queue is full, with a sentence in request->error; try again, or end the steps. */
enum status steps_submit(struct steps *steps);

/* Bytes of memory that the request holds; while its page has not come, with the page that may come. */
size_t steps_hold(const struct steps *steps);
/* The same, and what the next call of steps_advance takes besides. */
size_t steps_need(const struct steps *steps);

/* Ends the steps with `status`. For STATUS_OK the answer must be complete, or the status becomes
 * STATUS_OUT_OF_MEMORY. */
void steps_end(struct steps *steps, enum status status);

#endif
