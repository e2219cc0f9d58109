/* app.h - what every part of the running service is given, in place of global variables.
 *
 * `alam serve` fills it before the first request; afterwards only the atomics change. The gazetteer is a snapshot that
 * does not change while the process runs. Threads: shared by all.
 */
#ifndef ALAM_APP_APP_H
#define ALAM_APP_APP_H

#include "nlp/gazetteer.h"
#include "service/app/config.h"
#include "service/app/log.h"
#include "service/app/metrics.h"

#include <stdatomic.h>

struct budget; /* budget.h */
struct store;
struct fetcher;
struct job_workers;
struct webhook_worker;
struct backlog_worker;
struct retag_worker;
struct change_streams;

struct app {
    const struct config *config;
    const struct log *log;
    struct metrics *metrics;
    const struct gazetteer *gazetteer;
    struct budget *budget;
    struct store *store;
    struct fetcher *fetcher;
    struct job_workers *job_workers;
    struct webhook_worker *webhook_worker;
    struct backlog_worker *backlog_worker;
    struct retag_worker *retag_worker;
    struct change_streams *change_streams;
    bool has_keys;        /* when the service started the database held an API key that was not revoked */
    atomic_bool tagged;   /* a text was tagged, which GET /readyz asks for */
    atomic_bool draining; /* SIGTERM was received: the service ends when its requests have */
};

#endif
