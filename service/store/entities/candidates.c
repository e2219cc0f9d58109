#include "service/store/entities/candidates.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/entities/entity_rows.h"

#include <string.h>

enum { NAMES_MAXIMUM = 100 };

enum list_column { LIST_ARTICLES = ENTITY_COLUMN_COUNT, LIST_MENTIONS, LIST_FIRST_SEEN, LIST_LAST_SEEN };

enum article_column_of { ARTICLE_ID, ARTICLE_TITLE, ARTICLE_TEXT, ARTICLE_DATED_AT, ARTICLE_ENTITY };

static enum status out_of_memory(struct error *error)
{
    return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
}

static bool read_candidate(struct arena *arena, const PGresult *result, int row, struct stored_entity *entity)
{
    *entity = (struct stored_entity){.articles = row_integer(result, row, LIST_ARTICLES),
                                     .mentions = row_integer(result, row, LIST_MENTIONS),
                                     .seen = !PQgetisnull(result, row, LIST_FIRST_SEEN),
                                     .first_seen = row_integer(result, row, LIST_FIRST_SEEN),
                                     .last_seen = row_integer(result, row, LIST_LAST_SEEN)};
    return entity_rows_identity(arena, result, row, &entity->identity);
}

enum status candidates_list(struct store_conn *conn, const char *type, int64_t least_articles, int64_t limit,
                            struct arena *arena, struct candidate_list *ret_list, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct candidate_list list = {.count = 0};
    params_init(&params, arena);
    params_text(&params, type);
    params_integer(&params, least_articles);
    params_integer(&params, limit);
    enum status status = conn_query(conn, STATEMENT_CANDIDATES_LIST, &params, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    list.items = arena_array(arena, count, sizeof *list.items);
    for (size_t i = 0; list.items && i < count; i++)
        if (!read_candidate(arena, result, (int)i, &list.items[list.count++]))
            status = STATUS_INTERNAL;
    PQclear(result);
    if (status == STATUS_OK && arena->failed)
        return out_of_memory(error);
    if (status == STATUS_OK)
        *ret_list = list;
    return status;
}

/* Asks something about the entities, with a number behind them unless that is 0. */
static enum status ask(struct store_conn *conn, enum statement statement, const char *const *ids, size_t count,
                       int64_t number, struct arena *arena, PGresult **ret_result, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text_array(&params, ids, count);
    if (number)
        params_integer(&params, number);
    return conn_query(conn, statement, &params, ret_result, error);
}

static enum status read_growth(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                               struct candidate_facts *facts, struct error *error)
{
    PGresult *result = NULL;
    enum status status = ask(conn, STATEMENT_CANDIDATES_GROWTH, ids, count, 0, arena, &result, error);
    for (int i = 0; status == STATUS_OK && i < PQntuples(result); i++) {
        facts->last_week += row_integer(result, i, 1);
        facts->weeks_before += row_integer(result, i, 2);
    }
    PQclear(result);
    return status;
}

static enum status read_sources(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                                struct candidate_facts *facts, struct error *error)
{
    PGresult *result = NULL;
    enum status status = ask(conn, STATEMENT_CANDIDATE_SOURCES, ids, count, CANDIDATE_SAMPLE, arena, &result, error);
    if (status == STATUS_OK)
        facts->sources = row_integer(result, 0, 0);
    PQclear(result);
    return status;
}

static enum status read_names(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                              struct candidate_facts *facts, struct error *error)
{
    PGresult *result = NULL;
    enum status status = ask(conn, STATEMENT_CANDIDATE_NAMES, ids, count, NAMES_MAXIMUM, arena, &result, error);
    size_t found = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    const char **names = arena_array(arena, found, sizeof *names);
    for (size_t i = 0; names && i < found; i++)
        names[i] = row_text(arena, result, (int)i, 1);
    facts->names = names;
    facts->name_count = found;
    PQclear(result);
    return status;
}

static bool read_article(struct arena *arena, const PGresult *result, int row, struct candidate_article *article)
{
    article->title = row_text(arena, result, row, ARTICLE_TITLE);
    article->text.bytes = row_text(arena, result, row, ARTICLE_TEXT);
    article->text.length = (size_t)PQgetlength(result, row, ARTICLE_TEXT);
    article->dated_at = row_integer(result, row, ARTICLE_DATED_AT);
    const size_t lengths[FIELD_COUNT] = {article->title ? strlen(article->title) : 0, article->text.length};
    return uuid_parse(PQgetvalue(result, row, ARTICLE_ID), article->id) &&
           entity_rows_read(arena, result, row, ARTICLE_ENTITY, lengths, &article->entity);
}

static enum status read_articles(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                                 struct candidate_facts *facts, struct error *error)
{
    PGresult *result = NULL;
    enum status status = ask(conn, STATEMENT_CANDIDATE_ARTICLES, ids, count, CANDIDATE_ARTICLES, arena, &result, error);
    size_t found = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    facts->articles = arena_array(arena, found, sizeof *facts->articles);
    for (size_t i = 0; facts->articles && i < found; i++)
        if (!read_article(arena, result, (int)i, &facts->articles[facts->article_count++]))
            status = STATUS_INTERNAL;
    PQclear(result);
    return status;
}

enum status candidates_facts(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                             struct candidate_facts *ret_facts, struct error *error)
{
    static enum status (*const steps[])(struct store_conn *, const char *const *, size_t, struct arena *,
                                        struct candidate_facts *,
                                        struct error *) = {read_growth, read_sources, read_names, read_articles};
    struct candidate_facts facts = {.sources = 0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = steps[i](conn, ids, count, arena, &facts, error);
    if (status == STATUS_OK && arena->failed)
        return out_of_memory(error);
    if (status == STATUS_OK)
        *ret_facts = facts;
    return status;
}

enum status candidates_decide(struct store_conn *conn, const char *const *ids, size_t count,
                              const struct candidate_decision *decision, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text_array(&params, ids, count);
    params_text(&params, decision->decision);
    params_text(&params, decision->entry);
    params_time(&params, decision->limited ? &decision->until : NULL);
    params_text(&params, decision->reason);
    params_text(&params, decision->key_id);
    params_time(&params, &decision->made_at);
    return conn_execute(conn, STATEMENT_CANDIDATE_DECIDE, &params, NULL, error);
}

enum status candidates_decided(struct store_conn *conn, const char *id, struct arena *arena,
                               struct candidate_decision *ret_decision, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_query(conn, STATEMENT_CANDIDATE_DECIDED, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "Nothing is decided about this name.");
    if (status == STATUS_OK)
        *ret_decision = (struct candidate_decision){.decision = row_text(arena, result, 0, 0),
                                                    .entry = row_text(arena, result, 0, 1),
                                                    .limited = !PQgetisnull(result, 0, 2),
                                                    .until = row_integer(result, 0, 2),
                                                    .reason = row_text(arena, result, 0, 3),
                                                    .key_id = row_text(arena, result, 0, 4),
                                                    .made_at = row_integer(result, 0, 5)};
    PQclear(result);
    return status == STATUS_OK && arena->failed ? out_of_memory(error) : status;
}

enum status candidates_forget(struct store_conn *conn, const char *id, struct arena *arena, struct error *error)
{
    struct params params;
    int64_t forgotten = 0;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_execute(conn, STATEMENT_CANDIDATE_FORGET, &params, &forgotten, error);
    if (status == STATUS_OK && forgotten == 0)
        return error_set(error, STATUS_NOT_FOUND, "Nothing is decided about this name.");
    return status;
}
