#include "service/store/articles/verdict_list.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"

enum status verdict_list(struct store_conn *conn, const struct verdict_filter *filter, struct arena *arena,
                         const char *const **ret_ids, size_t *ret_count, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, filter->after ? filter->after : "00000000-0000-0000-0000-000000000000");
    params_time(&params, filter->since);
    params_text(&params, filter->source);
    params_text(&params, filter->language);
    params_integer(&params, filter->limit);
    enum status status = conn_query(conn, STATEMENT_VERDICT_ARTICLES, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    size_t count = (size_t)PQntuples(result);
    const char **ids = arena_array(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = row_text(arena, result, (int)i, 0);
    PQclear(result);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    *ret_ids = ids;
    *ret_count = count;
    return STATUS_OK;
}
