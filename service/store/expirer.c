#include "service/store/expirer.h"

#include "service/base/timestamp.h"

static void *watch(void *cls)
{
    struct expirer *expirer = cls;
    wake_lock(&expirer->wake);
    while (!expirer->stopped) {
        wake_wait_until(&expirer->wake, timestamp_monotonic() + EXPIRER_TICK_MS * 1000);
        wake_unlock(&expirer->wake);
        pool_expire(expirer->pool);
        wake_lock(&expirer->wake);
    }
    wake_unlock(&expirer->wake);
    return NULL;
}

bool expirer_start(struct expirer *expirer, struct pool *pool)
{
    expirer->pool = pool;
    wake_init(&expirer->wake);
    expirer->started = pthread_create(&expirer->thread, NULL, watch, expirer) == 0;
    return expirer->started;
}

void expirer_stop(struct expirer *expirer)
{
    if (!expirer->started)
        return;
    wake_lock(&expirer->wake);
    expirer->stopped = true;
    wake_all(&expirer->wake);
    wake_unlock(&expirer->wake);
    pthread_join(expirer->thread, NULL);
    wake_release(&expirer->wake);
    expirer->started = false;
}
