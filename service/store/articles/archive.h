/* archive.h - reads the whole archive out, for `alam export`: every article with its text, ordered by id.
 *
 *     archive_begin(conn, error);
 *     while (archive_next(conn, after, arena, &page, error) == STATUS_OK && page.count)
 *         …write the page; `after` is its last id…
 *     archive_end(conn, error);
 *
 * What is read between begin and end shows the archive as it was at archive_begin; on a Citus cluster, each shard as it
 * was when it was first read. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_ARCHIVE_H
#define ALAM_STORE_ARTICLES_ARCHIVE_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

enum { ARCHIVE_BATCH = 200 /* articles */ };

struct archive_page {
    struct article *articles; /* ordered by id; with text, without annotation */
    size_t count;             /* 0: the end */
};

enum status archive_begin(struct store_conn *conn, struct error *error);
/* Reads up to ARCHIVE_BATCH articles whose id follows `after` ("": from the first). */
enum status archive_next(struct store_conn *conn, const char *after, struct arena *arena, struct archive_page *ret_page,
                         struct error *error);
enum status archive_end(struct store_conn *conn, struct error *error);

#endif
