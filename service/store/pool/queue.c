#include "service/store/pool/queue.h"

#include "service/base/timestamp.h"

void queue_init(struct queue *queue, int64_t maximum)
{
    *queue = (struct queue){.maximum = maximum};
    queue->tail = &queue->head;
    wake_init(&queue->wake);
}

void queue_release(struct queue *queue)
{
    wake_release(&queue->wake);
}

bool queue_put(struct queue *queue, struct store_job *job)
{
    job->next = NULL;
    job->tries = 0;
    if (!job->queued_at)
        job->queued_at = timestamp_monotonic();
    wake_lock(&queue->wake);
    bool taken = !queue->closed && queue->count < queue->maximum;
    if (taken) {
        *queue->tail = job;
        queue->tail = &job->next;
        queue->count++;
        wake_one(&queue->wake);
    }
    wake_unlock(&queue->wake);
    return taken;
}

/* With the lock held: cuts up to `maximum` jobs off the front. */
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

bool queue_wait(struct queue *queue)
{
    wake_lock(&queue->wake);
    while (!queue->head && !queue->closed)
        wake_wait(&queue->wake);
    bool some = queue->head != NULL;
    wake_unlock(&queue->wake);
    return some;
}

struct store_job *queue_take(struct queue *queue, int64_t maximum, int64_t *ret_taken)
{
    wake_lock(&queue->wake);
    struct store_job *jobs = cut(queue, maximum, ret_taken);
    wake_unlock(&queue->wake);
    return jobs;
}

void queue_put_back(struct queue *queue, struct store_job *job)
{
    wake_lock(&queue->wake);
    if (!queue->head)
        queue->tail = &job->next;
    job->next = queue->head;
    queue->head = job;
    queue->count++;
    wake_one(&queue->wake);
    wake_unlock(&queue->wake);
}

struct store_job *queue_expire(struct queue *queue, int64_t limit, int64_t *ret_taken)
{
    struct store_job *late = NULL, **end = &late;
    *ret_taken = 0;
    wake_lock(&queue->wake);
    for (struct store_job **at = &queue->head; *at;) {
        struct store_job *job = *at;
        if (job->patient || job->queued_at >= limit) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        job->next = NULL;
        *end = job;
        end = &job->next;
        ++*ret_taken;
    }
    queue->tail = &queue->head;
    while (*queue->tail)
        queue->tail = &(*queue->tail)->next;
    queue->count -= *ret_taken;
    wake_unlock(&queue->wake);
    return late;
}

struct store_job *queue_take_until(struct queue *queue, int64_t maximum, int64_t deadline, int64_t *ret_taken)
{
    bool in_time = true;
    wake_lock(&queue->wake);
    while (queue->count < maximum && !queue->closed && in_time)
        in_time = wake_wait_until(&queue->wake, deadline);
    struct store_job *jobs = cut(queue, maximum, ret_taken);
    wake_unlock(&queue->wake);
    return jobs;
}

void queue_close(struct queue *queue)
{
    wake_set(&queue->wake, &queue->closed);
}
