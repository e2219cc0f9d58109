/* app.h - what every part of the running service is given: no globals.
 *
 * `alam serve` fills it once before the first request; afterwards only the atomics change. The gazetteer is a frozen
 * snapshot. Threads: shared by all.
 */
#ifndef ALAM_APP_H
#define ALAM_APP_H

#include "nlp/gazetteer.h"
#include "service/app/config.h"
#include "service/app/log.h"
#include "service/app/metrics.h"

#include <stdatomic.h>

struct store;
struct fetcher;
struct job_workers;
struct webhook_worker;
struct backlog_worker;

struct app {
    const struct config *config;
    const struct log *log;
    struct metrics *metrics;
    const struct gazetteer *gazetteer;
    struct store *store;
    struct fetcher *fetcher;
    struct job_workers *job_workers;
    struct webhook_worker *webhook_worker;
    struct backlog_worker *backlog_worker;
    bool has_keys;        /* at start the database showed a key that works */
    atomic_bool tagged;   /* a real text was tagged: /readyz needs it */
    atomic_bool draining; /* SIGTERM came */
};

#endif
