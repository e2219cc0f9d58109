/* statements.h - every SQL statement of the service, by name.
 *
 * Their texts stand in service/store/sql/, a file for each subject; scripts/sql.sh says in what form, and the build
 * makes build/gen/sql.c of them. A name that is only here or only there fails the build. To add a statement: write it
 * there, name it here. `scripts/explain.sh NAME` shows how a database plans it.
 *
 * Values travel as parameters only. A statement is prepared on a connection when it is first used there (conn.h). Times
 * go in as RFC 3339 text and come out as microseconds since 1970.
 *
 * On a Citus cluster no statement may lock rows of tables that are spread, delete with LIMIT, or look up articles from
 * reference data; service/store/README.md tells why, tests/unit/test_statements.c checks it.
 *
 * Threads: constant data.
 */
#ifndef ALAM_STORE_DB_STATEMENTS_H
#define ALAM_STORE_DB_STATEMENTS_H

#include <stdbool.h>

enum statement {
    /* connection.sql */
    STATEMENT_PING,
    STATEMENT_TAKES_WRITES,
    STATEMENT_BEGIN,
    STATEMENT_COMMIT,
    STATEMENT_SET_STATEMENT_TIMEOUT,
    /* migrations.sql */
    STATEMENT_MIGRATIONS_LOCK,
    STATEMENT_MIGRATIONS_SEQUENTIAL,
    STATEMENT_MIGRATIONS_TABLE_EXISTS,
    STATEMENT_MIGRATIONS_CREATE_TABLE,
    STATEMENT_MIGRATIONS_LIST,
    STATEMENT_MIGRATION_IS_UNEDITED,
    STATEMENT_MIGRATION_RECORD,
    STATEMENT_MIGRATIONS_APPLIED,
    /* citus.sql */
    STATEMENT_CITUS_INSTALLED,
    STATEMENT_CITUS_UNDISTRIBUTED,
    STATEMENT_CITUS_DISTRIBUTE,
    STATEMENT_CITUS_REFERENCE,
    STATEMENT_CITUS_TRUNCATE_LOCAL,
    /* articles.sql */
    STATEMENT_ARTICLE_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_ARTICLE_SELECT,
    STATEMENT_TOP_ENTITIES,
    STATEMENT_ARTICLE_DELETE,
    STATEMENT_ARTICLES_PRUNE,
    STATEMENT_ARTICLE_ENTITIES_DELETE,
    STATEMENT_ARCHIVE_BEGIN,
    STATEMENT_ARCHIVE_PAGE,
    STATEMENT_UNREAD_TAKE,
    STATEMENT_UNREAD_SET,
    /* similar.sql */
    STATEMENT_SIMILAR_SELF,
    STATEMENT_SIMILAR_TEXTS,
    STATEMENT_SIMILAR_STORIES,
    STATEMENT_SIMILAR_ENTITIES,
    STATEMENT_SIMILAR_ARTICLES,
    /* entities.sql */
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ENTITY_FREQUENCIES,
    STATEMENT_ENTITY_TOP,
    STATEMENT_ENTITY_SEARCH,
    STATEMENT_ENTITY_FUZZY,
    STATEMENT_ENTITY_SELECT,
    STATEMENT_ENTITY_SEEN,
    /* analytics.sql */
    STATEMENT_ENTITY_RELATED,
    STATEMENT_ENTITY_TIMELINE,
    STATEMENT_TRENDS,
    /* rollup.sql */
    STATEMENT_ROLLUP_APPEND,
    STATEMENT_ROLLUP_DELETED,
    STATEMENT_ROLLUP_DELETED_ENTITIES,
    STATEMENT_ROLLUP_LOCK,
    STATEMENT_ROLLUP_TAKE,
    STATEMENT_ROLLUP_SUMS,
    STATEMENT_ROLLUP_COUNTS,
    STATEMENT_ROLLUP_HOURS,
    STATEMENT_ROLLUP_DAYS,
    STATEMENT_ROLLUP_MEND,
    STATEMENT_ROLLUP_DROP_HOURS,
    STATEMENT_ROLLUP_DROP_DAYS,
    STATEMENT_ROLLUP_DONE,
    STATEMENT_FORGET_TAKE,
    STATEMENT_FORGET_NAMES,
    STATEMENT_FORGET_ENTITIES,
    STATEMENT_FORGET_COUNTS,
    /* subscriptions.sql */
    STATEMENT_SUBSCRIPTION_INSERT,
    STATEMENT_SUBSCRIPTION_SELECT,
    STATEMENT_SUBSCRIPTION_LIST,
    STATEMENT_SUBSCRIPTION_DELETE,
    STATEMENT_SUBSCRIPTION_PAUSE,
    STATEMENT_SUBSCRIPTION_ROTATE,
    STATEMENT_SUBSCRIPTION_TEST,
    STATEMENT_SUBSCRIPTION_REDELIVER,
    STATEMENT_SUBSCRIPTION_DEAD,
    /* outbox.sql */
    STATEMENT_SUBSCRIBED,
    STATEMENT_OUTBOX_INSERT,
    STATEMENT_DELIVERIES_TAKE,
    STATEMENT_DELIVERY_ARTICLE,
    STATEMENT_DELIVERY_DONE,
    STATEMENT_DELIVERY_FAILED,
    STATEMENT_OUTBOX_PRUNE,
    /* jobs.sql */
    STATEMENT_JOB_INSERT,
    STATEMENT_JOB_SELECT,
    STATEMENT_JOB_TAKE,
    STATEMENT_JOB_FINISH,
    STATEMENT_JOBS_PRUNE,
    STATEMENT_BACKLOG,
    /* keys.sql */
    STATEMENT_KEY_INSERT,
    STATEMENT_KEY_SELECT,
    STATEMENT_KEY_LIST,
    STATEMENT_KEY_REVOKE,
    STATEMENT_COUNT
};

struct statement_row {
    const char *name;
    int parameter_count; /* the highest N of $N */
    const char *sql;
    bool plan_each_time; /* never prepared: the best plan depends on the values */
};

/* Pieces that lists of articles are put together from (article_list.sql, articles/article_list_sql.h). */
enum sql_part {
    PART_LIST_PAGE_OF_ARTICLES,
    PART_LIST_PAGE_OF_ARTICLES_END,
    PART_LIST_PAGE_OF_ENTITY,
    PART_LIST_PAGE_OF_ENTITY_END,
    PART_LIST_ROWS_OF_ENTITY,
    PART_LIST_ROWS_OF_ENTITY_END,
    PART_LIST_ARTICLES,
    PART_LIST_BOUND,
    PART_LIST_BOUND_END,
    PART_LIST_HITS,
    PART_LIST_HITS_END,
    PART_LIST_NEWEST_FIRST,
    PART_LIST_ESTIMATE,
    PART_LIST_AFTER_ARTICLE,
    PART_LIST_AFTER_ROW,
    PART_LIST_ARTICLES_FROM,
    PART_LIST_ARTICLES_TO,
    PART_LIST_ROWS_FROM,
    PART_LIST_ROWS_TO,
    PART_LIST_WORD,
    PART_LIST_WORD_READINGS,
    PART_LIST_SOURCE,
    PART_LIST_LANGUAGE,
    PART_LIST_ENTITY,
    PART_LIST_TYPE,
    PART_COUNT
};

extern const struct statement_row statement_rows[STATEMENT_COUNT];
extern const char *const sql_parts[PART_COUNT];

static inline const struct statement_row *statement_row(enum statement statement)
{
    return &statement_rows[statement];
}

#endif
