/* queue.h - a bounded first-in, first-out queue of jobs for threads that wait. Threads: any. */
#ifndef ALAM_STORE_QUEUE_H
#define ALAM_STORE_QUEUE_H

#include "service/store/store.h"

#include <pthread.h>

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct store_job *head, **tail;
    int64_t count, maximum;
    bool closed;
};

void queue_init(struct queue *queue, int64_t maximum);
void queue_release(struct queue *queue);
/* False when it is full or closed. *ret_count, unless NULL, is its length now. */
bool queue_put(struct queue *queue, struct store_job *job);
/* Waits for jobs and takes up to `maximum` of them, as a list. NULL: closed and empty. */
struct store_job *queue_take(struct queue *queue, int64_t maximum, int64_t *ret_taken);
/* Takes up to `maximum` more, waiting until `deadline` (timestamp_monotonic) for them to come. */
struct store_job *queue_take_until(struct queue *queue, int64_t maximum, int64_t deadline, int64_t *ret_taken);
void queue_close(struct queue *queue);
int64_t queue_count(struct queue *queue);

#endif
