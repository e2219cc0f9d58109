/* citus.h - spreads the tables of a migrated database over the nodes of a Citus cluster.
 *
 * Articles, their entities and the queue of counts are distributed by the article's id, so that what belongs to one
 * article lies on one node. What queries join with them becomes a reference table, a copy of which every node holds.
 * All other tables are the service's own state (keys, jobs, subscriptions, migrations). No query joins them with
 * articles, and they stay tables of the coordinator, because a row lock on a reference table locks all of it and each
 * of its writes is a two-phase commit on every node.
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_DB_CITUS_H
#define ALAM_STORE_DB_CITUS_H

#include "service/base/status.h"

#include <stdio.h>

struct store_conn;

/* Distributes what is not distributed yet, and prints a line for each table, "distributed NAME" or "reference NAME".
 * STATUS_CONFLICT: the database has no extension citus. */
enum status citus_distribute(struct store_conn *conn, FILE *out, struct error *error);

#endif
