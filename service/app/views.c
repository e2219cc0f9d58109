#include "service/app/views.h"

#include "service/base/container.h"

#include <pthread.h>
#include <stdlib.h>

struct held {
    struct view view;
    struct gazetteer *owned; /* NULL: the base */
    size_t holders;          /* guarded by the lock; being in use counts as one */
};

struct views {
    pthread_mutex_t lock;
    const struct gazetteer *base;
    struct held *in_use;
};

static struct held *held_new(const struct gazetteer *gazetteer, struct gazetteer *owned, int64_t edit)
{
    struct held *held = malloc(sizeof *held);
    if (held)
        *held = (struct held){.view = {gazetteer, edit}, .owned = owned, .holders = 1};
    return held;
}

static void held_free(struct held *held)
{
    if (held)
        gazetteer_free(held->owned);
    free(held);
}

struct views *views_new(const struct gazetteer *base)
{
    struct views *views = calloc(1, sizeof *views);
    struct held *held = held_new(base, NULL, 0);
    if (!views || !held) {
        free(views);
        free(held);
        return NULL;
    }
    views->base = base;
    views->in_use = held;
    pthread_mutex_init(&views->lock, NULL);
    return views;
}

void views_free(struct views *views)
{
    if (!views)
        return;
    held_free(views->in_use);
    pthread_mutex_destroy(&views->lock);
    free(views);
}

const struct view *views_take(struct views *views)
{
    pthread_mutex_lock(&views->lock);
    struct held *held = views->in_use;
    held->holders++;
    pthread_mutex_unlock(&views->lock);
    return &held->view;
}

static void let_go(struct views *views, struct held *held)
{
    pthread_mutex_lock(&views->lock);
    bool last = --held->holders == 0;
    pthread_mutex_unlock(&views->lock);
    if (last)
        held_free(held);
}

void views_release(struct views *views, const struct view *view)
{
    if (view)
        let_go(views, CONTAINER_OF((struct view *)view, struct held, view));
}

const struct gazetteer *views_base(const struct views *views)
{
    return views->base;
}

bool views_put(struct views *views, struct gazetteer *gazetteer, int64_t edit)
{
    struct held *held = held_new(gazetteer, gazetteer, edit);
    if (!held) {
        gazetteer_free(gazetteer);
        return false;
    }
    pthread_mutex_lock(&views->lock);
    struct held *former = views->in_use;
    views->in_use = held;
    pthread_mutex_unlock(&views->lock);
    let_go(views, former);
    return true;
}
