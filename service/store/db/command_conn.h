/* direct.h - one connection of one's own, for commands that run without the pool.
 *
 * Threads: one.
 */
#ifndef ALAM_STORE_DB_COMMAND_CONN_H
#define ALAM_STORE_DB_COMMAND_CONN_H

#include "service/store/db/conn.h"

struct direct {
    struct app app;
    struct store_conn conn;
    struct arena arena;
};

/* Connects; *ret_direct stays where it is until direct_close. */
enum status direct_open(const struct config *config, const struct log *log, struct direct *ret_direct,
                        struct error *error);
void direct_close(struct direct *direct);

#endif
