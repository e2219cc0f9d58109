#include "service/app/metrics.h"

#include "nlp/text/types.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum kind { COUNTER, GAUGE, HISTOGRAM /* of seconds */, SIZES /* a histogram of counts */ };
enum labels {
    LABEL_NONE,
    LABEL_ROUTE,
    LABEL_ROUTE_STATUS,
    LABEL_TYPE_METHOD,
    LABEL_RESULT, /* this and the following are single labels, whose values `sets` lists */
    LABEL_VERDICT,
    LABEL_RETAG,
    LABEL_FETCH,
    LABEL_JOB,
    LABEL_WEBHOOK,
    LABEL_OUTBOX,
    LABEL_BACKLOG
};

static const struct row {
    const char *name;
    enum kind kind;
    enum labels labels;
    const char *help;
} rows[METRIC_COUNT] = {
    [METRIC_REQUESTS] = {"alam_http_requests_total", COUNTER, LABEL_ROUTE_STATUS, "Answered requests."},
    [METRIC_REQUEST_SECONDS] = {"alam_http_request_seconds", HISTOGRAM, LABEL_ROUTE, "From the headers to the answer."},
    [METRIC_REQUEST_BYTES] = {"alam_http_request_bytes_total", COUNTER, LABEL_NONE, "Bytes of request bodies."},
    [METRIC_RESPONSE_BYTES] = {"alam_http_response_bytes_total", COUNTER, LABEL_NONE, "Bytes of answer bodies."},
    [METRIC_REQUESTS_RUNNING] = {"alam_http_requests_running", GAUGE, LABEL_NONE, "Requests not answered yet."},
    [METRIC_CONNECTIONS] = {"alam_http_connections", GAUGE, LABEL_NONE, "Open HTTP connections."},
    [METRIC_CONNECTIONS_ENDED] = {"alam_http_connections_ended_total", COUNTER, LABEL_NONE,
                                  "Connections ended for being late or to make room."},
    [METRIC_MEMORY_IN_FLIGHT] = {"alam_memory_in_flight_bytes", GAUGE, LABEL_NONE,
                                 "Memory counted for requests and lines of batches that are not answered yet."},
    [METRIC_MEMORY_WAITING] = {"alam_memory_waiting", GAUGE, LABEL_NONE,
                               "Requests and lines of batches that wait for ALAM_MEMORY_IN_FLIGHT."},
    [METRIC_BATCH_LINES] = {"alam_batch_lines_total", COUNTER, LABEL_NONE, "Lines of NDJSON batches answered."},
    [METRIC_FETCHES] = {"alam_fetches_total", COUNTER, LABEL_FETCH, "Outgoing requests: pages and webhooks."},
    [METRIC_JOBS] = {"alam_jobs_total", COUNTER, LABEL_JOB, "Asynchronous jobs worked."},
    [METRIC_WEBHOOKS] = {"alam_webhooks_total", COUNTER, LABEL_WEBHOOK, "Webhook deliveries tried."},
    [METRIC_TAG_SECONDS] = {"alam_tag_seconds", HISTOGRAM, LABEL_NONE, "Finding the entities of one text."},
    [METRIC_TAGGED_BYTES] = {"alam_tagged_bytes_total", COUNTER, LABEL_NONE, "Bytes of text tagged."},
    [METRIC_MENTIONS] = {"alam_mentions_total", COUNTER, LABEL_TYPE_METHOD, "Mentions found."},
    [METRIC_ARTICLES] = {"alam_articles_total", COUNTER, LABEL_RESULT, "Articles stored, met again, deleted."},
    [METRIC_VERDICTS] = {"alam_verdicts_total", COUNTER, LABEL_VERDICT, "Verdicts of editors on mentions."},
    [METRIC_RETAGGED] = {"alam_retagged_articles_total", COUNTER, LABEL_RETAG, "Stored articles tagged anew."},
    [METRIC_RETAGS] = {"alam_retags", GAUGE, LABEL_BACKLOG, "Re-taggings in the database, not finished."},
    [METRIC_RETAGS_LEFT] = {"alam_retags_left_articles", GAUGE, LABEL_NONE,
                            "Articles that are left to re-taggings, as far as they are counted."},
    [METRIC_STORE_QUEUE] = {"alam_store_queue", GAUGE, LABEL_NONE, "Requests waiting for a database connection."},
    [METRIC_STORE_REJECTED] = {"alam_store_rejected_total", COUNTER, LABEL_NONE,
                               "Requests refused, the queue being full."},
    [METRIC_STORE_CONNECTIONS] = {"alam_store_connections", GAUGE, LABEL_NONE, "Open database connections."},
    [METRIC_STORE_ERRORS] = {"alam_store_errors_total", COUNTER, LABEL_NONE, "Failed statements and connections."},
    [METRIC_STORE_SECONDS] = {"alam_store_seconds", HISTOGRAM, LABEL_NONE, "One request's work in the database."},
    [METRIC_COMMIT_ARTICLES] = {"alam_store_commit_articles", SIZES, LABEL_NONE, "Articles stored by one transaction."},
    [METRIC_STORE_COMMITS] = {"alam_store_commits_total", COUNTER, LABEL_NONE, "Transactions that stored articles."},
    [METRIC_OUTBOX] = {"alam_outbox_deliveries", GAUGE, LABEL_OUTBOX,
                       "Webhook deliveries in the database: waiting, or given up."},
    [METRIC_OUTBOX_AGE] = {"alam_outbox_oldest_seconds", GAUGE, LABEL_NONE,
                           "Age of the oldest delivery that waits, paused subscriptions left out."},
    [METRIC_JOB_BACKLOG] = {"alam_jobs_backlog", GAUGE, LABEL_BACKLOG,
                            "Asynchronous jobs in the database, not finished."},
    [METRIC_STREAMS] = {"alam_streams", GAUGE, LABEL_NONE, "Open streams of changes."},
    [METRIC_ROLLUP_EVENTS] = {"alam_rollup_events_total", COUNTER, LABEL_NONE,
                              "Articles, stored or deleted, folded into the counts."},
    [METRIC_GAZETTEER_ENTITIES] = {"alam_gazetteer_entities", GAUGE, LABEL_NONE, "Entities of the gazetteer."},
    [METRIC_GAZETTEER_EDIT] = {"alam_gazetteer_edit", GAUGE, LABEL_NONE,
                               "Number of the last edit of the gazetteer that is in use here."},
    [METRIC_GAZETTEER_EDIT_AGE] = {"alam_gazetteer_edit_age_seconds", GAUGE, LABEL_NONE,
                                   "Seconds since this process last knew that it had all edits of the gazetteer."},
    [METRIC_GAZETTEER_NAMES] = {"alam_gazetteer_names", GAUGE, LABEL_NONE, "Surface forms of the gazetteer."},
    [METRIC_START_TIME] = {"process_start_time_seconds", GAUGE, LABEL_NONE, "Start of the process, Unix time."},
};

enum { BOUND_COUNT = 15, SLOTS_OF_HISTOGRAM = BOUND_COUNT + 2, SUM_SLOT = BOUND_COUNT + 1 };

static const double seconds_bounds[BOUND_COUNT] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                   0.05,   0.1,     0.25,   0.5,   1,      2.5,   10};
static const double size_bounds[BOUND_COUNT] = {1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1000};

static const struct label_set {
    const char *label;
    size_t count;
    const char *names[METRICS_SET_MAXIMUM];
} sets[] = {
    [LABEL_RESULT] = {"result", METRICS_ARTICLE_COUNT, {"created", "replaced", "existing", "deleted"}},
    [LABEL_VERDICT] = {"verdict", METRICS_VERDICT_COUNT, {"confirm", "correct", "reject", "add"}},
    [LABEL_RETAG] = {"result", METRICS_RETAG_COUNT, {"changed", "same", "skipped"}},
    [LABEL_FETCH] = {"result", METRICS_FETCH_COUNT, {"answered", "refused", "failed"}},
    [LABEL_JOB] = {"result", METRICS_JOB_COUNT, {"done", "failed", "retried"}},
    [LABEL_WEBHOOK] = {"result", METRICS_WEBHOOK_COUNT, {"delivered", "failed"}},
    [LABEL_OUTBOX] = {"state", METRICS_OUTBOX_COUNT, {"waiting", "dead"}},
    [LABEL_BACKLOG] = {"state", METRICS_BACKLOG_COUNT, {"queued", "running"}},
};

struct metrics {
    const char *const *routes;
    size_t route_count;
    _Atomic int64_t *values[METRIC_COUNT]; /* a series of a histogram: its buckets, +Inf, the sum in millionths */
};

static bool is_histogram(enum metric metric)
{
    return rows[metric].kind == HISTOGRAM || rows[metric].kind == SIZES;
}

static const double *bounds_of(enum metric metric)
{
    return rows[metric].kind == SIZES ? size_bounds : seconds_bounds;
}

static size_t series_count(const struct metrics *metrics, enum labels labels)
{
    switch (labels) {
    case LABEL_ROUTE:
        return metrics->route_count;
    case LABEL_ROUTE_STATUS:
        return metrics->route_count * METRICS_HTTP_STATUS_COUNT;
    case LABEL_TYPE_METHOD:
        return (size_t)ENTITY_TYPE_COUNT * METHOD_COUNT;
    case LABEL_NONE:
        return 1;
    default:
        return sets[labels].count;
    }
}

struct metrics *metrics_new(const char *const *routes, size_t route_count)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics)
        return NULL;
    metrics->routes = routes;
    metrics->route_count = route_count;
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        size_t slots = is_histogram((enum metric)i) ? SLOTS_OF_HISTOGRAM : 1;
        metrics->values[i] = calloc(series_count(metrics, rows[i].labels) * slots, sizeof *metrics->values[i]);
        if (metrics->values[i])
            continue;
        metrics_free(metrics);
        return NULL;
    }
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    for (size_t i = 0; metrics && i < METRIC_COUNT; i++)
        free((void *)metrics->values[i]);
    free(metrics);
}

void metrics_add(struct metrics *metrics, enum metric metric, size_t series, int64_t amount)
{
    atomic_fetch_add_explicit(&metrics->values[metric][series], amount, memory_order_relaxed);
}

void metrics_set(struct metrics *metrics, enum metric metric, size_t series, int64_t value)
{
    atomic_store_explicit(&metrics->values[metric][series], value, memory_order_relaxed);
}

/* The present value of a counter or gauge. */
static int64_t value_of(const struct metrics *metrics, enum metric metric, size_t series)
{
    return atomic_load_explicit(&metrics->values[metric][series], memory_order_relaxed);
}

int64_t metrics_sum(const struct metrics *metrics, enum metric metric)
{
    int64_t sum = 0;
    for (size_t i = 0; i < series_count(metrics, rows[metric].labels); i++)
        sum += value_of(metrics, metric, i);
    return sum;
}

void metrics_observe(struct metrics *metrics, enum metric metric, size_t series, double value)
{
    const double *bounds = bounds_of(metric);
    size_t bucket = 0;
    while (bucket < BOUND_COUNT && value > bounds[bucket])
        bucket++;
    metrics_add(metrics, metric, series * SLOTS_OF_HISTOGRAM + bucket, 1);
    metrics_add(metrics, metric, series * SLOTS_OF_HISTOGRAM + SUM_SLOT, (int64_t)(value * 1e6));
}

/* Writes the labels of a series as they stand between braces; "" when it has none. */
static void label_text(const struct metrics *metrics, enum labels labels, size_t series, char *text, size_t size)
{
    switch (labels) {
    case LABEL_ROUTE:
        snprintf(text, size, "route=\"%s\"", metrics->routes[series]);
        break;
    case LABEL_ROUTE_STATUS:
        snprintf(text, size, "route=\"%s\",status=\"%zu\"", metrics->routes[series / METRICS_HTTP_STATUS_COUNT],
                 series % METRICS_HTTP_STATUS_COUNT);
        break;
    case LABEL_TYPE_METHOD:
        snprintf(text, size, "type=\"%s\",method=\"%s\"", entity_type_name((enum entity_type)(series / METHOD_COUNT)),
                 mention_method_name((enum mention_method)(series % METHOD_COUNT)));
        break;
    case LABEL_NONE:
        *text = '\0';
        break;
    default:
        snprintf(text, size, "%s=\"%s\"", sets[labels].label, sets[labels].names[series]);
    }
}

static void write_histogram(const struct metrics *metrics, enum metric metric, size_t series, const char *label,
                            struct strbuf *out)
{
    const char *name = rows[metric].name, *comma = *label ? "," : "";
    int64_t count = 0;
    for (size_t i = 0; i < BOUND_COUNT; i++) {
        count += value_of(metrics, metric, series * SLOTS_OF_HISTOGRAM + i);
        strbuf_printf(out, "%s_bucket{%s%sle=\"%g\"} %" PRId64 "\n", name, label, comma, bounds_of(metric)[i], count);
    }
    count += value_of(metrics, metric, series * SLOTS_OF_HISTOGRAM + BOUND_COUNT);
    double sum = (double)value_of(metrics, metric, series * SLOTS_OF_HISTOGRAM + SUM_SLOT) / 1e6;
    const char *open = *label ? "{" : "", *close = *label ? "}" : "";
    strbuf_printf(out, "%s_bucket{%s%sle=\"+Inf\"} %" PRId64 "\n", name, label, comma, count);
    strbuf_printf(out, "%s_sum%s%s%s %g\n%s_count%s%s%s %" PRId64 "\n", name, open, label, close, sum, name, open,
                  label, close, count);
}

static void write_series(const struct metrics *metrics, enum metric metric, size_t series, struct strbuf *out)
{
    char label[256];
    label_text(metrics, rows[metric].labels, series, label, sizeof label);
    if (is_histogram(metric)) {
        write_histogram(metrics, metric, series, label, out);
        return;
    }
    int64_t value = value_of(metrics, metric, series);
    if (value || rows[metric].labels != LABEL_ROUTE_STATUS)
        strbuf_printf(out, "%s%s%s%s %" PRId64 "\n", rows[metric].name, *label ? "{" : "", label, *label ? "}" : "",
                      value);
}

static void write_head(struct strbuf *out, const char *name, enum kind kind, const char *help)
{
    static const char *const kind_names[] = {"counter", "gauge", "histogram", "histogram"};
    strbuf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind_names[kind]);
}

static long open_files(void)
{
    long count = -1; /* reading the directory takes a descriptor, which is not counted */
    DIR *directory = opendir("/proc/self/fd");
    if (!directory)
        return 0;
    for (struct dirent *entry; (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

static void read_memory(long *ret_size, long *ret_resident)
{
    FILE *file = fopen("/proc/self/statm", "re");
    *ret_size = *ret_resident = 0;
    if (!file)
        return;
    if (fscanf(file, "%ld %ld", ret_size, ret_resident) != 2)
        *ret_size = *ret_resident = 0;
    fclose(file);
}

static void write_gauge(struct strbuf *out, const char *name, const char *help, long value)
{
    write_head(out, name, GAUGE, help);
    strbuf_printf(out, "%s %ld\n", name, value);
}

static void write_process(struct strbuf *out)
{
    struct rusage usage;
    struct rlimit limit = {0};
    long size, resident;
    getrlimit(RLIMIT_NOFILE, &limit);
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    write_head(out, "process_cpu_seconds_total", COUNTER, "Processor time, user and system.");
    strbuf_printf(out, "process_cpu_seconds_total %.6f\n", cpu);
    read_memory(&size, &resident);
    write_gauge(out, "process_resident_memory_bytes", "Resident memory.", resident * sysconf(_SC_PAGESIZE));
    write_gauge(out, "process_virtual_memory_bytes", "Address space.", size * sysconf(_SC_PAGESIZE));
    write_gauge(out, "process_open_fds", "Open file descriptors.", open_files());
    write_gauge(out, "process_max_fds", "Most file descriptors that the process may have.", (long)limit.rlim_cur);
}

void metrics_write(const struct metrics *metrics, const char *gazetteer_version, struct strbuf *out)
{
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        write_head(out, rows[i].name, rows[i].kind, rows[i].help);
        for (size_t series = 0; series < series_count(metrics, rows[i].labels); series++)
            write_series(metrics, (enum metric)i, series, out);
    }
    write_head(out, "alam_gazetteer_info", GAUGE, "The gazetteer in use.");
    strbuf_printf(out, "alam_gazetteer_info{version=\"%s\"} 1\n", gazetteer_version);
    write_process(out);
}
