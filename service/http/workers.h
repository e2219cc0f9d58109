/* workers.h - threads for what takes a processor for long: reading, tagging and answering large bodies.
 *
 * An HTTP thread serves many connections, so that a body of 2 MB, which takes a fifth of a second, would hold up all of
 * them. The HTTP thread suspends such a request's connection and submits its work here. The threads have a lower priority
 * (WORKERS_NICE), so that small requests come first where there are too few processors for both. The queue needs no
 * maximum of its own: each connection has one request at a time.
 *
 *     workers_submit(workers, &exchange->work);       …work.run is called once, on another thread…
 *
 * Threads: any may submit.
 */
#ifndef ALAM_HTTP_WORKERS_H
#define ALAM_HTTP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    WORKERS_LARGE = 32 * 1024, /* bytes from which on a body or an answer is large: about two milliseconds' work */
    WORKERS_NICE = 5
};

struct work {
    struct work *next; /* set by the queue */
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
