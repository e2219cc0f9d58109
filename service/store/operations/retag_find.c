#include "service/store/operations/retag_find.h"

#include "nlp/text/types.h"
#include "service/store/articles/words.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <string.h>

enum { SETS = 4 /* of hashes of words: parameters of the statement */ };

/* Articles have one word of each set. */
struct sets {
    struct word_ids items[SETS];
    size_t count;
};

static struct text longest_word(const char *form)
{
    struct text rest = text_of(form), longest = {form, 0};
    while (rest.length) {
        struct text word = text_split(&rest, ' ');
        longest = word.length > longest.length ? word : longest;
    }
    return longest;
}

static enum status read_form(const char *form, struct arena *arena, struct sets *sets, struct error *error)
{
    struct word_query query;
    enum status status = words_query(text_of(form), arena, &query, error);
    if (status != STATUS_OK)
        return status;
    sets->count = query.count < SETS ? query.count : SETS;
    for (size_t i = 0; i < sets->count; i++)
        sets->items[i] = query.groups[i];
    return STATUS_OK;
}

static bool append(struct word_ids *set, const struct word_ids *more, struct arena *arena)
{
    int32_t *ids = arena_array(arena, set->count + more->count, sizeof *ids);
    if (!ids)
        return false;
    if (set->count)
        memcpy(ids, set->ids, set->count * sizeof *ids);
    memcpy(ids + set->count, more->ids, more->count * sizeof *ids);
    *set = (struct word_ids){ids, set->count + more->count};
    return true;
}

static enum status read_forms(const struct retag_filter *filter, struct arena *arena, struct sets *sets,
                              struct error *error)
{
    enum status status = STATUS_OK;
    sets->count = filter->form_count > 1;
    if (filter->form_count == 1)
        return read_form(filter->forms[0], arena, sets, error);
    for (size_t i = 0; i < filter->form_count && status == STATUS_OK; i++) {
        struct word_query query;
        status = words_query(longest_word(filter->forms[i]), arena, &query, error);
        if (status == STATUS_OK && query.count && !append(&sets->items[0], &query.groups[0], arena))
            status = error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    }
    return status;
}

static bool is_by_content(const struct retag_filter *filter)
{
    return filter->form_count || filter->entity;
}

static enum status put_params(const struct retag_filter *filter, const struct retag_position *after, int64_t limit,
                              struct params *params, struct error *error)
{
    struct sets sets = {.count = 0};
    enum status status = read_forms(filter, params->arena, &sets, error);
    params_time(params, after && after->given ? &after->dated_at : NULL);
    params_text(params, after && after->given ? after->id : NULL);
    params_text(params, filter->source);
    params_time(params, filter->dated_from ? &filter->from : NULL);
    params_time(params, filter->dated_to ? &filter->to : NULL);
    params_text(params, filter->before);
    params_integer(params, limit);
    if (!is_by_content(filter))
        return status;
    params_text(params, filter->entity);
    for (size_t i = 0; i < SETS; i++)
        if (i < sets.count)
            params_int4_array(params, sets.items[i].ids, sets.items[i].count);
        else
            params_text(params, NULL);
    return status;
}

enum status retag_find(struct store_conn *conn, const struct retag_filter *filter, const struct retag_position *after,
                       int64_t limit, struct arena *arena, struct retag_position **ret_found, size_t *ret_count,
                       struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = put_params(filter, after, limit, &params, error);
    if (status == STATUS_OK)
        status = conn_query(conn, is_by_content(filter) ? STATEMENT_RETAG_HITS : STATEMENT_RETAG_WALK, &params, &result,
                            error);
    if (status != STATUS_OK)
        return status;
    size_t count = (size_t)PQntuples(result);
    struct retag_position *found = arena_array(arena, count, sizeof *found);
    for (size_t i = 0; found && i < count; i++) {
        found[i] = (struct retag_position){.given = true, .dated_at = row_integer(result, (int)i, 1)};
        uuid_parse(PQgetvalue(result, (int)i, 0), found[i].id);
    }
    PQclear(result);
    if (!found)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    *ret_found = found;
    *ret_count = count;
    return STATUS_OK;
}

enum status retag_count(struct store_conn *conn, const struct retag_filter *filter, struct arena *arena,
                        int64_t *ret_count, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = put_params(filter, NULL, INT64_MAX, &params, error);
    if (status == STATUS_OK)
        status = conn_query(conn, is_by_content(filter) ? STATEMENT_RETAG_HITS_COUNT : STATEMENT_RETAG_WALK_COUNT,
                            &params, &result, error);
    if (status == STATUS_OK)
        *ret_count = row_integer(result, 0, 0);
    PQclear(result);
    return status;
}
