/* article_rows.h - rows that begin with ARTICLE_COLUMNS (columns.h) as articles, and what lists show beside them.
 * Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ARTICLE_ROWS_H
#define ALAM_STORE_ARTICLE_ROWS_H

#include "service/store/articles/articles.h"
#include "service/store/db/conn.h"

/* clang-format off */
enum article_column {
    ARTICLE_COLUMN_ID, ARTICLE_COLUMN_SOURCE, ARTICLE_COLUMN_EXTERNAL_ID, ARTICLE_COLUMN_URL, ARTICLE_COLUMN_TITLE,
    ARTICLE_COLUMN_AUTHOR,    ARTICLE_COLUMN_LANGUAGE, ARTICLE_COLUMN_PUBLISHED_AT, ARTICLE_COLUMN_RECEIVED_AT, ARTICLE_COLUMN_DATED_AT,
    ARTICLE_COLUMN_GAZETTEER_VERSION, ARTICLE_COLUMN_WARNINGS, ARTICLE_COLUMN_COUNT,
};
/* clang-format on */

void article_rows_read(struct arena *arena, const PGresult *result, int row, struct article *article);

/* Fills each article's annotation with its top entities, without mentions. */
enum status article_rows_load_top(struct store_conn *conn, struct arena *arena, struct article *articles, size_t count,
                                  struct error *error);

#endif
