#include "service/commands/commands.h"

#include "service/base/time_input.h"
#include "service/commands/database.h"
#include "service/store/operations/retag_batch.h"
#include "service/store/operations/retag_find.h"
#include "service/work/edits_read.h"

#include <getopt.h>
#include <inttypes.h>
#include <string.h>

enum { PAGE = 5000 /* articles that are looked for at a time */, TELL_EVERY = 10000 };

static const char usage[] =
    "usage: alam retag [OPTIONS]\n"
    "Tags stored articles anew with the gazetteer of this environment (ALAM_GAZETTEER), the newest first. Verdicts of\n"
    "editors stay, counts follow, and only what differs is written. It can be interrupted at any moment: what is done "
    "is\n"
    "done, and --resume goes on behind it.\n"
    "  --gazetteer-before VERSION  articles that were tagged by an earlier version\n"
    "  --form FORM                 articles with the words of this name; may be repeated: of one of them\n"
    "  --entity ID                 articles that name this entity\n"
    "  --source NAME               articles of this source\n"
    "  --from TIME, --to TIME      articles of that time and later, of before that time\n"
    "  --all                       every article\n"
    "  --notify                    tell subscriptions of entities that are new in an article\n"
    "  --dry-run                   only count the articles\n"
    "  --resume ID                 go on with a re-tagging that was interrupted\n";

struct run {
    struct retag_job job;
    const char *forms[RETAG_FORMS], *resume;
    bool all, dry_run;
    struct recent recent;
    struct arena page;
    struct retag_batch batch;
    const struct gazetteer *gazetteer; /* with the edits that the database holds */
    int64_t told;
};

/* ---- work ---- */

static void tell(struct run *run, bool done)
{
    const struct retag_counts *counts = &run->job.counts;
    if (!done && counts->articles - run->told < TELL_EVERY)
        return;
    run->told = counts->articles;
    fprintf(stderr, "alam retag: %" PRId64 " of %" PRId64 " articles done, %" PRId64 " changed, %" PRId64 " skipped\n",
            counts->articles, run->job.expected, counts->changed, counts->skipped);
}

static enum status work_batch(struct run *run, struct command_conn *db, const struct retag_position *found,
                              size_t *ret_count, struct error *error)
{
    size_t count = *ret_count;
    for (;; count = (count + 1) / 2) {
        count = retag_batch_begin(&run->batch, &run->job, found, count);
        enum status status = retag_batch_load(&run->batch, &db->conn, error);
        if (status != STATUS_OK)
            return status;
        if (retag_batch_tag(&run->batch, run->gazetteer))
            break;
    }
    *ret_count = count;
    enum status status = retag_batch_store(&run->batch, &db->conn, run->gazetteer, &run->recent, error);
    run->job.counts.articles += run->batch.stored.articles;
    run->job.counts.changed += run->batch.stored.changed;
    run->job.counts.skipped += run->batch.stored.skipped;
    return status;
}

static enum status work_all(struct run *run, struct command_conn *db, struct error *error)
{
    struct retag_position after = run->job.reached, *found;
    enum status status = STATUS_OK;
    for (size_t count = 1; status == STATUS_OK && count;) {
        arena_reset(&run->page);
        status = retag_find(&db->conn, &run->job.filter, &after, PAGE, &run->page, &found, &count, error);
        for (size_t done = 0; status == STATUS_OK && done < count;) {
            size_t some = count - done;
            status = work_batch(run, db, found + done, &some, error);
            done += some;
            tell(run, false);
        }
        if (status == STATUS_OK && count)
            after = found[count - 1];
    }
    tell(run, true);
    return status == STATUS_OK ? retag_jobs_finish(&db->conn, &run->job, &run->page, error) : status;
}

static enum status begin(struct run *run, struct command_conn *db, struct error *error)
{
    struct retag_job *job = &run->job;
    enum status status = STATUS_OK;
    if (!run->resume) {
        status = uuid_make_random(job->id) ? STATUS_OK : STATUS_INTERNAL;
        job->gazetteer_version = gazetteer_version(run->gazetteer);
        if (status == STATUS_OK)
            status = retag_jobs_put(&db->conn, job, &db->arena, error);
        if (status == STATUS_OK)
            status = retag_jobs_expect(&db->conn, job, &db->arena, error);
    } else {
        memcpy(job->id, run->resume, sizeof job->id);
        status = retag_jobs_get(&db->conn, job->id, &db->arena, job, error);
    }
    const char *version = gazetteer_version(run->gazetteer);
    if (status != STATUS_OK)
        return status;
    status = retag_jobs_take(&db->conn, version, arena_strdup(&db->arena, job->id), &db->arena, job, error);
    if (status == STATUS_NOT_FOUND)
        error_set(error, status, "it has ended, another process works it, or it needs a later gazetteer than %s",
                  version);
    if (status == STATUS_OK)
        fprintf(stderr, "alam retag: %s, with gazetteer %s; go on with --resume %s\n", job->id, version, job->id);
    return status;
}

static enum status retag_with(struct run *run, struct command_conn *db, struct error *error)
{
    enum status status = STATUS_OK;
    if (!run->resume)
        status = retag_count(&db->conn, &run->job.filter, &db->arena, &run->job.expected, error);
    if (status == STATUS_OK && run->dry_run)
        printf("%" PRId64 " articles\n", run->job.expected);
    if (status != STATUS_OK || run->dry_run)
        return status;
    status = begin(run, db, error);
    if (status != STATUS_OK)
        return status;
    struct error ignored = {""};
    status = work_all(run, db, error);
    conn_rollback(&db->conn);
    if (status != STATUS_OK && status != STATUS_CONFLICT)
        (void)retag_jobs_release(&db->conn, &run->job, error->detail, 0, &db->arena, &ignored);
    return status;
}

static enum status retag(struct command_conn *db, void *context, struct error *error)
{
    struct run *run = context;
    struct gazetteer *gazetteer;
    enum status status = gazetteer_open(db->app.config->gazetteer, &gazetteer, error);
    if (status != STATUS_OK)
        return status;
    struct views *views = NULL;
    status = edits_read_views(&db->conn, gazetteer, (size_t)db->app.config->request_memory, &views, error);
    if (status != STATUS_OK) {
        gazetteer_free(gazetteer);
        return status;
    }
    const struct view *view = views_take(views);
    run->gazetteer = view->gazetteer;
    db->app.views = views;
    recent_init(&run->recent);
    arena_init(&run->page, (size_t)db->app.config->request_memory);
    retag_batch_init(&run->batch, (size_t)db->app.config->request_memory);
    status = retag_with(run, db, error);
    retag_batch_release(&run->batch);
    arena_release(&run->page);
    recent_release(&run->recent);
    views_release(views, view);
    views_free(views);
    gazetteer_free(gazetteer);
    return status;
}

/* ---- options ---- */

static const char *read_time(const char *text, bool *ret_given, int64_t *ret_time)
{
    const char *fault = time_input_read(text, strlen(text), ret_time);
    *ret_given = !fault;
    return fault;
}

static const char *read_option(struct run *run, int option, char resume[UUID_LENGTH + 1])
{
    struct retag_filter *filter = &run->job.filter;
    switch (option) {
    case 'g':
        filter->before = optarg;
        return NULL;
    case 'f':
        if (filter->form_count == RETAG_FORMS)
            return "there are too many forms";
        run->forms[filter->form_count++] = optarg;
        return NULL;
    case 'e':
        filter->entity = optarg;
        return NULL;
    case 's':
        filter->source = optarg;
        return NULL;
    case 'b':
        return read_time(optarg, &filter->dated_from, &filter->from);
    case 'u':
        return read_time(optarg, &filter->dated_to, &filter->to);
    case 'r':
        run->resume = resume;
        return uuid_parse(optarg, resume) ? NULL : "this is the id of a re-tagging, a UUID";
    default:
        *(option == 'a' ? &run->all : option == 'n' ? &run->job.notify : &run->dry_run) = true;
        return NULL;
    }
}

static bool is_clear(const struct run *run)
{
    const struct retag_filter *filter = &run->job.filter;
    bool narrow = filter->form_count || filter->entity || filter->source || filter->dated_from || filter->dated_to ||
                  filter->before;
    return narrow + run->all + (run->resume != NULL) == 1;
}

static bool read_options(int argc, char **argv, struct run *run, char resume[UUID_LENGTH + 1], int *ret_exit)
{
    static const struct option options[] = {{"gazetteer-before", required_argument, NULL, 'g'},
                                            {"form", required_argument, NULL, 'f'},
                                            {"entity", required_argument, NULL, 'e'},
                                            {"source", required_argument, NULL, 's'},
                                            {"from", required_argument, NULL, 'b'},
                                            {"to", required_argument, NULL, 'u'},
                                            {"all", no_argument, NULL, 'a'},
                                            {"notify", no_argument, NULL, 'n'},
                                            {"dry-run", no_argument, NULL, 'd'},
                                            {"resume", required_argument, NULL, 'r'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    run->job.filter.forms = run->forms;
    for (int option, at = optind; (option = getopt_long(argc, argv, "h", options, NULL)) != -1; at = optind) {
        const char *fault = option == 'h' || option == '?' ? "" : read_option(run, option, resume);
        *ret_exit = option == 'h' ? 0 : 2;
        if (fault && *fault)
            fprintf(stderr, "alam retag: %s: %s\n", argv[at], fault);
        else if (fault)
            fputs(usage, option == 'h' ? stdout : stderr);
        if (fault)
            return false;
    }
    *ret_exit = 2;
    if (!is_clear(run) || optind < argc)
        fputs(usage, stderr);
    return is_clear(run) && optind == argc;
}

int command_retag(int argc, char **argv)
{
    struct run run = {.told = 0};
    struct error error = {""};
    char resume[UUID_LENGTH + 1];
    int exit_status;
    if (!read_options(argc, argv, &run, resume, &exit_status))
        return exit_status;
    enum status status = database_run(retag, &run, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam retag: %s\n", *error.detail ? error.detail : status_title(status));
    return status != STATUS_OK;
}
