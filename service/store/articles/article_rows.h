/* article_rows.h - articles out of result rows, and the top entities that lists show beside them.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_ROWS_H
#define ALAM_STORE_ARTICLES_ARTICLE_ROWS_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

#include <libpq-fe.h>

struct store_conn;

/* clang-format off */
/* The order of {article_columns} (service/store/sql/fragments.sql). */
enum article_column {
    ARTICLE_COLUMN_ID, ARTICLE_COLUMN_SOURCE, ARTICLE_COLUMN_EXTERNAL_ID, ARTICLE_COLUMN_URL, ARTICLE_COLUMN_TITLE,
    ARTICLE_COLUMN_AUTHOR, ARTICLE_COLUMN_AUTHORS, ARTICLE_COLUMN_SECTION, ARTICLE_COLUMN_TAGS, ARTICLE_COLUMN_LANGUAGE,
    ARTICLE_COLUMN_PUBLISHED_AT, ARTICLE_COLUMN_MODIFIED_AT, ARTICLE_COLUMN_RECEIVED_AT, ARTICLE_COLUMN_UPDATED_AT,
    ARTICLE_COLUMN_DATED_AT, ARTICLE_COLUMN_GAZETTEER_VERSION, ARTICLE_COLUMN_WARNINGS, ARTICLE_COLUMN_REVISION,
    ARTICLE_COLUMN_URL_KEY, ARTICLE_COLUMN_PAGE_KEY, ARTICLE_COLUMN_RETAGGED, ARTICLE_COLUMN_COUNT,
};
/* clang-format on */

/* Ends each warning in the column articles.warnings. */
enum { ARTICLE_WARNING_END = '\n' };

/* Reads a row that begins with {article_columns}. The article has neither text nor entities yet. */
void article_rows_read(struct arena *arena, const PGresult *result, int row, struct article *ret_article);

/* Fills each article's annotation with its ALAM_TOP_ENTITIES most salient entities, without their mentions. */
enum status article_rows_load_top(struct store_conn *conn, struct arena *arena, struct article *articles, size_t count,
                                  struct error *error);

#endif
