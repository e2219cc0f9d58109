#include "service/commands/ending.h"

#include "service/base/timestamp.h"
#include "service/store/store.h"

#include <unistd.h>

/* True: the service has ended meanwhile. */
static bool wait_until(struct ending *ending, int64_t ms)
{
    int64_t until = ending->began + ms * 1000;
    wake_lock(&ending->wake);
    while (!ending->done && wake_wait_until(&ending->wake, until))
        ;
    bool done = ending->done;
    wake_unlock(&ending->wake);
    return done;
}

static void *watch(void *cls)
{
    struct ending *ending = cls;
    if (wait_until(ending, ending->grace_ms))
        return NULL;
    store_give_up(ending->app->store);
    if (wait_until(ending, ending->grace_ms + ENDING_FORCE_MS))
        return NULL;
    log_write(ending->app->log, LOG_WARNING, "stopped",
              (struct log_field[]){LOG_TEXT("detail", "by force, because something did not end in time"), LOG_END});
    _exit(0);
}

void ending_begin(struct ending *ending, const struct app *app, int64_t grace_ms)
{
    *ending = (struct ending){.app = app, .grace_ms = grace_ms, .began = timestamp_monotonic()};
    wake_init(&ending->wake);
    ending->started = pthread_create(&ending->thread, NULL, watch, ending) == 0;
}

void ending_done(struct ending *ending)
{
    if (!ending->started)
        return;
    wake_lock(&ending->wake);
    ending->done = true;
    wake_all(&ending->wake);
    wake_unlock(&ending->wake);
    pthread_join(ending->thread, NULL);
    wake_release(&ending->wake);
    ending->started = false;
}
