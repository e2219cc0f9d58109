/* outage.h - one kind of trouble with the database, told in the log when it begins, when its reason changes, once a minute
 * while it lasts, and when it is over: not with every attempt of every thread, and not when it comes and goes many times a
 * second.
 *
 *     outage_note(&shared->unreachable, log, error.detail);      each time it is met
 *     outage_over(&shared->unreachable, log);                    each time it is not
 *
 * Threads: any number may call at once; init and release belong to one.
 */
#ifndef ALAM_STORE_DB_OUTAGE_H
#define ALAM_STORE_DB_OUTAGE_H

#include "service/app/log.h"
#include "service/base/status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { OUTAGE_REMINDER_MS = 60 * 1000, OUTAGE_LEAST_MS = 1000 /* between two lines, whatever changes */ };

struct outage {
    const char *begins, *ends; /* events of the log */
    atomic_bool lasts;
    pthread_mutex_t lock;                           /* guards what follows */
    char reason[sizeof((struct error *)0)->detail]; /* the last one; stays when it is over */
    bool told;                                      /* that it lasts */
    int64_t told_at;                                /* timestamp_monotonic */
    int64_t untold;                                 /* times that it was met since */
};

void outage_init(struct outage *outage, const char *begins, const char *ends);
void outage_release(struct outage *outage);

/* It was met. `reason` holds no secret. */
void outage_note(struct outage *outage, const struct log *log, const char *reason);
/* It was not met: the next time is a new one. */
void outage_over(struct outage *outage, const struct log *log);
/* The reason met last; "" when there never was one. */
void outage_reason(struct outage *outage, struct error *ret_reason);

#endif
