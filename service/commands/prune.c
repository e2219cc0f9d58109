#include "service/commands/commands.h"

#include "service/base/time_input.h"
#include "service/commands/database.h"
#include "service/store/articles/article_delete.h"
#include "service/store/entities/rollup.h"

#include <getopt.h>
#include <string.h>

enum { PRUNE_BATCH = 500 };

static const char usage[] =
    "usage: alam prune --before TIME\n"
    "Deletes the articles that were published before TIME (2026-01-31T09:30:00Z, or a date), or received before it "
    "where no time of publication\n"
    "is known, together with their entities and counts. It deletes 500 articles in a "
    "transaction: it can be interrupted\n"
    "at any moment and run again.\n";

struct run {
    int64_t before;
    int64_t deleted;
};

static enum status prune(struct command_conn *db, void *context, struct error *error)
{
    struct run *run = context;
    int64_t deleted = 1, folded;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && deleted > 0) {
        arena_reset(&db->arena);
        status = article_delete_before(&db->conn, run->before, PRUNE_BATCH, &db->arena, &deleted, error);
        run->deleted += status == STATUS_OK ? deleted : 0;
        if (status == STATUS_OK)
            status = rollup_fold(&db->conn, &db->arena, &folded, error);
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
        const char *fault = option == 'b' ? time_input_read(optarg, strlen(optarg), ret_before) : "";
        if (fault && *fault)
            fprintf(stderr, "alam prune: --before %s: %s\n", optarg, fault);
        given = !fault;
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
    struct run run = {0};
    struct error error = {""};
    int exit_status;
    if (!read_options(argc, argv, &run.before, &exit_status))
        return exit_status;
    enum status status = database_run(prune, &run, &error);
    printf("deleted %lld articles\n", (long long)run.deleted);
    if (status != STATUS_OK)
        fprintf(stderr, "alam prune: %s\n", error.detail);
    return status != STATUS_OK;
}
