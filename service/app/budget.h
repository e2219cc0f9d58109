/* budget.h - the memory that all requests together may take while they are read, worked, and wait for the database.
 *
 * Each limit of one request is sound by itself, but a thousand requests at it are not. So each request, and each batch
 * and line of one, has a share: the bytes that are counted for it. Before it takes more, it asks; when that would exceed
 * ALAM_MEMORY_IN_FLIGHT it waits its turn, and its client is not read meanwhile. Nobody can wait for ever:
 *
 *   - Who waits is served in the order of asking.
 *   - One share at a time may go beyond the budget, the first that waits. So there is always one that can go on to its end,
 *     also when all others hold a part of what they need, and a request that alone is larger than the budget is served.
 *   - A wait has an end, at which it is refused.
 *
 * What exists already is counted without asking (budget_set). Small requests, BUDGET_SMALL bytes, do not ask at all: they
 * go on whatever large ones do, and their sum is bounded by their number.
 *
 *     share.told = told;                                      …runs once the wait is over…
 *     if (!budget_try(budget, &share, bytes))
 *         budget_wait(budget, &share, bytes, until);
 *     …
 *     budget_set(budget, &share, bytes that are held now);    …when it has been worked and waits for the database…
 *     budget_settle(budget, &share, bytes);                   …when it needs no more…
 *     budget_leave(budget, &share);                           …when it was answered…
 *
 * Threads: any; a share is used by one at a time, but for `told`.
 */
#ifndef ALAM_APP_BUDGET_H
#define ALAM_APP_BUDGET_H

#include "service/app/metrics.h"

#include <stdbool.h>

enum {
    BUDGET_SMALL = 64 * 1024,
    BUDGET_A_BYTE = 96, /* bytes of memory that working on a byte of text takes; texts of single letters take more */
};

/* What is counted for one request. Zeroed at first, with `told`; the other members are the budget's. */
struct share {
    void (*told)(struct share *share, bool granted); /* runs once for each wait, on any thread, briefly */
    struct share *next;                              /* of those that wait */
    size_t held;                                     /* bytes counted */
    size_t wanted;                                   /* of one that waits: bytes that it shall hold */
    int64_t until;                                   /* timestamp_monotonic */
    bool waits;
    unsigned telling; /* how often `told` runs */
    bool beyond;      /* may exceed the budget until it is settled */
};

struct budget;

/* `limit` in bytes. `metrics` may be NULL. NULL: out of memory. */
struct budget *budget_new(size_t limit, struct metrics *metrics);
/* All shares have left. NULL is fine. */
void budget_free(struct budget *budget);

/* Counts `bytes` for the share from now on, where that is possible at once; less than it holds is left as it is. False:
 * nothing was changed. */
bool budget_try(struct budget *budget, struct share *share, size_t bytes);
/* The same, waiting until `until` (timestamp_monotonic); then `told` is called, perhaps before this returns. The share does
 * not wait yet. */
void budget_wait(struct budget *budget, struct share *share, size_t bytes, int64_t until);
/* The share holds `bytes` now, more or fewer than before. It does not wait. */
void budget_set(struct budget *budget, struct share *share, size_t bytes);
/* The same; the share needs no more for now, and another one may go beyond the budget. */
void budget_settle(struct budget *budget, struct share *share, size_t bytes);
/* The share holds nothing any more, and does not wait; when `told` runs, waits until it has returned. */
void budget_leave(struct budget *budget, struct share *share);

/* Refuses those whose wait is over. Called a few times a second. */
void budget_expire(struct budget *budget);
/* From now on everybody who would have to wait is refused. */
void budget_close(struct budget *budget);

#endif
