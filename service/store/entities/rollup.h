/* rollup.h - how often entities are named, counted behind the writers.
 *
 * Every stored or deleted article leaves a row in rollup_queue, in its own transaction. Folding takes up to
 * ROLLUP_BATCH of these rows, adds them up into entity_counts, entity_hours and entity_days, and removes them from the
 * queue, all in one transaction. An advisory lock lets one process fold at a time, among all replicas. Writers only
 * append, so no writer waits for another or for the folding.
 *
 * A row is either waiting or folded, in whatever order transactions commit and on every node of a cluster, so there is
 * no watermark to keep. Readers add what waits (the view entity_pending) to what is folded: counts are exact at any
 * moment.
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ENTITIES_ROLLUP_H
#define ALAM_STORE_ENTITIES_ROLLUP_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum { ROLLUP_BATCH = 2000 /* rows of the queue */, ROLLUP_FORGET_BATCH = 500 /* entities */ };

/* Folds one batch. *ret_folded is the number of rows; 0 when nothing waits or another process is folding. */
enum status rollup_fold(struct store_conn *conn, struct arena *arena, int64_t *ret_folded, struct error *error);

/* Removes up to ROLLUP_FORGET_BATCH entities that no article has named for TIMES_UNNAMED (db/times.h), with their
 * spellings and counts. *ret_forgotten is their number. */
enum status rollup_forget(struct store_conn *conn, struct arena *arena, int64_t *ret_forgotten, struct error *error);

#endif
