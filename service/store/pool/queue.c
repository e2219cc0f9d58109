#include "service/store/pool/queue.h"

#include "service/base/timestamp.h"

#include <time.h>

void queue_init(struct queue *queue, int64_t maximum)
{
    pthread_condattr_t attributes;
    *queue = (struct queue){.maximum = maximum};
    queue->tail = &queue->head;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->wake, &attributes);
    pthread_condattr_destroy(&attributes);
}

void queue_release(struct queue *queue)
{
    pthread_cond_destroy(&queue->wake);
    pthread_mutex_destroy(&queue->lock);
}

bool queue_put(struct queue *queue, struct store_job *job)
{
    job->next = NULL;
    job->queued_at = timestamp_monotonic();
    pthread_mutex_lock(&queue->lock);
    bool taken = !queue->closed && queue->count < queue->maximum;
    if (taken) {
        *queue->tail = job;
        queue->tail = &job->next;
        queue->count++;
        pthread_cond_signal(&queue->wake);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

/* With the lock held: cuts the list after `maximum` jobs. */
static struct store_job *cut(struct queue *queue, int64_t maximum, int64_t *ret_taken)
{
    struct store_job *first = queue->head, **end = &queue->head;
    int64_t taken = 0;
    for (; *end && taken < maximum; taken++)
        end = &(*end)->next;
    *ret_taken = taken;
    if (taken == 0)
        return NULL;
    queue->head = *end;
    *end = NULL;
    if (!queue->head)
        queue->tail = &queue->head;
    queue->count -= taken;
    return first;
}

struct store_job *queue_take(struct queue *queue, int64_t maximum, int64_t *ret_taken)
{
    pthread_mutex_lock(&queue->lock);
    while (!queue->head && !queue->closed)
        pthread_cond_wait(&queue->wake, &queue->lock);
    struct store_job *jobs = cut(queue, maximum, ret_taken);
    pthread_mutex_unlock(&queue->lock);
    return jobs;
}

struct store_job *queue_take_until(struct queue *queue, int64_t maximum, int64_t deadline, int64_t *ret_taken)
{
    struct timespec until = {deadline / 1000000, deadline % 1000000 * 1000};
    int waited = 0;
    pthread_mutex_lock(&queue->lock);
    while (queue->count < maximum && !queue->closed && waited == 0)
        waited = pthread_cond_timedwait(&queue->wake, &queue->lock, &until);
    struct store_job *jobs = cut(queue, maximum, ret_taken);
    pthread_mutex_unlock(&queue->lock);
    return jobs;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->wake);
    pthread_mutex_unlock(&queue->lock);
}

int64_t queue_count(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    int64_t count = queue->count;
    pthread_mutex_unlock(&queue->lock);
    return count;
}
