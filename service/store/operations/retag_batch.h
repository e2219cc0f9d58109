/* retag_batch.h - some articles of a re-tagging (retag_jobs.h) on their way through it, in three steps of which the second
 * needs no database:
 *
 *     retag_batch_begin(&batch, &job, found, count);
 *     retag_batch_load(&batch, conn, &error);
 *     retag_batch_tag(&batch, gazetteer);
 *     retag_batch_store(&batch, conn, gazetteer, &recent, &error);
 *
 * An article that was changed while it was tagged is loaded and tagged once more, before the re-tagging counts as having
 * come so far. One that cannot be tagged is skipped. Threads: one at a time.
 */
#ifndef ALAM_STORE_OPERATIONS_RETAG_BATCH_H
#define ALAM_STORE_OPERATIONS_RETAG_BATCH_H

#include "service/store/articles/article_retag_run.h"
#include "service/store/operations/retag_jobs.h"

enum { RETAG_BATCH = 128 /* articles at the most */ };

struct retag_batch {
    const struct retag_job *job;
    const struct retag_position *found; /* the articles, in the order of the re-tagging */
    size_t count;
    const char *ids[RETAG_BATCH];
    struct arena arena, scratch; /* what is kept of the articles; what tagging one of them takes */
    struct retag_list list;
    int64_t untagged;           /* articles that could not be tagged, or were deleted */
    struct retag_counts stored; /* what the batch has added to the job's counts */
};

/* `maximum`: bytes of memory. */
void retag_batch_init(struct retag_batch *batch, size_t maximum);
void retag_batch_release(struct retag_batch *batch);
/* Up to RETAG_BATCH of the articles; `found` must stay. Returns how many it takes. */
size_t retag_batch_begin(struct retag_batch *batch, const struct retag_job *job, const struct retag_position *found,
                         size_t count);
enum status retag_batch_load(struct retag_batch *batch, struct store_conn *conn, struct error *error);
/* False: the articles need more memory than the batch has; begin it again with fewer of them. */
bool retag_batch_tag(struct retag_batch *batch, const struct gazetteer *gazetteer);
/* STATUS_CONFLICT: the job was cancelled, or is another process's by now; nothing was stored. */
enum status retag_batch_store(struct retag_batch *batch, struct store_conn *conn, const struct gazetteer *gazetteer,
                              struct recent *recent, struct error *error);

#endif
