/* statements.h - every SQL statement of the service, as one table: name, number of parameters, text.
 *
 * Values travel as parameters only. Each is prepared on a connection when it is first used there (conn.h). Times go in
 * as RFC 3339 text and come out as microseconds since 1970; nothing depends on the session's settings. Threads:
 * constant data.
 */
#ifndef ALAM_STORE_STATEMENTS_H
#define ALAM_STORE_STATEMENTS_H

enum statement {
    STATEMENT_PING,
    STATEMENT_MIGRATIONS_APPLIED,
    STATEMENT_ARTICLE_INSERT,
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_ARTICLE_SELECT,
    STATEMENT_ARTICLE_DELETE,
    STATEMENT_ARTICLE_ENTITIES_DELETE,
    STATEMENT_ARTICLE_LIST,
    STATEMENT_ARTICLE_LIST_OF_ENTITY,
    STATEMENT_TOP_ENTITIES,
    STATEMENT_ENTITY_SEARCH,
    STATEMENT_ENTITY_SELECT,
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
};

const struct statement_row *statement_row(enum statement statement);

#endif
