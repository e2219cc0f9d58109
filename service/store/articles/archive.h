/* archive.h - work on the whole archive, for commands: reading it out, reading old articles anew, spreading it over nodes.
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARCHIVE_H
#define ALAM_STORE_ARCHIVE_H

#include "service/store/articles/articles.h"

#include <stdio.h>

enum { ARCHIVE_BATCH = 200 };

struct archive_page {
    struct article *articles; /* by id; without annotation */
    size_t count;             /* 0: the end */
};

/* All pages read between begin and end show the archive as it was at begin; on a cluster, as each shard was when it was
 * first read. */
enum status archive_begin(struct store_conn *conn, struct error *error);
/* Up to ARCHIVE_BATCH articles whose id follows `after` ("" : from the first). */
enum status archive_next(struct store_conn *conn, const char *after, struct arena *arena, struct archive_page *ret_page,
                         struct error *error);
enum status archive_end(struct store_conn *conn, struct error *error);

/* Words and minhash of a batch of articles that were stored before there were any. *ret_read 0: there are no more. */
enum status archive_read_anew(struct store_conn *conn, struct arena *arena, int64_t *ret_read, struct error *error);

/* Turns the hot tables into tables distributed by the article's id, and those that queries join with them into reference
 * tables; what is that already stays, and so do the tables of the service's own state. STATUS_CONFLICT: the database has
 * no extension citus. Prints one line for each table. */
enum status archive_distribute(struct store_conn *conn, FILE *out, struct error *error);

#endif
