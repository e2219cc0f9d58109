/* archive.h - reads the whole archive out, for `alam export`: every article with its text, ordered by id; and what of it
 * `alam import` stores besides the articles themselves.
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
/* The former revisions of a page's articles, each as the text of a JSON object, for archive_restore_revision. */
enum status archive_revisions(struct store_conn *conn, const struct archive_page *page, struct arena *arena,
                              struct text_list *ret_revisions, struct error *error);
/* The verdicts on them, for archive_restore_verdict. */
enum status archive_verdicts(struct store_conn *conn, const struct archive_page *page, struct arena *arena,
                             struct text_list *ret_verdicts, struct error *error);
enum status archive_end(struct store_conn *conn, struct error *error);

/* Stores a former revision, unless it is there: `json` is {"former_revision": …} with what archive_revisions read. */
enum status archive_restore_revision(struct store_conn *conn, const char *json, struct arena *arena,
                                     struct error *error);
/* Stores a verdict, unless it is there: `json` is {"verdict": …} with what archive_verdicts read. It counts for its article
 * when that is stored afterwards. */
enum status archive_restore_verdict(struct store_conn *conn, const char *json, struct arena *arena,
                                    struct error *error);
/* Gives an article that was just stored its revision and the time of it. Nothing when it has that already. */
enum status archive_restore_article(struct store_conn *conn, const char *id, int64_t revision,
                                    const int64_t *updated_at, struct arena *arena, struct error *error);

#endif
