/* statements.h - every SQL statement of the service, as one table: name, number of parameters, text.
 *
 * Values travel as parameters only. Each is prepared on a connection when it is first used there (conn.h). Times go in
 * as RFC 3339 text and come out as microseconds since 1970; nothing depends on the session's settings. Threads:
 * constant data.
 *
 * Rules of a cluster (README.md): no FOR UPDATE over many articles, no DELETE with LIMIT, no correlated look-up from
 * reference data into articles.
 */
#ifndef ALAM_STORE_STATEMENTS_H
#define ALAM_STORE_STATEMENTS_H

#include <stdbool.h>

enum statement {
    STATEMENT_PING,
    STATEMENT_BEGIN,
    STATEMENT_COMMIT,
    STATEMENT_LIMIT,
    STATEMENT_MIGRATIONS_APPLIED,
    STATEMENT_ARTICLE_INSERT,
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_ARTICLE_SELECT,
    STATEMENT_ARTICLE_DELETE,
    STATEMENT_ARTICLES_PRUNE,
    STATEMENT_ARTICLE_ENTITIES_DELETE,
    STATEMENT_TOP_ENTITIES,
    STATEMENT_ENTITY_TOP,
    STATEMENT_ENTITY_SEARCH,
    STATEMENT_ENTITY_FUZZY,
    STATEMENT_ENTITY_SELECT,
    STATEMENT_ENTITY_SEEN,
    STATEMENT_ENTITY_RELATED,
    STATEMENT_ENTITY_TIMELINE,
    STATEMENT_TRENDS,
    STATEMENT_SIMILAR_SELF,
    STATEMENT_SIMILAR_TEXTS,
    STATEMENT_SIMILAR_STORIES,
    STATEMENT_SIMILAR_ENTITIES,
    STATEMENT_SIMILAR_ARTICLES,
    STATEMENT_ROLLUP_APPEND,
    STATEMENT_ROLLUP_DELETED,
    STATEMENT_ROLLUP_DELETED_ENTITIES,
    STATEMENT_ROLLUP_LOCK,
    STATEMENT_ROLLUP_TAKE,
    STATEMENT_ROLLUP_COUNTS,
    STATEMENT_ROLLUP_HOURS,
    STATEMENT_ROLLUP_DAYS,
    STATEMENT_ROLLUP_LOST,
    STATEMENT_ROLLUP_MEND,
    STATEMENT_ROLLUP_DROP_HOURS,
    STATEMENT_ROLLUP_DROP_DAYS,
    STATEMENT_ROLLUP_DONE,
    STATEMENT_FORGET_TAKE,
    STATEMENT_FORGET_NAMES,
    STATEMENT_FORGET_ENTITIES,
    STATEMENT_FORGET_COUNTS,
    STATEMENT_ARCHIVE_PAGE,
    STATEMENT_UNREAD_TAKE,
    STATEMENT_UNREAD_SET,
    STATEMENT_JOB_INSERT,
    STATEMENT_JOB_SELECT,
    STATEMENT_JOB_TAKE,
    STATEMENT_JOB_FINISH,
    STATEMENT_JOBS_PRUNE,
    STATEMENT_KEY_INSERT,
    STATEMENT_KEY_SELECT,
    STATEMENT_KEY_LIST,
    STATEMENT_KEY_REVOKE,
    STATEMENT_COUNT
};

struct statement_row {
    const char *name;
    int parameter_count;
    const char *sql;
    bool plan_each_time; /* never prepared: the best plan depends on the values */
};

const struct statement_row *statement_row(enum statement statement);

#endif
