/* columns.h - lists of columns that more than one statement answers with, and how times come out. */
#ifndef ALAM_STORE_COLUMNS_H
#define ALAM_STORE_COLUMNS_H

/* clang-format off */
/* Immutable, unlike extract(epoch FROM timestamptz): Citus takes nothing else in RETURNING. */
#define MICROSECONDS(column) "(extract(epoch FROM " column " - timestamptz '1970-01-01 00:00:00+00') * 1000000)::bigint"

#define ARTICLE_COLUMNS                                                                                                \
    "a.id, a.source, a.external_id, a.url, a.title, a.author, a.language, " MICROSECONDS("a.published_at") ", "                 \
    MICROSECONDS("a.received_at") ", " MICROSECONDS("a.dated_at") ", a.gazetteer_version, a.warnings"
/* clang-format on */

#endif
