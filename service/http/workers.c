#include "service/http/workers.h"

#include "service/base/timestamp.h"
#include "service/base/wake.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct workers {
    struct wake wake; /* guards what follows, the threads excepted */
    struct work *head, **tail;
    bool stopped;
    size_t count;
    pthread_t threads[];
};

/* The place of the work that goes next; the list is in the order in which it was submitted, and not empty. */
static struct work **choose(struct workers *workers)
{
    struct work **chosen = &workers->head;
    if (timestamp_monotonic() - workers->head->since > WORKERS_PATIENCE_MS * INT64_C(1000))
        return chosen;
    for (struct work **at = chosen; *at; at = &(*at)->next)
        if ((*at)->size < (*chosen)->size)
            chosen = at;
    return chosen;
}

/* NULL: the workers are stopped and nothing is left. Called with the lock held. */
static struct work *take(struct workers *workers)
{
    while (!workers->head && !workers->stopped)
        wake_wait(&workers->wake);
    if (!workers->head)
        return NULL;
    struct work **place = choose(workers), *work = *place;
    *place = work->next;
    if (!*place)
        workers->tail = place;
    return work;
}

static void *run(void *cls)
{
    struct workers *workers = cls;
    /* On Linux this is of the thread. A sandbox may forbid it: then the priority is the usual one. */
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), WORKERS_NICE);
    wake_lock(&workers->wake);
    for (struct work *work; (work = take(workers));) {
        wake_unlock(&workers->wake);
        work->run(work);
        wake_lock(&workers->wake);
    }
    wake_unlock(&workers->wake);
    return NULL;
}

struct workers *workers_new(size_t count)
{
    struct workers *workers = calloc(1, sizeof *workers + count * sizeof *workers->threads);
    if (!workers)
        return NULL;
    wake_init(&workers->wake);
    workers->tail = &workers->head;
    while (workers->count < count && pthread_create(&workers->threads[workers->count], NULL, run, workers) == 0)
        workers->count++;
    if (workers->count == count)
        return workers;
    workers_stop(workers);
    workers_free(workers);
    return NULL;
}

bool workers_submit(struct workers *workers, struct work *work)
{
    wake_lock(&workers->wake);
    bool taken = !workers->stopped;
    if (taken) {
        work->next = NULL;
        work->since = timestamp_monotonic();
        *workers->tail = work;
        workers->tail = &work->next;
        wake_one(&workers->wake);
    }
    wake_unlock(&workers->wake);
    return taken;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    wake_lock(&workers->wake);
    workers->stopped = true;
    wake_all(&workers->wake);
    wake_unlock(&workers->wake);
    while (workers->count)
        pthread_join(workers->threads[--workers->count], NULL);
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    wake_release(&workers->wake);
    free(workers);
}
