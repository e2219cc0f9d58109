#include "service/base/wake.h"

#include <errno.h>
#include <time.h>

enum { MICROSECONDS = 1000000 };

void wake_init(struct wake *wake)
{
    pthread_condattr_t attributes;
    pthread_mutex_init(&wake->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&wake->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

void wake_release(struct wake *wake)
{
    pthread_cond_destroy(&wake->changed);
    pthread_mutex_destroy(&wake->lock);
}

void wake_lock(struct wake *wake)
{
    pthread_mutex_lock(&wake->lock);
}

void wake_unlock(struct wake *wake)
{
    pthread_mutex_unlock(&wake->lock);
}

void wake_wait(struct wake *wake)
{
    pthread_cond_wait(&wake->changed, &wake->lock);
}

bool wake_wait_until(struct wake *wake, int64_t deadline)
{
    struct timespec until = {deadline / MICROSECONDS, deadline % MICROSECONDS * 1000};
    return pthread_cond_timedwait(&wake->changed, &wake->lock, &until) != ETIMEDOUT;
}

void wake_one(struct wake *wake)
{
    pthread_cond_signal(&wake->changed);
}

void wake_all(struct wake *wake)
{
    pthread_cond_broadcast(&wake->changed);
}

void wake_set(struct wake *wake, bool *flag)
{
    wake_lock(wake);
    *flag = true;
    wake_all(wake);
    wake_unlock(wake);
}

bool wake_is_set(struct wake *wake, const bool *flag)
{
    wake_lock(wake);
    bool set = *flag;
    wake_unlock(wake);
    return set;
}
