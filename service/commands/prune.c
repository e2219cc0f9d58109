/* alam prune: deletes old articles with everything derived from them. */
#include "service/base/timestamp.h"
#include "service/commands/commands.h"
#include "service/store/articles/article_delete.h"
#include "service/store/db/command_conn.h"
#include "service/store/entities/rollup.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

enum { PRUNE_BATCH = 500 };

static const char usage[] = "usage: alam prune --before TIME\n"
                            "Deletes the articles dated (published, else received) before an RFC 3339 time, their "
                            "entities and counts included.\n"
                            "In transactions of 500 articles: it may be cut off at any moment and run again.\n";

static enum status prune(struct direct *direct, int64_t before, int64_t *ret_total, struct error *error)
{
    int64_t deleted = 1, folded;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && deleted > 0) {
        arena_reset(&direct->arena);
        status = article_delete_before(&direct->conn, before, PRUNE_BATCH, &direct->arena, &deleted, error);
        *ret_total += status == STATUS_OK ? deleted : 0;
        if (status == STATUS_OK)
            status = rollup_fold(&direct->conn, &direct->arena, &folded, error);
    }
    return status;
}

static bool read_options(int argc, char **argv, int64_t *ret_before, int *ret_exit)
{
    static const struct option options[] = {
        {"before", required_argument, NULL, 'b'}, {"help", no_argument, NULL, 'h'}, {0}};
    bool given = false;
    for (int option; (option = getopt_long(argc, argv, "b:h", options, NULL)) != -1;) {
        if (option == 'h') {
            fputs(usage, stdout);
            *ret_exit = 0;
            return false;
        }
        given = option == 'b' && timestamp_parse(optarg, strlen(optarg), ret_before);
        if (!given)
            break;
    }
    if (!given)
        fputs(usage, stderr);
    *ret_exit = 2;
    return given;
}

int command_prune(int argc, char **argv)
{
    struct log log = {.fd = STDERR_FILENO, .level = LOG_ERROR};
    struct config config;
    struct direct direct;
    struct error error = {""};
    int64_t before = 0, total = 0;
    int exit_status;
    if (!read_options(argc, argv, &before, &exit_status))
        return exit_status;
    enum status status = config_load(&config, &error);
    if (status == STATUS_OK)
        status = direct_open(&config, &log, &direct, &error);
    if (status == STATUS_OK) {
        direct.arena.maximum = (size_t)config.request_memory;
        status = prune(&direct, before, &total, &error);
        direct_close(&direct);
    }
    printf("deleted %lld articles\n", (long long)total);
    if (status != STATUS_OK)
        fprintf(stderr, "alam prune: %s\n", error.detail);
    return status != STATUS_OK;
}
