#include "service/store/articles/verdict.h"

#include "service/store/db/row.h"

#include <string.h>

enum column {
    COLUMN_ARTICLE,
    COLUMN_ID,
    COLUMN_VERDICT,
    COLUMN_FIELD,
    COLUMN_JUDGED_START,
    COLUMN_JUDGED_END,
    COLUMN_RIGHT_START,
    COLUMN_RIGHT_END,
    COLUMN_WORDS,
    COLUMN_BEFORE,
    COLUMN_AFTER,
    COLUMN_TYPE,
    COLUMN_ENTITY,
    COLUMN_NAME,
    COLUMN_NOTE,
    COLUMN_KEY,
    COLUMN_MADE_AT,
    COLUMN_APPLIES,
    COLUMN_COUNT
};

static const char *const kind_names[VERDICT_KIND_COUNT] = {"confirm", "correct", "reject", "add"};

const char *verdict_kind_name(enum verdict_kind kind)
{
    return kind_names[kind];
}

bool verdict_kind_parse(const char *name, enum verdict_kind *ret_kind)
{
    for (int i = 0; i < VERDICT_KIND_COUNT; i++) {
        if (strcmp(kind_names[i], name) != 0)
            continue;
        *ret_kind = (enum verdict_kind)i;
        return true;
    }
    return false;
}

bool verdict_field_parse(const char *name, enum text_field *ret_field)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (strcmp(text_field_name((enum text_field)i), name) != 0)
            continue;
        *ret_field = (enum text_field)i;
        return true;
    }
    return false;
}

bool verdict_overlap(struct byte_range left, struct byte_range right)
{
    return left.start < right.end && right.start < left.end;
}

struct byte_range verdict_extent(const struct verdict *verdict)
{
    struct byte_range extent = verdict->judged;
    if (verdict->kind == VERDICT_REJECT)
        return extent;
    if (verdict->right.start < extent.start)
        extent.start = verdict->right.start;
    if (verdict->right.end > extent.end)
        extent.end = verdict->right.end;
    return extent;
}

static bool begins_character(const struct text *field, size_t byte)
{
    return byte == field->length || ((unsigned char)field->bytes[byte] & 0xC0) != 0x80;
}

bool verdict_keep_words(struct verdict *verdict, struct text field, struct arena *arena)
{
    struct byte_range extent = verdict_extent(verdict);
    size_t from = extent.start > VERDICT_CONTEXT ? extent.start - VERDICT_CONTEXT : 0;
    size_t to = field.length - extent.end > VERDICT_CONTEXT ? extent.end + VERDICT_CONTEXT : field.length;
    while (!begins_character(&field, from))
        from++;
    while (!begins_character(&field, to))
        to--;
    verdict->words = arena_strndup(arena, field.bytes + extent.start, extent.end - extent.start);
    verdict->before = arena_strndup(arena, field.bytes + from, extent.start - from);
    verdict->after = arena_strndup(arena, field.bytes + extent.end, to - extent.end);
    return verdict->words && verdict->before && verdict->after;
}

static size_t offset(const PGresult *result, int row, int column)
{
    return (size_t)row_integer(result, row, column);
}

static bool read_row(struct arena *arena, const PGresult *result, int row, struct verdict *verdict)
{
    const char *type = row_text(arena, result, row, COLUMN_TYPE);
    *verdict =
        (struct verdict){.judged = {offset(result, row, COLUMN_JUDGED_START), offset(result, row, COLUMN_JUDGED_END)},
                         .right = {offset(result, row, COLUMN_RIGHT_START), offset(result, row, COLUMN_RIGHT_END)},
                         .words = row_text(arena, result, row, COLUMN_WORDS),
                         .before = row_text(arena, result, row, COLUMN_BEFORE),
                         .after = row_text(arena, result, row, COLUMN_AFTER),
                         .entity = row_text(arena, result, row, COLUMN_ENTITY),
                         .name = row_text(arena, result, row, COLUMN_NAME),
                         .note = row_text(arena, result, row, COLUMN_NOTE),
                         .key_id = row_text(arena, result, row, COLUMN_KEY),
                         .made_at = row_integer(result, row, COLUMN_MADE_AT),
                         .applies = PQgetvalue(result, row, COLUMN_APPLIES)[0] == 't'};
    return uuid_parse(PQgetvalue(result, row, COLUMN_ARTICLE), verdict->article) &&
           uuid_parse(PQgetvalue(result, row, COLUMN_ID), verdict->id) &&
           verdict_kind_parse(PQgetvalue(result, row, COLUMN_VERDICT), &verdict->kind) &&
           verdict_field_parse(PQgetvalue(result, row, COLUMN_FIELD), &verdict->field) &&
           (verdict->kind == VERDICT_REJECT ||
            (type && entity_type_parse(type, &verdict->type) && verdict->entity && verdict->name));
}

enum status verdicts_rows(struct arena *arena, const PGresult *result, struct verdict_list *ret_list,
                          struct error *error)
{
    struct verdict_list list = {.count = (size_t)PQntuples(result)};
    list.items = arena_array(arena, list.count, sizeof *list.items);
    for (size_t i = 0; list.items && i < list.count; i++)
        if (!read_row(arena, result, (int)i, &list.items[i]))
            return error_set(error, STATUS_INTERNAL, "a verdict cannot be read");
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    *ret_list = list;
    return STATUS_OK;
}

enum status verdicts_of(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                        struct verdict_list *ret_list, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_uuid_array(&params, ids, count);
    enum status status = conn_query(conn, STATEMENT_VERDICTS_OF, &params, &result, error);
    if (status == STATUS_OK)
        status = verdicts_rows(arena, result, ret_list, error);
    PQclear(result);
    return status;
}

struct verdict_list verdicts_on(const struct verdict_list *all, const char *id)
{
    struct verdict_list list = {.count = 0};
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].article, id) != 0)
            continue;
        list.items = list.count++ ? list.items : &all->items[i];
    }
    return list;
}

static void add_text(struct param_array *array, const char *text)
{
    param_array_add_text(array, text ? text : "");
}

static void add_row(struct param_array *arrays, const struct verdict *verdict)
{
    bool named = verdict->kind != VERDICT_REJECT;
    param_array_add_uuid(&arrays[COLUMN_ARTICLE], verdict->article);
    param_array_add_uuid(&arrays[COLUMN_ID], verdict->id);
    add_text(&arrays[COLUMN_VERDICT], verdict_kind_name(verdict->kind));
    add_text(&arrays[COLUMN_FIELD], text_field_name(verdict->field));
    param_array_add_int4(&arrays[COLUMN_JUDGED_START], (int32_t)verdict->judged.start);
    param_array_add_int4(&arrays[COLUMN_JUDGED_END], (int32_t)verdict->judged.end);
    param_array_add_int4(&arrays[COLUMN_RIGHT_START], (int32_t)verdict->right.start);
    param_array_add_int4(&arrays[COLUMN_RIGHT_END], (int32_t)verdict->right.end);
    add_text(&arrays[COLUMN_WORDS], verdict->words);
    add_text(&arrays[COLUMN_BEFORE], verdict->before);
    add_text(&arrays[COLUMN_AFTER], verdict->after);
    add_text(&arrays[COLUMN_TYPE], named ? entity_type_name(verdict->type) : NULL);
    add_text(&arrays[COLUMN_ENTITY], verdict->entity);
    add_text(&arrays[COLUMN_NAME], verdict->name);
    add_text(&arrays[COLUMN_NOTE], verdict->note);
    add_text(&arrays[COLUMN_KEY], verdict->key_id);
    param_array_add_time(&arrays[COLUMN_MADE_AT], verdict->made_at);
    param_array_add_bool(&arrays[COLUMN_APPLIES], verdict->applies);
}

enum status verdicts_send(struct article_batch *batch, const struct param_array *ids, const struct verdict_list *lists,
                          size_t list_count)
{
    static const enum array_type types[COLUMN_COUNT] = {
        ARRAY_UUID, ARRAY_UUID, ARRAY_TEXT, ARRAY_TEXT, ARRAY_INT4,        ARRAY_INT4,
        ARRAY_INT4, ARRAY_INT4, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT,        ARRAY_TEXT,
        ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TIMESTAMPTZ, ARRAY_BOOL};
    struct param_array arrays[COLUMN_COUNT];
    struct params params;
    params_init(&params, batch->arena);
    params_array(&params, ids);
    enum status status = article_batch_send(batch, STATEMENT_VERDICTS_DELETE, &params);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        param_array_init(&arrays[i], types[i]);
    for (size_t i = 0; i < list_count; i++)
        for (size_t k = 0; k < lists[i].count; k++)
            add_row(arrays, &lists[i].items[k]);
    enum status inserted = article_batch_send_arrays(batch, STATEMENT_VERDICTS_INSERT, arrays, COLUMN_COUNT);
    return status == STATUS_OK ? inserted : status;
}
