#include "service/fetch/fetch.h"

#include "service/base/version.h"
#include "service/fetch/guard.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POLL_MS = 1000, QUEUE_MAXIMUM = 1024, LOW_SPEED_BYTES = 100, LOW_SPEED_SECONDS = 10 };

static const char agent[] = "alam/" ALAM_VERSION " (+news entity service)";

enum lane_kind { LANE_PAGES, LANE_DELIVERIES, LANE_COUNT };

struct lane {
    struct fetch_job *head, **tail;
    size_t waiting, running, maximum; /* jobs; `running` belongs to the thread, the rest is guarded by the lock */
};

struct fetcher {
    const struct app *app;
    struct guard guard;
    CURLM *multi;
    pthread_t thread;
    pthread_mutex_t lock; /* guards `ended` and the jobs that wait */
    struct lane lanes[LANE_COUNT];
    bool ended;
    struct fetch_job *first; /* of the jobs that run; belongs to the thread */
};

static struct lane *lane_of(struct fetcher *fetcher, const struct fetch_job *job)
{
    return &fetcher->lanes[job->body ? LANE_DELIVERIES : LANE_PAGES];
}

static curl_socket_t open_socket(void *cls, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct fetch_job *job = cls;
    (void)purpose;
    if (!guard_allows(&job->fetcher->guard, &address->addr)) {
        job->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *bytes, size_t size, size_t count, void *cls)
{
    struct fetch_job *job = cls;
    strbuf_append(&job->answer, bytes, size * count);
    return strbuf_ok(&job->answer) ? size * count : 0;
}

/* Is it an address that libcurl can take apart, without a user or password in it? */
static bool well_formed(const char *url)
{
    CURLU *parts = curl_url();
    bool sound = parts && curl_url_set(parts, CURLUPART_URL, url, CURLU_DISALLOW_USER) == CURLUE_OK;
    curl_url_cleanup(parts);
    return sound;
}

static void set_options(CURL *easy, struct fetch_job *job)
{
    const struct config *config = job->fetcher->app->config;
    curl_easy_setopt(easy, CURLOPT_URL, job->url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* do not join the thread of a name server that is silent */
    curl_easy_setopt(easy, CURLOPT_USERAGENT, *config->fetch_user_agent ? config->fetch_user_agent : agent);
    if (config->fetch_cookies && !job->body)
        curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* no file: they live as long as this fetch */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)config->fetch_connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)config->fetch_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, job);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L); /* a reused connection would not pass the guard */
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->list);
    if (job->body) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job->body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)job->body_length);
    } else {
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS);
    }
}

static void finish(struct fetch_job *job, enum status status)
{
    struct fetcher *fetcher = job->fetcher;
    struct fetch_job **at = &fetcher->first;
    while (*at && *at != job)
        at = &(*at)->next;
    if (*at) {
        *at = job->next;
        lane_of(fetcher, job)->running--;
    }
    if (job->easy) {
        curl_multi_remove_handle(fetcher->multi, job->easy);
        curl_easy_cleanup(job->easy);
    }
    curl_slist_free_all(job->list);
    job->easy = job->list = NULL;
    job->status = status;
    metrics_add(fetcher->app->metrics, METRIC_FETCHES,
                status == STATUS_OK              ? METRICS_FETCH_ANSWERED
                : status == STATUS_FETCH_REFUSED ? METRICS_FETCH_REFUSED
                                                 : METRICS_FETCH_FAILED,
                1);
    job->done(job);
}

static void begin(struct fetcher *fetcher, struct fetch_job *job)
{
    job->fetcher = fetcher;
    strbuf_init(&job->answer, job->maximum);
    for (size_t i = 0; i < FETCH_HEADERS_MAXIMUM && job->headers[i]; i++)
        job->list = curl_slist_append(job->list, job->headers[i]);
    job->next = fetcher->first;
    fetcher->first = job;
    lane_of(fetcher, job)->running++;
    if (!well_formed(job->url)) {
        finish(job, error_set(&job->error, STATUS_FETCH_REFUSED, "This is no address that alam fetches."));
        return;
    }
    job->easy = curl_easy_init();
    if (job->easy)
        set_options(job->easy, job);
    if (!job->easy || curl_multi_add_handle(fetcher->multi, job->easy) != CURLM_OK)
        finish(job, error_set(&job->error, STATUS_OUT_OF_MEMORY, "out of memory"));
}

static enum status judge(struct fetch_job *job, CURLcode code)
{
    if (job->refused)
        return error_set(&job->error, STATUS_FETCH_REFUSED,
                         "The address leads to a host that alam does not connect to.");
    if (job->answer.starved || code == CURLE_OUT_OF_MEMORY)
        return error_set(&job->error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (!strbuf_ok(&job->answer))
        return error_set(&job->error, STATUS_FETCH_FAILED, "The page is larger than %zu bytes.", job->maximum);
    if (code == CURLE_OK)
        return STATUS_OK;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return error_set(&job->error, STATUS_FETCH_TIMEOUT, "The page did not come in time.");
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT)
        return error_set(&job->error, STATUS_FETCH_REFUSED,
                         "The address, or where it redirects, is not http or https.");
    return error_set(&job->error, STATUS_FETCH_FAILED, "The page cannot be fetched: %s.", curl_easy_strerror(code));
}

static void complete(struct fetch_job *job, CURLcode code)
{
    long http = 0;
    char *text = NULL;
    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &http);
    job->http = (int)http;
    curl_off_t retry_after = 0;
    if (curl_easy_getinfo(job->easy, CURLINFO_RETRY_AFTER, &retry_after) == CURLE_OK)
        job->retry_after = retry_after > 0 ? retry_after : 0;
    if (curl_easy_getinfo(job->easy, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK && text)
        snprintf(job->content_type, sizeof job->content_type, "%s", text);
    if (curl_easy_getinfo(job->easy, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK && text)
        job->final_url = strdup(text);
    finish(job, code == CURLE_OK && !job->final_url ? STATUS_OUT_OF_MEMORY : judge(job, code));
}

/* Takes the next job that may run out of the queue. The caller holds the lock. */
static struct fetch_job *pop(struct lane *lane)
{
    struct fetch_job *job = lane->head;
    if (!job || lane->running >= lane->maximum)
        return NULL;
    lane->head = job->next;
    lane->tail = lane->head ? lane->tail : &lane->head;
    lane->waiting--;
    return job;
}

static struct fetch_job *next_waiting(struct fetcher *fetcher, bool *ret_ended)
{
    struct fetch_job *job = NULL;
    pthread_mutex_lock(&fetcher->lock);
    *ret_ended = fetcher->ended;
    for (size_t i = 0; i < LANE_COUNT && !job && !fetcher->ended; i++)
        job = pop(&fetcher->lanes[i]);
    pthread_mutex_unlock(&fetcher->lock);
    return job;
}

static void *work(void *cls)
{
    struct fetcher *fetcher = cls;
    int running, left;
    for (bool ended = false; !ended;) {
        for (struct fetch_job *job; (job = next_waiting(fetcher, &ended));)
            begin(fetcher, job);
        curl_multi_perform(fetcher->multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(fetcher->multi, &left));) {
            struct fetch_job *job = NULL;
            CURLcode code = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
            complete(job, code);
        }
        if (!ended)
            curl_multi_poll(fetcher->multi, NULL, 0, POLL_MS, NULL);
    }
    while (fetcher->first)
        finish(fetcher->first, error_set(&fetcher->first->error, STATUS_UNAVAILABLE, "The service is ending."));
    return NULL;
}

enum status fetch_submit(struct fetcher *fetcher, struct fetch_job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&fetcher->lock);
    struct lane *lane = lane_of(fetcher, job);
    bool taken = !fetcher->ended && lane->waiting < QUEUE_MAXIMUM;
    if (taken) {
        *lane->tail = job;
        lane->tail = &job->next;
        lane->waiting++;
    }
    pthread_mutex_unlock(&fetcher->lock);
    if (taken)
        curl_multi_wakeup(fetcher->multi);
    return taken ? STATUS_OK : STATUS_UNAVAILABLE;
}

bool fetch_permits(const struct fetcher *fetcher, const char *url)
{
    CURLU *parts = curl_url();
    char *host = NULL;
    bool known = parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
                 curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK;
    bool permits = !known || guard_allows_host(&fetcher->guard, host);
    curl_free(host);
    curl_url_cleanup(parts);
    return permits;
}

void fetch_job_release(struct fetch_job *job)
{
    strbuf_release(&job->answer);
    free(job->final_url);
    job->final_url = NULL;
}

enum status fetcher_start(const struct app *app, struct fetcher **ret_fetcher, struct error *error)
{
    struct fetcher *fetcher = calloc(1, sizeof *fetcher);
    if (!fetcher || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(fetcher);
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    }
    fetcher->app = app;
    if (!guard_init(&fetcher->guard, app->config->fetch_loopback, app->config->fetch_allow)) {
        free(fetcher);
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_FETCH_ALLOW must list addresses or ranges, as 10.0.0.0/8");
    }
    const int64_t maxima[] = {[LANE_PAGES] = app->config->fetch_parallel,
                              [LANE_DELIVERIES] = FETCH_DELIVERIES_FACTOR * app->config->webhook_parallel};
    for (size_t i = 0; i < LANE_COUNT; i++)
        fetcher->lanes[i] = (struct lane){.tail = &fetcher->lanes[i].head, .maximum = (size_t)maxima[i]};
    pthread_mutex_init(&fetcher->lock, NULL);
    fetcher->multi = curl_multi_init();
    if (fetcher->multi && pthread_create(&fetcher->thread, NULL, work, fetcher) == 0) {
        *ret_fetcher = fetcher;
        return STATUS_OK;
    }
    curl_multi_cleanup(fetcher->multi);
    free(fetcher);
    return error_set(error, STATUS_INTERNAL, "the fetcher's thread cannot be started");
}

static void refuse_waiting(struct lane *lane)
{
    for (struct fetch_job *job = lane->head, *next; job; job = next) {
        next = job->next;
        job->status = error_set(&job->error, STATUS_UNAVAILABLE, "The service is ending.");
        job->done(job);
    }
}

void fetcher_stop(struct fetcher *fetcher)
{
    if (!fetcher)
        return;
    pthread_mutex_lock(&fetcher->lock);
    fetcher->ended = true;
    pthread_mutex_unlock(&fetcher->lock);
    curl_multi_wakeup(fetcher->multi);
    pthread_join(fetcher->thread, NULL);
    for (size_t i = 0; i < LANE_COUNT; i++)
        refuse_waiting(&fetcher->lanes[i]);
    curl_multi_cleanup(fetcher->multi);
    pthread_mutex_destroy(&fetcher->lock);
    free(fetcher);
}
