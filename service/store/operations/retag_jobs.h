/* retag_jobs.h - articles to be tagged anew, as rows of the table retags: what is asked for, how far it came, and what
 * changed by it.
 *
 * As with jobs (jobs.h), any number of processes may work them, each for a lease that every transaction renews. A process
 * whose gazetteer is older than that of who asked leaves a row alone. One that was taken RETAG_FAILURES times without an
 * article being stored is given up.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_RETAG_JOBS_H
#define ALAM_STORE_OPERATIONS_RETAG_JOBS_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/uuid.h"

#include <stdint.h>

struct store_conn;

enum { RETAG_FAILURES = 6, RETAG_FORMS = 64, RETAG_LIST = 100 };

/* Which articles: all that have the words of one of the forms or name the entity, and all the rest. */
struct retag_filter {
    const char *const *forms;
    size_t form_count;           /* 0: by no form */
    const char *entity, *source; /* NULL: by none, any */
    bool dated_from, dated_to;   /* `from` and `to` are given */
    int64_t from, to;            /* dated_at in [from, to), microseconds since 1970 */
    const char *before;          /* tagged by a gazetteer version before this one; NULL: any */
};

struct retag_counts {
    int64_t articles, changed, skipped, mentions_gained, mentions_lost, entities_gained, entities_lost;
};

struct retag_position {
    bool given; /* else before the first */
    int64_t dated_at;
    char id[UUID_LENGTH + 1];
};

struct retag_job {
    char id[UUID_LENGTH + 1];
    const char *state; /* queued, running, done, failed or cancelled */
    struct retag_filter filter;
    bool notify;                            /* subscriptions are told of entities that are new in an article */
    const char *gazetteer_version, *key_id; /* of who asked; key_id NULL: no key */
    int64_t created_at, finished_at;
    bool finished, counted; /* `expected` is known */
    int64_t attempts;       /* nobody else has it while this stays the same */
    struct retag_position reached;
    int64_t expected; /* articles */
    struct retag_counts counts;
    const char *problem; /* NULL: none */
};

struct retag_job_list {
    struct retag_job *items;
    size_t count;
};

/* Of `job` are read: id, filter, notify, gazetteer_version and key_id. */
enum status retag_jobs_put(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                           struct error *error);
/* STATUS_NOT_FOUND: there is none with this id. */
enum status retag_jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct retag_job *ret_job,
                           struct error *error);
/* The latest RETAG_LIST of them. */
enum status retag_jobs_list(struct store_conn *conn, struct arena *arena, struct retag_job_list *ret_list,
                            struct error *error);
/* Takes the oldest that is due and for which the gazetteer of that version will do; `id` NULL: any. STATUS_NOT_FOUND: there
 * is none; then those that failed too often have been given up. */
enum status retag_jobs_take(struct store_conn *conn, const char *version, const char *id, struct arena *arena,
                            struct retag_job *ret_job, struct error *error);
/* Notes how many articles there are to be tagged. */
enum status retag_jobs_expect(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                              struct error *error);
/* In a transaction: renews the lease, and keeps others from the row. STATUS_CONFLICT: it was cancelled, or taken by another
 * process. */
enum status retag_jobs_hold(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                            struct error *error);
/* In the same transaction: what it adds to the counts, and how far it came (`reached` not given: no further). */
enum status retag_jobs_progress(struct store_conn *conn, const struct retag_job *job, const struct retag_counts *more,
                                const struct retag_position *reached, struct arena *arena, struct error *error);
enum status retag_jobs_finish(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                              struct error *error);
/* Gives it back, to be taken again after `pause_ms`. `problem` NULL: nothing is wrong. */
enum status retag_jobs_release(struct store_conn *conn, const struct retag_job *job, const char *problem,
                               int64_t pause_ms, struct arena *arena, struct error *error);
/* STATUS_NOT_FOUND; STATUS_CONFLICT: it has ended already. */
enum status retag_jobs_cancel(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);
/* Deletes those that ended longer ago than ALAM_JOB_KEEP. */
enum status retag_jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error);

struct retag_open {
    int64_t queued, running, left; /* `left`: articles, as far as they are counted */
};

enum status retag_jobs_open(struct store_conn *conn, struct arena *arena, struct retag_open *ret_open,
                            struct error *error);

#endif
