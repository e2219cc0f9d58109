/* app.h - what every part of the running service is given, in place of global variables.
 *
 * `alam serve` fills it before the first request; afterwards only the atomics change. The gazetteer that was
 * opened does not change while the process runs; edits put views of it in its place (views.h). Threads: shared by all.
 */
#ifndef ALAM_APP_APP_H
#define ALAM_APP_APP_H

#include "service/app/config.h"
#include "service/app/log.h"
#include "service/app/metrics.h"
#include "service/app/views.h"

#include <stdatomic.h>

struct budget; /* budget.h */
struct store;
struct fetcher;
struct job_workers;
struct webhook_worker;
struct backlog_worker;
struct retag_worker;
struct change_streams;
struct edits_worker;

struct app {
    const struct config *config;
    const struct log *log;
    struct metrics *metrics;
    struct views *views; /* the gazetteer that is in use, with what editors changed */
    struct budget *budget;
    struct store *store;
    struct fetcher *fetcher;
    struct job_workers *job_workers;
    struct webhook_worker *webhook_worker;
    struct backlog_worker *backlog_worker;
    struct retag_worker *retag_worker;
    struct change_streams *change_streams;
    struct edits_worker *edits_worker;
    bool has_keys;        /* when the service started the database held an API key that was not revoked */
    atomic_bool edited;   /* the edits of the gazetteer were read, which GET /readyz asks for */
    atomic_bool tagged;   /* a text was tagged, which GET /readyz asks for */
    atomic_bool draining; /* SIGTERM was received: the service ends when its requests have */
};

#endif
