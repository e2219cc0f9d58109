/* changes.h - what became of articles, for those who poll: created, updated, deleted, in an order in which no change that
 * is committed late is skipped.
 *
 * A time cannot give such an order, nor a sequence: of two transactions, the one that took the earlier time or number may
 * commit later, when a reader has passed it already. So a change has a position that is not less than the id of its
 * transaction, and a reader sees only changes below the oldest transaction that is still running (the xmin of its
 * snapshot). Whoever could still write below that has ended, so what a reader has passed is complete. Changes of one
 * article stand in the order in which they happened: it is locked when its change is written, and the position is not
 * less than the end of all transactions that were committed by then.
 *
 * A transaction that stays open holds the feed back until it ends; it loses nothing. Changes are kept for
 * ALAM_CHANGES_KEEP. Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_CHANGES_H
#define ALAM_STORE_ARTICLES_CHANGES_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct article_batch; /* article_batch.h */
struct store_conn;

/* Between two changes. All zero: before the first. */
struct change_position {
    uint64_t transaction;
    int64_t changed_at; /* microseconds since 1970 */
    char article[UUID_LENGTH + 1];
};

struct change {
    struct change_position position;
    const char *what; /* created, updated, retagged or deleted */
    int64_t revision; /* 0: deleted */
};

struct change_page {
    struct change *changes;
    size_t count;
    bool more;                   /* there are others already */
    struct change_position next; /* where the next page begins; not behind any change that may still come */
};

/* Reads up to `limit` changes behind `after`; NULL: from the oldest that is kept. With a limit of 0 only page->next is
 * found: the present. STATUS_GONE: changes behind `after` are not kept any more, or it is of another database. */
enum status changes_list(struct store_conn *conn, const struct change_position *after, int64_t limit,
                         struct arena *arena, struct change_page *ret_page, struct error *error);
/* Sends the changes of a batch's articles, for article_write.c. Those that are deleted are noted by article_delete.c. */
enum status changes_send(struct article_batch *batch);
/* Removes changes that are older than ALAM_CHANGES_KEEP. */
enum status changes_prune(struct store_conn *conn, struct arena *arena, struct error *error);

#endif
