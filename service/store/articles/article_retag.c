#include "service/store/articles/article_retag.h"

#include "nlp/tagger.h"
#include "service/json/annotation_json.h"
#include "service/store/articles/article_rows.h"
#include "service/store/articles/verdict_apply.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { COLUMN_TEXT = ARTICLE_COLUMN_COUNT };

/* Of STATEMENT_ARTICLE_ENTITIES_OF. */
enum row_column { ROW_ARTICLE, ROW_ENTITY, ROW_TYPE, ROW_SALIENCE, ROW_PACKED, ROW_MENTIONS, ROW_POSITION };

/* ---- what is stored ---- */

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct retag *)left)->article.id, ((const struct retag *)right)->article.id);
}

static void read_articles(const PGresult *result, struct arena *arena, struct retag_list *list)
{
    list->count = (size_t)PQntuples(result);
    list->items = arena_array(arena, list->count, sizeof *list->items);
    for (size_t i = 0; list->items && i < list->count; i++) {
        struct article *article = &list->items[i].article;
        article_rows_read(arena, result, (int)i, article);
        article->text.bytes = row_text(arena, result, (int)i, COLUMN_TEXT);
        article->text.length = (size_t)PQgetlength(result, (int)i, COLUMN_TEXT);
    }
    if (list->items && list->count)
        qsort(list->items, list->count, sizeof *list->items, by_id);
}

static void read_row(const PGresult *result, int row, struct arena *arena, struct retag_row *ret_row)
{
    *ret_row = (struct retag_row){.entity = row_text(arena, result, row, ROW_ENTITY),
                                  .type = row_text(arena, result, row, ROW_TYPE),
                                  .salience = row_number(result, row, ROW_SALIENCE),
                                  .mentions = row_integer(result, row, ROW_MENTIONS),
                                  .position = row_integer(result, row, ROW_POSITION)};
    ret_row->packed = row_bytes(arena, result, row, ROW_PACKED, &ret_row->length);
}

/* Rows and articles are both ordered by the article's id. */
static void read_rows(const PGresult *result, struct arena *arena, struct retag_list *list)
{
    size_t count = (size_t)PQntuples(result), at = 0;
    struct retag_row *rows = arena_array(arena, count, sizeof *rows);
    for (size_t i = 0; rows && i < count; i++)
        read_row(result, (int)i, arena, &rows[i]);
    for (size_t i = 0; rows && i < list->count; i++) {
        struct retag *retag = &list->items[i];
        while (at < count && strcmp(PQgetvalue(result, (int)at, ROW_ARTICLE), retag->article.id) < 0)
            at++;
        retag->rows = &rows[at];
        for (; at < count && strcmp(PQgetvalue(result, (int)at, ROW_ARTICLE), retag->article.id) == 0; at++)
            retag->row_count++;
    }
}

static enum status query_of(struct store_conn *conn, enum statement statement, const char *const *ids, size_t count,
                            struct arena *arena, PGresult **ret_result, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_uuid_array(&params, ids, count);
    return conn_query(conn, statement, &params, ret_result, error);
}

enum status article_retag_load(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                               struct retag_list *ret_list, struct error *error)
{
    PGresult *articles = NULL, *rows = NULL;
    struct retag_list list = {.count = 0};
    struct verdict_list verdicts;
    enum status status = query_of(conn, STATEMENT_ARTICLES_STORED, ids, count, arena, &articles, error);
    if (status == STATUS_OK)
        status = query_of(conn, STATEMENT_ARTICLE_ENTITIES_OF, ids, count, arena, &rows, error);
    if (status == STATUS_OK)
        status = verdicts_of(conn, ids, count, arena, &verdicts, error);
    if (status == STATUS_OK) {
        read_articles(articles, arena, &list);
        read_rows(rows, arena, &list);
    }
    PQclear(articles);
    PQclear(rows);
    if (status == STATUS_OK && arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        list.items[i].verdicts = verdicts_on(&verdicts, list.items[i].article.id);
    if (status == STATUS_OK)
        *ret_list = list;
    return status;
}

/* ---- what it becomes ---- */

static bool is_row_of(const struct retag_row *row, const char *entity)
{
    return strcmp(row->entity, entity) == 0;
}

/* The stored row of an entity; most have the position that they had. */
static struct retag_row *find_row(const struct retag *retag, const char *entity, size_t position)
{
    if (position < retag->row_count && is_row_of(&retag->rows[position], entity))
        return &retag->rows[position];
    for (size_t i = 0; i < retag->row_count; i++)
        if (is_row_of(&retag->rows[i], entity))
            return &retag->rows[i];
    return NULL;
}

static bool is_same(const struct retag_row *row, const struct annotated_entity *entity, size_t position,
                    const struct packed_entity *packed)
{
    return row->position == (int64_t)position && strcmp(row->type, entity_type_name(entity->type)) == 0 &&
           (float)row->salience == (float)annotation_round_score(entity->salience) && row->length == packed->length &&
           memcmp(row->packed, packed->bytes, packed->length) == 0;
}

static void count_difference(struct retag *retag, int64_t before, int64_t after)
{
    retag->mentions_gained += after > before ? after - before : 0;
    retag->mentions_lost += before > after ? before - after : 0;
    retag->entities_gained += before == 0 && after > 0;
    retag->entities_lost += before > 0 && after == 0;
}

static bool compare(struct retag *retag, struct arena *arena)
{
    const struct annotation *annotation = &retag->article.annotation;
    struct derived *derived = &retag->write.prepared;
    enum derived_link *links = arena_array(arena, annotation->entity_count + 1, sizeof *links);
    bool *met = arena_array(arena, retag->row_count + 1, sizeof *met);
    if (!links || !met)
        return false;
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        struct retag_row *row = find_row(retag, entity->id, i);
        links[i] = !row ? LINK_NEW : is_same(row, entity, i, &derived->packed[i]) ? LINK_KEPT : LINK_CHANGED;
        retag->differs |= links[i] != LINK_KEPT;
        count_difference(retag, row ? row->mentions : 0, (int64_t)entity->mention_count);
        if (row) {
            met[row - retag->rows] = true;
            row->stays = links[i] == LINK_KEPT;
        }
    }
    for (size_t i = 0; i < retag->row_count; i++) {
        retag->differs |= !retag->rows[i].stays;
        if (!met[i])
            count_difference(retag, retag->rows[i].mentions, 0);
    }
    derived->links = links;
    return true;
}

enum status article_retag_tag(struct retag *retag, const struct gazetteer *gazetteer, struct arena *scratch,
                              struct arena *arena, struct error *error)
{
    struct article *article = &retag->article;
    const struct annotation stored = article->annotation;
    const struct text fields[FIELD_COUNT] = {text_of(article->title), article->text};
    const struct tag_request request = {.title = fields[FIELD_TITLE],
                                        .text = fields[FIELD_TEXT],
                                        .language = article->language,
                                        .types = ENTITY_TYPES_ALL};
    retag->write = (struct article_write){.article = article, .arena = arena, .outcome = WRITE_MOVED};
    if (getrandom(&retag->write.event, sizeof retag->write.event, 0) != (ssize_t)sizeof retag->write.event)
        return error_set(error, STATUS_INTERNAL, "no random bytes");
    arena_reset(scratch);
    enum status status = tag(gazetteer, &request, scratch, &article->annotation, error);
    if (status != STATUS_OK)
        return status;
    if (!annotation_copy(&article->annotation, arena))
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    retag->renewed = strcmp(stored.gazetteer_version, article->annotation.gazetteer_version) != 0;
    article->annotation.warnings = stored.warnings;
    article->annotation.warning_count = stored.warning_count;
    bool done = verdict_apply(&article->annotation, &retag->verdicts, fields, gazetteer, arena) &&
                article_prepare_derived(article, arena, &retag->write.prepared) && compare(retag, arena);
    return done ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
}
