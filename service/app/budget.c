#include "service/app/budget.h"

#include "service/base/timestamp.h"
#include "service/base/wake.h"

#include <stdlib.h>

struct budget {
    struct metrics *metrics;
    size_t limit;
    struct wake wake; /* guards what follows, and the shares */
    size_t used;
    struct share *first, **last; /* those that wait, in the order of asking */
    struct share *beyond;        /* the one that may exceed the budget; NULL: nobody does */
    bool closed;
};

struct budget *budget_new(size_t limit, struct metrics *metrics)
{
    struct budget *budget = calloc(1, sizeof *budget);
    if (!budget)
        return NULL;
    budget->limit = limit;
    budget->metrics = metrics;
    budget->last = &budget->first;
    wake_init(&budget->wake);
    return budget;
}

void budget_free(struct budget *budget)
{
    if (!budget)
        return;
    wake_release(&budget->wake);
    free(budget);
}

/* The functions that follow, up to budget_try, are called with the lock held. */
static void count(const struct budget *budget, enum metric metric, int64_t more)
{
    if (budget->metrics && more)
        metrics_add(budget->metrics, metric, 0, more);
}

static void hold(struct budget *budget, struct share *share, size_t bytes)
{
    count(budget, METRIC_MEMORY_IN_FLIGHT, (int64_t)bytes - (int64_t)share->held);
    budget->used += bytes - share->held;
    share->held = bytes;
}

static bool fits(const struct budget *budget, const struct share *share, size_t bytes)
{
    size_t others = budget->used - share->held;
    return bytes <= share->held || share->beyond || (bytes <= budget->limit && others <= budget->limit - bytes);
}

static void remove_waiting(struct budget *budget, struct share *share)
{
    struct share **at = &budget->first;
    while (*at != share)
        at = &(*at)->next;
    *at = share->next;
    if (!share->next)
        budget->last = at;
    share->waits = false;
    count(budget, METRIC_MEMORY_WAITING, -1);
}

/* Ends the wait. The lock is given up while the share is told. */
static void tell(struct budget *budget, struct share *share, bool granted)
{
    remove_waiting(budget, share);
    if (granted)
        hold(budget, share, share->wanted);
    share->telling++;
    wake_unlock(&budget->wake);
    share->told(share, granted);
    wake_lock(&budget->wake);
    share->telling--;
    wake_all(&budget->wake);
}

/* Whether the first that waits may go on, if need be beyond the budget. */
static bool may_go_on(struct budget *budget)
{
    struct share *share = budget->first;
    if (!share || fits(budget, share, share->wanted))
        return share;
    if (budget->beyond)
        return false;
    budget->beyond = share;
    return share->beyond = true;
}

static void go_on(struct budget *budget)
{
    while (may_go_on(budget))
        tell(budget, budget->first, true);
}

bool budget_try(struct budget *budget, struct share *share, size_t bytes)
{
    wake_lock(&budget->wake);
    bool granted = bytes <= share->held || ((!budget->first || share->beyond) && fits(budget, share, bytes));
    if (granted && bytes > share->held)
        hold(budget, share, bytes);
    wake_unlock(&budget->wake);
    return granted;
}

void budget_wait(struct budget *budget, struct share *share, size_t bytes, int64_t until)
{
    wake_lock(&budget->wake);
    share->next = NULL;
    share->wanted = bytes > share->held ? bytes : share->held;
    share->until = until;
    share->waits = true;
    *budget->last = share;
    budget->last = &share->next;
    count(budget, METRIC_MEMORY_WAITING, 1);
    if (budget->closed || share->beyond)
        tell(budget, share, share->beyond);
    else
        go_on(budget);
    wake_unlock(&budget->wake);
}

static void settle(struct budget *budget, struct share *share, size_t bytes)
{
    if (share->beyond)
        budget->beyond = NULL;
    share->beyond = false;
    hold(budget, share, bytes);
    go_on(budget);
}

void budget_set(struct budget *budget, struct share *share, size_t bytes)
{
    wake_lock(&budget->wake);
    hold(budget, share, bytes);
    go_on(budget);
    wake_unlock(&budget->wake);
}

void budget_settle(struct budget *budget, struct share *share, size_t bytes)
{
    wake_lock(&budget->wake);
    settle(budget, share, bytes);
    wake_unlock(&budget->wake);
}

void budget_leave(struct budget *budget, struct share *share)
{
    wake_lock(&budget->wake);
    while (share->telling)
        wake_wait(&budget->wake);
    if (share->waits)
        remove_waiting(budget, share);
    settle(budget, share, 0);
    wake_unlock(&budget->wake);
}

/* The first whose wait is over; NULL: there is none. */
static struct share *find_late(const struct budget *budget, int64_t now)
{
    struct share *share = budget->first;
    while (share && share->until > now && !budget->closed)
        share = share->next;
    return share;
}

static void refuse_late(struct budget *budget, int64_t now)
{
    for (struct share *share; (share = find_late(budget, now)) != NULL;)
        tell(budget, share, false);
    go_on(budget);
}

void budget_expire(struct budget *budget)
{
    wake_lock(&budget->wake);
    if (budget->first)
        refuse_late(budget, timestamp_monotonic());
    wake_unlock(&budget->wake);
}

void budget_close(struct budget *budget)
{
    wake_lock(&budget->wake);
    budget->closed = true;
    refuse_late(budget, INT64_MAX);
    wake_unlock(&budget->wake);
}
