#include "service/store/operations/edits.h"

#include "service/base/json.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <inttypes.h>
#include <string.h>

enum { STATES_MAXIMUM = 64 << 20 };

enum column { COLUMN_KIND, COLUMN_ID, COLUMN_EDIT, COLUMN_STATE };

enum status edits_number(struct store_conn *conn, struct arena *arena, int64_t *ret_number, int64_t *ret_made_at,
                         struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = conn_query(conn, STATEMENT_EDITS_NUMBER, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) != 1)
        status = error_set(error, STATUS_INTERNAL, "The table gazetteer_state has lost its row.");
    if (status == STATUS_OK) {
        *ret_number = row_integer(result, 0, 0);
        *ret_made_at = row_integer(result, 0, 1);
    }
    PQclear(result);
    return status;
}

enum status edits_since(struct store_conn *conn, int64_t number, struct arena *arena, struct edit_state **ret_states,
                        size_t *ret_count, int64_t *ret_number, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, number);
    enum status status = conn_query(conn, STATEMENT_EDITS_SINCE, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    size_t count = (size_t)PQntuples(result);
    struct edit_state *states = arena_array(arena, count + 1, sizeof *states);
    for (int i = 0; states && i < (int)count; i++) {
        states[i] = (struct edit_state){.kind = row_text(arena, result, i, COLUMN_KIND),
                                        .id = row_text(arena, result, i, COLUMN_ID),
                                        .edit = row_integer(result, i, COLUMN_EDIT),
                                        .after = row_text(arena, result, i, COLUMN_STATE)};
        number = states[i].edit > number ? states[i].edit : number;
    }
    PQclear(result);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the edits of the gazetteer");
    *ret_states = states;
    *ret_count = count;
    *ret_number = number;
    return STATUS_OK;
}

enum status edits_begin(struct store_conn *conn, int64_t count, struct arena *arena, int64_t *ret_first,
                        struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, count);
    enum status status = conn_begin(conn, error);
    if (status == STATUS_OK)
        status = conn_query(conn, STATEMENT_EDITS_BEGIN, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) != 1)
        status = error_set(error, STATUS_INTERNAL, "The table gazetteer_state has lost its row.");
    if (status == STATUS_OK)
        *ret_first = row_integer(result, 0, 0) - count + 1;
    PQclear(result);
    return status;
}

static struct edit_state *find_state(struct edit_state *states, size_t count, const char *kind, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(states[i].id, id) == 0 && strcmp(states[i].kind, kind) == 0)
            return &states[i];
    return NULL;
}

static void add_texts(struct params *params, const struct edit_state *states, size_t count, bool ids)
{
    struct param_array array;
    param_array_init(&array, ARRAY_TEXT);
    for (size_t i = 0; i < count; i++)
        param_array_add_text(&array, ids ? states[i].id : states[i].kind);
    params_take_array(params, &array);
}

enum status edits_read(struct store_conn *conn, struct edit_state *states, size_t count, struct arena *arena,
                       struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    add_texts(&params, states, count, false);
    add_texts(&params, states, count, true);
    enum status status = conn_query(conn, STATEMENT_EDITS_OF, &params, &result, error);
    for (size_t i = 0; i < count; i++) {
        states[i].edit = 0;
        states[i].before = NULL;
    }
    for (int i = 0; status == STATUS_OK && i < PQntuples(result); i++) {
        struct edit_state *state =
            find_state(states, count, PQgetvalue(result, i, COLUMN_KIND), PQgetvalue(result, i, COLUMN_ID));
        if (!state)
            continue;
        state->edit = row_integer(result, i, COLUMN_EDIT);
        state->before = row_text(arena, result, i, COLUMN_STATE);
    }
    PQclear(result);
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

/* ---- storing ---- */

/* {"entry person:x": …} */
static void put_states(struct strbuf *out, const struct edit_change *change, bool after, struct arena *arena)
{
    struct json json;
    strbuf_clear(out);
    jsonw_init(&json, out);
    jsonw_object(&json);
    for (size_t i = 0; i < change->count; i++) {
        const struct edit_state *state = &change->states[i];
        const char *text = after ? state->after : state->before;
        jsonw_key(&json, arena_printf(arena, "%s %s", state->kind, state->id));
        if (text)
            jsonw_raw(&json, text, strlen(text));
        else
            jsonw_null(&json);
    }
    jsonw_end(&json);
}

static void add_states(struct params *params, const struct edit_change *changes, size_t count, bool after)
{
    struct param_array array;
    struct strbuf text;
    param_array_init(&array, ARRAY_TEXT);
    strbuf_init(&text, STATES_MAXIMUM);
    for (size_t i = 0; i < count; i++) {
        put_states(&text, &changes[i], after, params->arena);
        param_array_add_text(&array, strbuf_ok(&text) ? text.data : "");
    }
    strbuf_release(&text);
    params_take_array(params, &array);
}

static void add_numbers(struct params *params, const struct edit_change *changes, size_t count, int64_t first,
                        bool undone)
{
    struct param_array array;
    param_array_init(&array, ARRAY_INT8);
    for (size_t i = 0; i < count; i++)
        param_array_add_int8(&array, undone ? changes[i].undoes : first + (int64_t)i);
    params_take_array(params, &array);
}

static void add_words(struct params *params, const struct edit_change *changes, size_t count, bool reasons)
{
    struct param_array array;
    param_array_init(&array, ARRAY_TEXT);
    for (size_t i = 0; i < count; i++)
        param_array_add_text(&array, !reasons ? changes[i].action : changes[i].reason ? changes[i].reason : "");
    params_take_array(params, &array);
}

static enum status write_log(struct store_conn *conn, const struct edit_change *changes, size_t count, int64_t first,
                             const char *key_id, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    add_numbers(&params, changes, count, first, false);
    add_words(&params, changes, count, false);
    add_words(&params, changes, count, true);
    add_states(&params, changes, count, false);
    add_states(&params, changes, count, true);
    add_numbers(&params, changes, count, first, true);
    params_text(&params, key_id);
    return conn_execute(conn, STATEMENT_EDITS_LOG, &params, NULL, error);
}

static enum status put_all(struct store_conn *conn, const struct edit_change *changes, size_t count, int64_t first,
                           struct arena *arena, struct error *error)
{
    struct params params;
    struct param_array kinds, ids, numbers, states;
    param_array_init(&kinds, ARRAY_TEXT);
    param_array_init(&ids, ARRAY_TEXT);
    param_array_init(&numbers, ARRAY_INT8);
    param_array_init(&states, ARRAY_TEXT);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < changes[i].count; k++) {
            param_array_add_text(&kinds, changes[i].states[k].kind);
            param_array_add_text(&ids, changes[i].states[k].id);
            param_array_add_int8(&numbers, first + (int64_t)i);
            param_array_add_text(&states, changes[i].states[k].after ? changes[i].states[k].after : "");
        }
    params_init(&params, arena);
    params_take_array(&params, &kinds);
    params_take_array(&params, &ids);
    params_take_array(&params, &numbers);
    params_take_array(&params, &states);
    return conn_execute(conn, STATEMENT_EDITS_PUT, &params, NULL, error);
}

static enum status mark_undone(struct store_conn *conn, const struct edit_change *changes, size_t count, int64_t first,
                               struct arena *arena, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct params params;
        if (!changes[i].undoes)
            continue;
        params_init(&params, arena);
        params_integer(&params, changes[i].undoes);
        params_integer(&params, first + (int64_t)i);
        status = conn_execute(conn, STATEMENT_EDITS_UNDONE, &params, NULL, error);
    }
    return status;
}

enum status edits_store(struct store_conn *conn, const struct edit_change *changes, size_t count, int64_t first,
                        const char *key_id, struct arena *arena, struct error *error)
{
    struct params params;
    enum status status = put_all(conn, changes, count, first, arena, error);
    if (status == STATUS_OK)
        status = write_log(conn, changes, count, first, key_id, arena, error);
    if (status == STATUS_OK)
        status = mark_undone(conn, changes, count, first, arena, error);
    if (status != STATUS_OK)
        return status;
    params_init(&params, arena);
    params_text(&params, arena_printf(arena, "%" PRId64, first + (int64_t)count - 1));
    status = conn_execute(conn, STATEMENT_EDITS_NOTIFY, &params, NULL, error);
    return status == STATUS_OK ? conn_commit(conn, error) : status;
}

/* ---- reading ---- */

enum status edits_merged(struct store_conn *conn, const char *id, struct arena *arena, const char *const **ret_ids,
                         size_t *ret_count, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_query(conn, STATEMENT_EDITS_MERGED, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    size_t count = (size_t)PQntuples(result);
    const char **ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = row_text(arena, result, (int)i, 0);
    PQclear(result);
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_ids = ids;
    *ret_count = count;
    return STATUS_OK;
}

enum status edits_logged(struct store_conn *conn, int64_t edit, struct arena *arena, struct edit_logged *ret_logged,
                         struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, edit);
    enum status status = conn_query(conn, STATEMENT_LOG_SELECT, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no edit with this number.");
    if (status == STATUS_OK)
        *ret_logged = (struct edit_logged){.json = row_text(arena, result, 0, 0),
                                           .undone_by = row_integer(result, 0, 1),
                                           .action = row_text(arena, result, 0, 2),
                                           .before = row_text(arena, result, 0, 3),
                                           .after = row_text(arena, result, 0, 4)};
    PQclear(result);
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

enum status edits_former(struct store_conn *conn, int64_t edit, const char *kind, const char *id, struct arena *arena,
                         const char **ret_state, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, edit);
    params_text(&params, arena_printf(arena, "%s %s", kind, id));
    enum status status = conn_query(conn, STATEMENT_EDITS_FORMER, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 1)
        *ret_state = row_text(arena, result, 0, 0);
    PQclear(result);
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

/* Fills the page from columns, and leaves out the row that only tells that there are more. */
static enum status read_page(PGresult *result, int64_t limit, int id_column, int edit_column, int json_column,
                             struct arena *arena, struct edit_page *page)
{
    size_t count = (size_t)PQntuples(result);
    *page = (struct edit_page){.items = arena_array(arena, count + 1, sizeof *page->items),
                               .ids = arena_array(arena, count + 1, sizeof *page->ids),
                               .edits = arena_array(arena, count + 1, sizeof *page->edits),
                               .count = count > (size_t)limit ? (size_t)limit : count,
                               .more = count > (size_t)limit};
    for (size_t i = 0; i < page->count && !arena->failed; i++) {
        page->items[i] = row_text(arena, result, (int)i, json_column);
        page->ids[i] = row_text(arena, result, (int)i, id_column);
        page->edits[i] = row_integer(result, (int)i, edit_column);
    }
    PQclear(result);
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

enum status edits_log(struct store_conn *conn, const struct edit_filter *filter, struct arena *arena,
                      struct edit_page *ret_page, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    if (filter->before)
        params_integer(&params, filter->before);
    else
        params_text(&params, NULL);
    params_text(&params, filter->thing);
    params_text(&params, filter->made_by);
    params_time(&params, filter->since);
    params_integer(&params, filter->limit + 1);
    enum status status = conn_query(conn, STATEMENT_LOG_LIST, &params, &result, error);
    return status == STATUS_OK ? read_page(result, filter->limit, 0, 0, 1, arena, ret_page) : status;
}

enum status edits_list(struct store_conn *conn, const char *kind, const struct edit_filter *filter, struct arena *arena,
                       struct edit_page *ret_page, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, kind);
    params_text(&params, filter->after_id);
    params_integer(&params, filter->above);
    params_time(&params, filter->since);
    params_integer(&params, filter->limit + 1);
    enum status status = conn_query(conn, STATEMENT_EDITS_LIST, &params, &result, error);
    return status == STATUS_OK ? read_page(result, filter->limit, 0, 1, 2, arena, ret_page) : status;
}
