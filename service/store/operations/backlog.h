/* backlog.h - how much work waits in the database, for the metrics. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_OPERATIONS_BACKLOG_H
#define ALAM_STORE_OPERATIONS_BACKLOG_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

struct backlog {
    int64_t waiting, dead;   /* webhook deliveries that wait, and that were given up */
    int64_t oldest_seconds;  /* age of the oldest that waits, without those of paused subscriptions; 0: none */
    int64_t queued, running; /* asynchronous jobs */
};

enum status backlog_read(struct store_conn *conn, struct arena *arena, struct backlog *ret_backlog,
                         struct error *error);
/* Deletes deliveries that were given up and are older than ALAM_WEBHOOK_KEEP. */
enum status backlog_prune(struct store_conn *conn, struct arena *arena, struct error *error);

#endif
