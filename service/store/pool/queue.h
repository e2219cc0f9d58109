/* queue.h - a bounded first-in, first-out queue of jobs. Whoever takes from it waits; whoever puts never does.
 *
 *     if (!queue_put(&queue, job))
 *         …the queue is full or closed: the caller keeps the job and tells its client to come back…
 *
 *     while (queue_wait(&queue)) {                      in a worker, until the queue is closed and empty
 *         …get ready, while the job still waits and can be answered when its time is over (queue_expire)…
 *         job = queue_take(&queue, 1, &taken);          NULL: another worker was quicker
 *     }
 *
 * Threads: any number may put and take; init and release belong to one.
 */
#ifndef ALAM_STORE_POOL_QUEUE_H
#define ALAM_STORE_POOL_QUEUE_H

#include "service/base/wake.h"
#include "service/store/pool/job.h"

struct queue {
    struct wake wake;               /* its lock guards what follows */
    struct store_job *head, **tail; /* linked through store_job.next */
    int64_t count, maximum;         /* jobs */
    bool closed;
};

void queue_init(struct queue *queue, int64_t maximum);
/* The queue must be empty, and nobody may wait for it. */
void queue_release(struct queue *queue);
/* Appends the job and notes the time, unless it has waited in another queue before. False when the queue is full or closed. */
bool queue_put(struct queue *queue, struct store_job *job);
/* Waits until there are jobs. False: the queue is closed and empty. */
bool queue_wait(struct queue *queue);
/* Takes up to `maximum` of the oldest jobs, as a list through store_job.next; *ret_taken is their number. NULL: there is
 * none. */
struct store_job *queue_take(struct queue *queue, int64_t maximum, int64_t *ret_taken);
/* Waits until `maximum` jobs are there, `deadline` (timestamp_monotonic) has passed or the queue is closed, and takes
 * what is there then. NULL: nothing came. */
struct store_job *queue_take_until(struct queue *queue, int64_t maximum, int64_t deadline, int64_t *ret_taken);
/* Puts a job that was taken before all others, also when the queue is full or closed; it keeps its time. */
void queue_put_back(struct queue *queue, struct store_job *job);
/* Takes the jobs that have waited since before `limit` (timestamp_monotonic), as queue_take; not those that are
 * patient. */
struct store_job *queue_expire(struct queue *queue, int64_t limit, int64_t *ret_taken);
/* From now on queue_put refuses; what is queued can still be taken. */
void queue_close(struct queue *queue);

#endif
