/* config.h - every setting and limit of the process, read from the environment once, by one table.
 *
 * The table is in config.c: name of the variable, default, kind, bounds, help. `alam config` prints it with the values
 * that are in use, secrets masked; `alam config --markdown` makes the README's table. With a value that cannot be read,
 * or with settings that contradict one another, the service does not start.
 *
 * Kinds: text; count; size in bytes ("2097152", "2MiB"); duration ("30s", "500ms"; a bare number means seconds); boolean
 * ("on", "off"). Threads: does not change after config_load.
 */
#ifndef ALAM_CONFIG_H
#define ALAM_CONFIG_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { CONFIG_TEXT_MAXIMUM = 4096 };

/* Where the gazetteer image is built, below the directory of the source tree. */
#define CONFIG_IMAGE_BUILT "build/gazetteer.img"

struct config {
    const char *listen;
    const char *base_path; /* "" or "/" and what proxies put before every path; no slash at its end */
    const char *auth;
    int64_t key_cache_ms;
    int64_t key_grace_ms;
    int64_t rate; /* requests a second and key; 0: no limit */
    int64_t rate_burst;
    const char *cors_origins;
    const char *trusted_proxies;
    const char *tls_certificate; /* "": plain HTTP */
    const char *tls_key;
    int64_t header_timeout_ms;
    int64_t job_workers;
    int64_t job_lease_ms;
    int64_t job_keep_ms;
    bool retag;    /* this replica works re-taggings */
    bool webhooks; /* this replica delivers webhooks */
    int64_t webhook_retry_ms;
    int64_t webhook_give_up_ms;
    int64_t webhook_lease_ms;
    int64_t webhook_keep_ms;
    int64_t webhook_log_keep_ms;
    int64_t fetch_maximum;
    int64_t fetch_connect_timeout_ms;
    int64_t fetch_timeout_ms;
    int64_t webhook_parallel, fetch_parallel;
    bool fetch_loopback; /* for tests */
    bool fetch_cookies;
    const char *fetch_allow;
    const char *fetch_user_agent; /* "": alam's own */
    const char *hosts;
    int64_t extract_timeout_ms;
    int64_t decode_ratio;
    const char *database_url;
    const char *read_database_url; /* "": none */
    const char *gazetteer;
    const char *log_level;
    int64_t http_threads; /* 0: one for each processor */
    int64_t connections;
    int64_t header_maximum;
    int64_t body_maximum;
    int64_t field_maximum;
    int64_t json_depth;
    int64_t published_ahead_ms;
    int64_t request_memory;
    int64_t memory_in_flight;
    int64_t batch_spool;
    const char *spool_directory;
    int64_t idle_timeout_ms;
    int64_t request_timeout_ms;
    int64_t ready_timeout_ms;
    int64_t database_connections;
    int64_t database_queue;
    int64_t writers;
    int64_t write_queue;
    int64_t article_revisions;
    int64_t changes_keep_ms;
    int64_t streams;
    int64_t stream_heartbeat_ms;
    int64_t stream_time_ms;
    int64_t commit_articles;
    int64_t commit_delay_ms;
    int64_t rollup_interval_ms; /* 0: this process folds no counts */
    int64_t connect_timeout_ms;
    int64_t statement_timeout_ms;
    int64_t reconnect_maximum_ms;
    bool database_prepare;
    int64_t retry_after_ms;
    int64_t page_default;
    int64_t page_maximum;
    int64_t top_entities;
    int64_t drain_delay_ms;
    int64_t drain_grace_ms;

    char gazetteer_found[CONFIG_TEXT_MAXIMUM]; /* what `gazetteer` points to when the environment names none */
};

/* Writes the path of the gazetteer image to use: ALAM_GAZETTEER, else the first of the usual places beside the running
 * binary that has one. For commands that need no other setting. */
void config_gazetteer_path(char *path, size_t size);

/* Reads all settings, secrets also from files (environment.h). STATUS_INVALID_INPUT: one has a value that is not valid; the error names it. Texts point into the
 * environment or into *ret_config itself, which therefore must not be copied. */
enum status config_load(struct config *ret_config, struct error *error);

/* Calls `each` with a sentence for every variable that begins with ALAM_ and is no setting; it names the setting whose name
 * is nearest. */
void config_unknown(void (*each)(void *cls, const char *sentence), void *cls);

/* Prints a line for each setting: NAME=value, whether it comes from the environment, help. Secrets are printed as ***. */
void config_print(const struct config *config, FILE *out);
/* Prints the settings with their defaults as the table of the README. */
void config_print_markdown(FILE *out);

#endif
