/* reindex.h - makes old articles searchable: words and MinHash of those that were stored before the columns were there
 * (migration 0002), and the normal form of their addresses (migration 0020). `alam migrate` calls it until nothing is left. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_REINDEX_H
#define ALAM_STORE_ARTICLES_REINDEX_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum { REINDEX_BATCH = 200 /* articles */ };

/* Indexes up to REINDEX_BATCH articles in one transaction. *ret_indexed is their number, 0 when there are no more. */
enum status reindex_batch(struct store_conn *conn, struct arena *arena, int64_t *ret_indexed, struct error *error);

/* The same for addresses: only articles whose address may not be in its normal form are read. */
enum status reindex_urls(struct store_conn *conn, struct arena *arena, int64_t *ret_indexed, struct error *error);

#endif
