/* workers.h - threads for what takes a processor for long: reading, tagging and answering large bodies.
 *
 * An HTTP thread serves many connections, so that a body of 2 MB, which takes a fifth of a second, would hold up all of
 * them. The HTTP thread suspends such a request's connection and submits its work here. The threads have a lower priority
 * (WORKERS_NICE), so that small requests come first where there are too few processors for both. The queue needs no
 * maximum of its own: each connection has one request at a time. The smallest work goes first, so that an article of
 * 40 KB does not wait for all that have 2 MB; what has waited for WORKERS_PATIENCE_MS goes before any other.
 *
 *     workers_submit(workers, &exchange->work);       …work.run is called once, on another thread…
 *
 * Threads: any may submit.
 */
#ifndef ALAM_HTTP_WORKERS_H
#define ALAM_HTTP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WORKERS_LARGE_BODY = 32 * 1024,    /* bytes from which on a body is large: about two milliseconds' work */
    WORKERS_LARGE_ANSWER = 256 * 1024, /* and an answer that has to be compressed */
    WORKERS_PATIENCE_MS = 1000,
    WORKERS_NICE = 5
};

struct work {
    struct work *next; /* this and the next one are set by the queue */
    int64_t since;     /* timestamp_monotonic */
    size_t size;       /* bytes, about as many as the work takes time */
    void (*run)(struct work *work);
};

struct workers;

/* Starts the threads. NULL: out of memory, or no thread could be started. */
struct workers *workers_new(size_t count);
/* The work is its owner's, who must keep it until it runs. False: the workers were stopped, nothing was taken. */
bool workers_submit(struct workers *workers, struct work *work);
/* Lets the threads end what was submitted; from now on nothing is taken. */
void workers_stop(struct workers *workers);
/* After workers_stop. NULL is fine, for both. */
void workers_free(struct workers *workers);

#endif
