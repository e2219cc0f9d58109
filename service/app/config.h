/* config.h - every setting and every limit of the process, in one table, read from the environment once.
 *
 * The table stands in config.c: environment name, default, kind, help. `alam config` prints it, and with --markdown
 * makes the README's table of it. Secrets are masked. A value that does not parse refuses the start.
 * Kinds: text; count; size in bytes ("2097152", "2MiB"); duration in milliseconds ("30s", "500ms", plain: seconds);
 * boolean ("on", "off"). Threads: immutable after config_load; any number of threads may read.
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
    bool webhooks; /* this replica delivers */
    int64_t webhook_retry_ms;
    int64_t webhook_give_up_ms;
    int64_t fetch_maximum;
    int64_t fetch_connect_timeout_ms;
    int64_t fetch_timeout_ms;
    int64_t webhook_parallel, fetch_parallel;
    bool fetch_loopback; /* for tests */
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
    int64_t request_memory;
    int64_t idle_timeout_ms;
    int64_t request_timeout_ms;
    int64_t database_connections;
    int64_t database_queue;
    int64_t writers;
    int64_t write_queue;
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

    char gazetteer_found[CONFIG_TEXT_MAXIMUM]; /* backs `gazetteer` when the environment names none */
};

/* The image that is used without being told: ALAM_GAZETTEER, else the first that is there beside the running binary. For
 * commands that need no other setting. */
void config_gazetteer_path(char *path, size_t size);

/* Fills *ret_config from the environment. STATUS_INVALID_INPUT names the setting that does not parse. Texts point into
 * the environment or into *ret_config, which therefore must not be copied. */
enum status config_load(struct config *ret_config, struct error *error);

/* One line for each setting: NAME=value, where it came from, help. Never prints a secret. */
void config_print(const struct config *config, FILE *out);
void config_print_markdown(FILE *out);

#endif
