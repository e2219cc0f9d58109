/* article_list_sql.h - the SQL of lists of articles, put together from the parts in service/store/sql/article_list.sql.
 *
 * A statement is made of the parts that the filter asks for, so that the planner sees neither an idle condition nor a
 * value that is not there. Values are parameters; their numbers are the only thing that is printed into the text.
 *
 *     struct list_sql sql;
 *     list_sql_init(&sql, arena);
 *     list_sql_walk(&sql, &plan);
 *     if (strbuf_ok(&sql.text))
 *         conn_query_text(conn, "article_list", sql.text.data, &sql.params, &result, error);
 *     list_sql_release(&sql);
 *
 * All lists answer with {article_columns} (article_rows.h), newest first: up to one row more than the page has, which
 * tells whether there is another page.
 * Threads: pure functions.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_LIST_SQL_H
#define ALAM_STORE_ARTICLES_ARTICLE_LIST_SQL_H

#include "service/store/articles/article_filter.h"
#include "service/store/db/params.h"

/* How a list is to be read. Numbers of articles are INT64_MAX where the filter does not ask. */
struct list_plan {
    const struct article_filter *filter; /* the entity that fewest articles name stands first */
    bool led;                            /* walks along that entity's rows, else along the articles */
    int64_t every, entity, source;       /* all articles; those with that entity; those of the source */
    int64_t rows;                        /* how many rows a bounded statement looks at */
};

struct list_sql {
    struct strbuf text; /* at most LIST_SQL_MAXIMUM bytes */
    struct params params;
};

enum { LIST_SQL_MAXIMUM = 16 * 1024 };

void list_sql_init(struct list_sql *sql, struct arena *arena);
void list_sql_release(struct list_sql *sql);

/* One walk along an index until the page is full. Only the page's rows are read as a whole. */
void list_sql_walk(struct list_sql *sql, const struct list_plan *plan);
/* The same walk, over plan->rows rows at the most. Along an entity the rows are cut off; along the articles the time of
 * the last row bounds them, so that each row is read where it lies. */
void list_sql_bounded_walk(struct list_sql *sql, const struct list_plan *plan);
/* All articles that have the words, then the newest plan->rows of them, held against the other filters. Entities are
 * looked up by the articles' own rows, because Citus refuses a look-up from what every node has. */
void list_sql_hits(struct list_sql *sql, const struct list_plan *plan);
/* EXPLAIN, for the number of articles that the planner expects of the source, or with the words. */
void list_sql_explain_source(struct list_sql *sql, const struct list_plan *plan);
void list_sql_explain_words(struct list_sql *sql, const struct list_plan *plan);

#endif
