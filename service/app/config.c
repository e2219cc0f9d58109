#include "service/app/config.h"

#include "service/app/environment.h"
#include "service/base/edit_distance.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind { TEXT, COUNT, SIZE, DURATION, BOOLEAN };

struct setting {
    const char *name;
    const char *fallback;
    enum kind kind;
    bool secret;
    size_t offset;
    int64_t minimum, maximum;
    const char *help;
};

/* clang-format off */
#define AT(member) offsetof(struct config, member)
#define ROW_TEXT(name, member, fallback, help) {name, fallback, TEXT, false, AT(member), 0, 0, help}
#define ROW_SECRET(name, member, fallback, help) {name, fallback, TEXT, true, AT(member), 0, 0, help}
#define ROW_COUNT(name, member, fallback, low, high, help) {name, fallback, COUNT, false, AT(member), low, high, help}
#define ROW_SIZE(name, member, fallback, low, high, help) {name, fallback, SIZE, false, AT(member), low, high, help}
#define ROW_TIME(name, member, fallback, high, help) {name, fallback, DURATION, false, AT(member), 0, high, help}
#define ROW_BOOL(name, member, fallback, help) {name, fallback, BOOLEAN, false, AT(member), 0, 1, help}

enum { KIB = 1024, MIB = 1024 * 1024, HOUR_MS = 3600 * 1000 };
#define YEAR_MS (365 * 24 * (int64_t)HOUR_MS)

static const struct setting settings[] = {
    ROW_TEXT("ALAM_LISTEN", listen, "127.0.0.1:8080", "address and port to serve on; port 0 takes a free one"),
    ROW_TEXT("ALAM_BASE_PATH", base_path, "", "path below which a proxy serves alam, such as /alam; answers' links begin with it"),
    ROW_TEXT("ALAM_HOSTS", hosts, "", "names that Host may have, by commas, or *; empty: any where keys are needed, else localhost, loopback addresses, names of one label and that of ALAM_LISTEN"),
    ROW_TEXT("ALAM_AUTH", auth, "loopback", "loopback: keys (`alam keys`) are needed unless ALAM_LISTEN is loopback; keys: always; off: never"),
    ROW_TIME("ALAM_KEY_CACHE", key_cache_ms, "3s", 5000, "how long what the database said of a key is believed"),
    ROW_TIME("ALAM_KEY_GRACE", key_grace_ms, "5min", HOUR_MS, "how much longer while the database is away"),
    ROW_COUNT("ALAM_RATE", rate, "100", 0, 1000000, "requests and lines of batches a second, for each key and process; 0: no limit"),
    ROW_COUNT("ALAM_RATE_BURST", rate_burst, "200", 1, 1000000, "requests that a key may send at once"),
    ROW_TEXT("ALAM_CORS_ORIGINS", cors_origins, "", "origins whose pages may call alam, by commas, or *; empty: none"),
    ROW_TEXT("ALAM_TRUSTED_PROXIES", trusted_proxies, "", "addresses or ranges whose X-Forwarded-For is believed"),
    ROW_TEXT("ALAM_TLS_CERT", tls_certificate, "", "PEM certificate chain; with ALAM_TLS_KEY serves HTTPS; SIGHUP reads both anew"),
    ROW_TEXT("ALAM_TLS_KEY", tls_key, "", "PEM key of ALAM_TLS_CERT"),
    ROW_SECRET("DATABASE_URL", database_url, "", "PostgreSQL connection string; empty: PGHOST, PGDATABASE and their kin"),
    ROW_SECRET("ALAM_READ_DATABASE_URL", read_database_url, "", "a replica that answers GET requests; empty: DATABASE_URL does"),
    ROW_TEXT("ALAM_GAZETTEER", gazetteer, "", "gazetteer image, read into memory at the start, each process by itself; empty: build/ or ../share/alam/ beside the binary"),
    ROW_TEXT("ALAM_LOG_LEVEL", log_level, "info", "debug, info, warning or error"),
    ROW_COUNT("ALAM_HTTP_THREADS", http_threads, "0", 0, 256, "threads that speak HTTP and tag, and as many again for large bodies; 0: one for each processor"),
    ROW_COUNT("ALAM_CONNECTIONS", connections, "1000", 1, 60000, "open HTTP connections"),
    ROW_SIZE("ALAM_HEADER_MAXIMUM", header_maximum, "32KiB", 4 * KIB, MIB, "request line and headers of one request"),
    ROW_SIZE("ALAM_BODY_MAXIMUM", body_maximum, "2MiB", 1, 64 * MIB, "request body; a larger one is answered 413"),
    ROW_SIZE("ALAM_FIELD_MAXIMUM", field_maximum, "4KiB", 64, MIB, "each short field: title, source, url, external_id, q"),
    ROW_COUNT("ALAM_JSON_DEPTH", json_depth, "32", 1, 1000, "nesting of a JSON body"),
    ROW_TIME("ALAM_PUBLISHED_AHEAD", published_ahead_ms, "1440min", YEAR_MS, "how far in the future published_at may be; later, a warning, and received_at dates the article"),
    ROW_SIZE("ALAM_REQUEST_MEMORY", request_memory, "512MiB", MIB, INT64_C(16) << 30, "working memory of one request"),
    ROW_SIZE("ALAM_MEMORY_IN_FLIGHT", memory_in_flight, "512MiB", MIB, INT64_C(1) << 44, "memory of all requests and lines of batches that are read, worked or wait for the database, together; at it, reading pauses"),
    ROW_SIZE("ALAM_BATCH_SPOOL", batch_spool, "1GiB", 0, INT64_C(1) << 40, "temporary file for results of one NDJSON batch that its client has not read; full: the batch waits"),
    ROW_TEXT("ALAM_SPOOL_DIRECTORY", spool_directory, "/var/tmp", "directory for such files; where none can be made, 1 MiB of results is kept"),
    ROW_COUNT("ALAM_JOB_WORKERS", job_workers, "2", 0, 64, "threads that work asynchronous jobs; 0: this replica works none"),
    ROW_TIME("ALAM_JOB_LEASE", job_lease_ms, "90s", 2 * HOUR_MS, "how long a replica may work on a job before another takes it"),
    ROW_TIME("ALAM_JOB_KEEP", job_keep_ms, "10080min", YEAR_MS, "how long a job that ended can be asked for"),
    ROW_BOOL("ALAM_RETAG", retag, "on", "this replica works re-taggings of stored articles"),
    ROW_BOOL("ALAM_WEBHOOKS", webhooks, "on", "this replica delivers webhooks"),
    ROW_COUNT("ALAM_WEBHOOK_PARALLEL", webhook_parallel, "256", 1, 10000, "webhook deliveries at once, one of each subscription at the most; four times as many when receivers hang"),
    ROW_TIME("ALAM_WEBHOOK_RETRY", webhook_retry_ms, "5s", HOUR_MS, "first pause after a failed delivery; doubled each time, up to an hour"),
    ROW_TIME("ALAM_WEBHOOK_GIVE_UP", webhook_give_up_ms, "1440min", 30 * 24 * (int64_t)HOUR_MS, "how long a delivery is tried"),
    ROW_TIME("ALAM_WEBHOOK_LEASE", webhook_lease_ms, "60s", 2 * HOUR_MS, "how long a replica may take for one delivery before another makes it"),
    ROW_TIME("ALAM_WEBHOOK_KEEP", webhook_keep_ms, "43200min", YEAR_MS, "how long a delivery that was given up is kept"),
    ROW_TIME("ALAM_WEBHOOK_LOG_KEEP", webhook_log_keep_ms, "10080min", YEAR_MS, "how long an attempt to deliver stands in the log of its subscription"),
    ROW_SIZE("ALAM_FETCH_MAXIMUM", fetch_maximum, "5MiB", KIB, 64 * MIB, "a fetched page, once decompressed"),
    ROW_TIME("ALAM_FETCH_CONNECT_TIMEOUT", fetch_connect_timeout_ms, "5s", HOUR_MS, "connecting to fetch a page or deliver a webhook"),
    ROW_TIME("ALAM_FETCH_TIMEOUT", fetch_timeout_ms, "15s", HOUR_MS, "fetching a page or delivering a webhook, redirects included"),
    ROW_COUNT("ALAM_FETCH_PARALLEL", fetch_parallel, "32", 1, 1000, "pages fetched at once"),
    ROW_TEXT("ALAM_FETCH_ALLOW", fetch_allow, "", "addresses or ranges of private networks that fetches and webhooks may reach, as 10.0.0.0/8,fd00::/8"),
    ROW_TEXT("ALAM_FETCH_USER_AGENT", fetch_user_agent, "", "User-Agent of fetches and webhooks; empty: alam/VERSION (+news entity service)"),
    ROW_BOOL("ALAM_FETCH_COOKIES", fetch_cookies, "on", "cookies that a page's server sets are sent along its redirects, and forgotten after the page"),
    ROW_BOOL("ALAM_FETCH_LOOPBACK", fetch_loopback, "off", "lets fetches and webhooks reach loopback addresses: for tests"),
    ROW_TIME("ALAM_EXTRACT_TIMEOUT", extract_timeout_ms, "5s", HOUR_MS, "processor's time for reading the HTML of one page; a page that needs more is answered 422"),
    ROW_COUNT("ALAM_DECODE_RATIO", decode_ratio, "100", 2, 100000, "times that a compressed body may grow"),
    ROW_TIME("ALAM_HEADER_TIMEOUT", header_timeout_ms, "10s", HOUR_MS, "receiving a request's headers"),
    ROW_TIME("ALAM_IDLE_TIMEOUT", idle_timeout_ms, "75s", HOUR_MS, "a silent connection is closed after this; longer than the idle time-out of the proxy before alam"),
    ROW_TIME("ALAM_REQUEST_TIMEOUT", request_timeout_ms, "60s", HOUR_MS, "receiving one body, or waiting for the database"),
    ROW_TIME("ALAM_READY_TIMEOUT", ready_timeout_ms, "2s", HOUR_MS, "/readyz answers 503 when the database has not answered by then"),
    ROW_COUNT("ALAM_DATABASE_CONNECTIONS", database_connections, "4", 1, 256, "connections to PostgreSQL; one more is for /readyz"),
    ROW_COUNT("ALAM_DATABASE_QUEUE", database_queue, "512", 1, 100000, "requests that may wait for one; more get 503"),
    ROW_COUNT("ALAM_WRITERS", writers, "2", 1, 64, "further connections, which store articles, many in one commit"),
    ROW_COUNT("ALAM_WRITE_QUEUE", write_queue, "1024", 1, 100000, "articles that may wait to be stored; more get 503"),
    ROW_COUNT("ALAM_COMMIT_ARTICLES", commit_articles, "64", 1, 1000, "articles in one commit at the most"),
    ROW_COUNT("ALAM_ARTICLE_REVISIONS", article_revisions, "20", 0, 100000, "former revisions that are kept of an article, when it is corrected"),
    ROW_TIME("ALAM_CHANGES_KEEP", changes_keep_ms, "43200min", YEAR_MS, "how long GET /v1/changes can be asked for a change"),
    ROW_COUNT("ALAM_STREAMS", streams, "100", 0, 100000, "streams of GET /v1/changes/stream open at once; more get 503"),
    ROW_TIME("ALAM_STREAM_HEARTBEAT", stream_heartbeat_ms, "15s", HOUR_MS, "a stream on which nothing happens has a comment so often"),
    ROW_TIME("ALAM_STREAM_TIME", stream_time_ms, "10min", 24 * (int64_t)HOUR_MS, "a stream ends after this; its client connects again, and its key is looked at anew"),
    ROW_TIME("ALAM_COMMIT_DELAY", commit_delay_ms, "1ms", HOUR_MS, "a commit waits this long for more while clients are many"),
    ROW_TIME("ALAM_ROLLUP_INTERVAL", rollup_interval_ms, "1s", HOUR_MS, "how often counts are folded; 0: never by this process"),
    ROW_TIME("ALAM_CONNECT_TIMEOUT", connect_timeout_ms, "3s", HOUR_MS, "connecting to PostgreSQL (whole seconds, 2 at least)"),
    ROW_TIME("ALAM_STATEMENT_TIMEOUT", statement_timeout_ms, "10s", HOUR_MS, "one SQL statement; 1.5s later it is not waited for any more, whatever the server does"),
    ROW_TIME("ALAM_RECONNECT_MAXIMUM", reconnect_maximum_ms, "1s", HOUR_MS, "longest pause between attempts to reconnect"),
    ROW_BOOL("ALAM_DATABASE_PREPARE", database_prepare, "on", "prepared statements; off for poolers that lose them"),
    ROW_TIME("ALAM_RETRY_AFTER", retry_after_ms, "2s", HOUR_MS, "what Retry-After of a 503 says"),
    ROW_COUNT("ALAM_PAGE_DEFAULT", page_default, "20", 1, 1000, "items of a list when limit= is not given"),
    ROW_COUNT("ALAM_PAGE_MAXIMUM", page_maximum, "100", 1, 1000, "largest limit= of a list"),
    ROW_COUNT("ALAM_TOP_ENTITIES", top_entities, "5", 0, 100, "entities shown with each listed article"),
    ROW_TIME("ALAM_DRAIN_DELAY", drain_delay_ms, "5s", HOUR_MS, "after SIGTERM, /readyz is 503 for so long while requests are still taken; a balancer must notice within it"),
    ROW_TIME("ALAM_DRAIN_GRACE", drain_grace_ms, "25s", HOUR_MS, "after SIGTERM, requests that were accepted get this long to end; 1.5s later the process ends, whatever hangs"),
};
/* clang-format on */

enum { SETTING_COUNT = sizeof settings / sizeof *settings };

/* What must be left of a lease when a fetch has taken as long as it may: to take the row, and to note how it went. */
enum { LEASE_MARGIN_MS = 10 * 1000 };

/* Settings that only make sense together: the first, with the margin, may not be larger than the second. */
static const struct relation {
    size_t smaller, larger; /* offsets in struct config */
    int64_t margin;
    const char *fault;
} relations[] = {
    {AT(page_default), AT(page_maximum), 0, "ALAM_PAGE_DEFAULT is larger than ALAM_PAGE_MAXIMUM"},
    {AT(fetch_timeout_ms), AT(webhook_lease_ms), LEASE_MARGIN_MS,
     "ALAM_WEBHOOK_LEASE must be at least 10s longer than ALAM_FETCH_TIMEOUT, or a webhook may be delivered twice"},
    {AT(fetch_timeout_ms), AT(job_lease_ms), LEASE_MARGIN_MS,
     "ALAM_JOB_LEASE must be at least 10s longer than ALAM_FETCH_TIMEOUT, or a job may be worked twice"},
    {AT(webhook_give_up_ms), AT(webhook_keep_ms), 0,
     "ALAM_WEBHOOK_KEEP is shorter than ALAM_WEBHOOK_GIVE_UP: a delivery that is given up would be deleted at once"},
};

static const struct unit {
    const char *suffix;
    enum kind kind;
    int64_t factor;
} units[] = {
    {"", COUNT, 1},       {"", SIZE, 1},       {"KiB", SIZE, KIB},    {"MiB", SIZE, MIB},       {"GiB", SIZE, 1 << 30},
    {"", DURATION, 1000}, {"ms", DURATION, 1}, {"s", DURATION, 1000}, {"min", DURATION, 60000},
};

static bool parse_number(const struct setting *setting, const char *value, int64_t *ret_number)
{
    if (*value < '0' || *value > '9')
        return false;
    char *end;
    errno = 0;
    intmax_t number = strtoimax(value, &end, 10);
    for (size_t i = 0; errno == 0 && i < sizeof units / sizeof *units; i++) {
        if (units[i].kind != setting->kind || strcmp(units[i].suffix, end) != 0)
            continue;
        if (number > setting->maximum / units[i].factor || number * units[i].factor < setting->minimum)
            return false;
        *ret_number = number * units[i].factor;
        return true;
    }
    return false;
}

static bool parse_boolean(const char *value, bool *ret_value)
{
    bool on = strcmp(value, "on") == 0;
    if (!on && strcmp(value, "off") != 0)
        return false;
    *ret_value = on;
    return true;
}

static bool read_setting(const struct setting *setting, const char *value, struct config *config)
{
    char *member = (char *)config + setting->offset;
    switch (setting->kind) {
    case TEXT:
        memcpy(member, &value, sizeof value);
        return strlen(value) < CONFIG_TEXT_MAXIMUM;
    case BOOLEAN:
        return parse_boolean(value, (bool *)(void *)member);
    default:
        return parse_number(setting, value, (int64_t *)(void *)member);
    }
}

static const char *value_of(const struct setting *setting)
{
    const char *value = getenv(setting->name);
    return value && *value ? value : setting->fallback;
}

/* The places where the image is found without being told, beside the running binary. */
static const char *const image_places[] = {CONFIG_IMAGE_BUILT, "../share/alam/gazetteer.img", "gazetteer.img",
                                           "../gazetteer.img"};

void config_gazetteer_path(char *path, size_t size)
{
    char binary[2048];
    const char *named = getenv("ALAM_GAZETTEER");
    ssize_t length = readlink("/proc/self/exe", binary, sizeof binary - 1);
    binary[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(binary, '/');
    snprintf(path, size, "%s", named && *named ? named : image_places[0]);
    if (!slash || (named && *named))
        return;
    *slash = '\0';
    size_t count = sizeof image_places / sizeof *image_places;
    for (size_t i = 0; i <= count; i++) { /* none found: the first is named in the error */
        snprintf(path, size, "%s/%s", binary, image_places[i % count]);
        if (access(path, R_OK) == 0)
            break;
    }
}

static int64_t number_at(const struct config *config, size_t offset)
{
    return *(const int64_t *)(const void *)((const char *)config + offset);
}

static enum status check_relations(const struct config *config, struct error *error)
{
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        const struct relation *relation = &relations[i];
        if (number_at(config, relation->smaller) + relation->margin > number_at(config, relation->larger))
            return error_set(error, STATUS_INVALID_INPUT, "%s", relation->fault);
    }
    return STATUS_OK;
}

/* Nothing that would have to be escaped in a path or a header. */
static bool is_base_path(const char *path)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    size_t length = strlen(path);
    return !length || (path[0] == '/' && path[length - 1] != '/' && strspn(path, letters) == length);
}

/* Names the value and what it must be. */
static enum status refuse_setting(const struct setting *setting, struct error *error)
{
    static const char *const forms[] = {[TEXT] = "shorter",
                                        [COUNT] = "a whole number",
                                        [SIZE] = "a number of bytes such as 4096, 64KiB or 2MiB",
                                        [DURATION] = "a time such as 500ms, 30s or 5min",
                                        [BOOLEAN] = "on or off"};
    const char *value = setting->secret ? "***" : value_of(setting);
    if (setting->kind == TEXT || setting->kind == BOOLEAN)
        return error_set(error, STATUS_INVALID_INPUT, "%s must be %s; it is %.40s", setting->name, forms[setting->kind],
                         value);
    return error_set(error, STATUS_INVALID_INPUT, "%s must be %s, from %lld to %lld%s; it is %.40s", setting->name,
                     forms[setting->kind], (long long)setting->minimum, (long long)setting->maximum,
                     setting->kind == DURATION ? "ms" : "", value);
}

enum status config_load(struct config *ret_config, struct error *error)
{
    enum status status = environment_read_files(error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (!read_setting(&settings[i], value_of(&settings[i]), ret_config))
            return refuse_setting(&settings[i], error);
    if (!*ret_config->gazetteer) {
        config_gazetteer_path(ret_config->gazetteer_found, sizeof ret_config->gazetteer_found);
        ret_config->gazetteer = ret_config->gazetteer_found;
    }
    if (!is_base_path(ret_config->base_path))
        return error_set(
            error, STATUS_INVALID_INPUT,
            "ALAM_BASE_PATH must be like /alam, with a slash at its beginning and none at its end; it is %.40s",
            ret_config->base_path);
    return check_relations(ret_config, error);
}

static bool is_setting(const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].name, name) == 0)
            return true;
    return false;
}

/* The setting with the most similar name; NULL: to all of them more than two fifths of the letters would have to be changed. */
static const char *nearest(const char *name)
{
    const char *found = NULL;
    unsigned least = (unsigned)strlen(name) * 2 / 5;
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        unsigned distance = edit_distance(text_of(settings[i].name), text_of(name), least);
        if (distance > least || (distance == least && found))
            continue;
        least = distance;
        found = settings[i].name;
    }
    return found;
}

struct unknown {
    void (*each)(void *cls, const char *sentence);
    void *cls;
};

static void tell_unknown(void *cls, const char *name)
{
    const struct unknown *unknown = cls;
    const char *meant = nearest(name);
    char sentence[256];
    snprintf(sentence, sizeof sentence, "%s is no setting of alam%s%s; `alam config` prints them", name,
             meant ? ", perhaps " : "", meant ? meant : "");
    unknown->each(unknown->cls, sentence);
}

void config_unknown(void (*each)(void *cls, const char *sentence), void *cls)
{
    struct unknown unknown = {each, cls};
    environment_unknown(is_setting, tell_unknown, &unknown);
}

void config_print(const struct config *config, FILE *out)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        const char *set = getenv(setting->name), *value = value_of(setting);
        if (setting->offset == AT(gazetteer))
            value = config->gazetteer;
        if (setting->secret && *value)
            value = "***";
        fprintf(out, "%s=%s\t# %s; %s\n", setting->name, value, set && *set ? "environment" : "default", setting->help);
    }
}

void config_print_markdown(FILE *out)
{
    fprintf(out, "| variable | default | meaning |\n|---|---|---|\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const char *tick = *settings[i].fallback ? "`" : "";
        fprintf(out, "| `%s` | %s%s%s | %s |\n", settings[i].name, tick, settings[i].fallback, tick, settings[i].help);
    }
}
