/* metrics.h - counters, gauges and histograms of the process, printed in Prometheus' text format.
 *
 * One table (metrics.c) has a row for each metric: name, kind, labels, help. The values of all labels are known
 * beforehand (routes, HTTP statuses, entity types …), so no request can add a series. A series is addressed by the row
 * and by its number among the row's series. Threads: everything but new and free may be called by any; updates are
 * relaxed atomics.
 *
 *     metrics_add(metrics, METRIC_TAGGED_BYTES, 0, length);
 *     metrics_observe(metrics, METRIC_REQUEST_SECONDS, route_index, seconds);
 */
#ifndef ALAM_APP_METRICS_H
#define ALAM_APP_METRICS_H

#include "service/base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

enum metric {
    METRIC_REQUESTS,
    METRIC_REQUEST_SECONDS,
    METRIC_REQUEST_BYTES,
    METRIC_RESPONSE_BYTES,
    METRIC_REQUESTS_RUNNING,
    METRIC_CONNECTIONS,
    METRIC_CONNECTIONS_ENDED,
    METRIC_MEMORY_IN_FLIGHT,
    METRIC_MEMORY_WAITING,
    METRIC_BATCH_LINES,
    METRIC_FETCHES,
    METRIC_WEBHOOKS,
    METRIC_JOBS,
    METRIC_TAG_SECONDS,
    METRIC_TAGGED_BYTES,
    METRIC_MENTIONS,
    METRIC_ARTICLES,
    METRIC_VERDICTS,
    METRIC_RETAGGED,
    METRIC_RETAGS,
    METRIC_RETAGS_LEFT,
    METRIC_STORE_QUEUE,
    METRIC_STORE_REJECTED,
    METRIC_STORE_CONNECTIONS,
    METRIC_STORE_ERRORS,
    METRIC_STORE_SECONDS,
    METRIC_STORE_COMMITS,
    METRIC_COMMIT_ARTICLES,
    METRIC_OUTBOX,
    METRIC_OUTBOX_AGE,
    METRIC_JOB_BACKLOG,
    METRIC_STREAMS,
    METRIC_ROLLUP_EVENTS,
    METRIC_GAZETTEER_ENTITIES,
    METRIC_GAZETTEER_NAMES,
    METRIC_GAZETTEER_EDIT,
    METRIC_GAZETTEER_EDIT_AGE,
    METRIC_START_TIME,
    METRIC_COUNT
};

enum { METRICS_HTTP_STATUS_COUNT = 600 };

/* The series of METRIC_REQUESTS. */
#define METRICS_REQUEST_SERIES(route, http) ((size_t)(route)*METRICS_HTTP_STATUS_COUNT + (size_t)(http))
/* The series of METRIC_MENTIONS. */
#define METRICS_MENTION_SERIES(type, method) ((size_t)(type)*METHOD_COUNT + (size_t)(method))
/* The series of METRIC_ARTICLES. */
enum {
    METRICS_ARTICLE_CREATED,
    METRICS_ARTICLE_REPLACED,
    METRICS_ARTICLE_EXISTING,
    METRICS_ARTICLE_DELETED,
    METRICS_ARTICLE_COUNT
};

/* The series of METRIC_VERDICTS: enum verdict_kind (service/store/articles/verdict.h). */
enum { METRICS_VERDICT_COUNT = 4 };
/* The series of METRIC_RETAGGED. */
enum { METRICS_RETAG_CHANGED, METRICS_RETAG_SAME, METRICS_RETAG_SKIPPED, METRICS_RETAG_COUNT };
/* The series of METRIC_JOBS. */
enum { METRICS_JOB_DONE, METRICS_JOB_FAILED, METRICS_JOB_RETRIED, METRICS_JOB_COUNT };
/* The series of METRIC_WEBHOOKS. */
enum { METRICS_WEBHOOK_DELIVERED, METRICS_WEBHOOK_FAILED, METRICS_WEBHOOK_COUNT };
/* The series of METRIC_FETCHES. */
enum { METRICS_FETCH_ANSWERED, METRICS_FETCH_REFUSED, METRICS_FETCH_FAILED, METRICS_FETCH_COUNT };
/* The series of METRIC_OUTBOX. */
enum { METRICS_OUTBOX_WAITING, METRICS_OUTBOX_DEAD, METRICS_OUTBOX_COUNT };
/* The series of METRIC_JOB_BACKLOG and METRIC_RETAGS. */
enum { METRICS_BACKLOG_QUEUED, METRICS_BACKLOG_RUNNING, METRICS_BACKLOG_COUNT };
/* The most values that one of these labels has. */
enum { METRICS_SET_MAXIMUM = 4 };

struct metrics;

/* `routes` are the values of the label `route`, as "GET /v1/articles"; they must outlive the metrics. NULL: out of
 * memory. */
struct metrics *metrics_new(const char *const *routes, size_t route_count);
/* NULL is fine. */
void metrics_free(struct metrics *metrics);

/* Adds to a counter or a gauge. */
void metrics_add(struct metrics *metrics, enum metric metric, size_t series, int64_t amount);
/* The sum over all series of a counter. */
int64_t metrics_sum(const struct metrics *metrics, enum metric metric);
/* Sets a gauge. */
void metrics_set(struct metrics *metrics, enum metric metric, size_t series, int64_t value);
/* Adds a value to a histogram: seconds or a number of things, as its row says. */
void metrics_observe(struct metrics *metrics, enum metric metric, size_t series, double value);

/* Appends all metrics, and those of the process itself, in text format 0.0.4. */
void metrics_write(const struct metrics *metrics, const char *gazetteer_version, struct strbuf *out);

#endif
