/* times.h - how long the store remembers, waits and looks back: the times that nobody needs to set.
 *
 * Those that an operator may want to set (leases, retentions, the first pause of a retry) are rows of the configuration
 * table (service/app/config.c), where their relations to one another are checked when the process starts. Times are
 * seconds unless the name says otherwise.
 *
 * Threads: constant data.
 */
#ifndef ALAM_STORE_DB_TIMES_H
#define ALAM_STORE_DB_TIMES_H

enum {
    /* For so long a writer believes that an entity it has sent is still in the database (articles/recent.h). */
    TIMES_RECENT = 600,
    /* For so long after its last article was deleted an entity stays in the database (entities/rollup.h). */
    TIMES_UNNAMED = 3600,

    /* For so long the old secret of a subscription signs beside a new one. */
    TIMES_OLD_SECRET = 24 * 3600,
    /* Longest pause before a failed delivery is tried again; the first is ALAM_WEBHOOK_RETRY. */
    TIMES_WEBHOOK_RETRY_MAXIMUM = 3600,
    /* Longest pause before a job that could not be worked is tried again; the first is two seconds. */
    TIMES_JOB_RETRY_MAXIMUM = 300,
    /* First pause after an attempt to connect failed; the longest is ALAM_RECONNECT_MAXIMUM. */
    TIMES_RECONNECT_FIRST_MS = 50,

    /* Articles of one story are looked for so many days before and after (articles/similar.h). */
    TIMES_STORY_DAYS = 7,
    /* Trends are compared with so many days at the least (entities/analytics.h). */
    TIMES_BASELINE_DAYS = 28,
};

/* Else a writer could leave out an entity that has just been removed. */
_Static_assert(TIMES_RECENT < TIMES_UNNAMED, "a writer must forget an entity before it is removed");

#endif
