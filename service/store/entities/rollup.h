/* rollup.h - counts behind the writers.
 *
 * Every stored or deleted article leaves one row in rollup_queue, in its own transaction. Folding takes up to
 * ROLLUP_BATCH of them, adds them up into entity_counts, entity_hours and entity_days, and removes them, in one
 * transaction under an advisory lock: one folder at a time among all replicas, rows in one order, so that no writer and
 * no folder ever waits for another. The watermark is the queue itself: a row is either waiting or folded, whatever
 * order transactions commit in, and across the nodes of a cluster too. Readers add what waits to what is folded.
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ROLLUP_H
#define ALAM_STORE_ROLLUP_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum { ROLLUP_BATCH = 2000, ROLLUP_FORGET_BATCH = 500 };

/* Folds one batch. *ret_folded is 0 when nothing waits or another folder is at it. */
enum status rollup_fold(struct store_conn *conn, struct arena *arena, int64_t *ret_folded, struct error *error);

/* Removes entities that no article has named for an hour or more, and their names; a batch of them. */
enum status rollup_forget(struct store_conn *conn, struct arena *arena, int64_t *ret_forgotten, struct error *error);

#endif
