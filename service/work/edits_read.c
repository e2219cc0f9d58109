#include "service/work/edits_read.h"

#include "service/edits/edits.h"
#include "service/store/operations/edits.h"

static enum status out_of_memory(struct error *error)
{
    return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the edits of the gazetteer");
}

static enum status make_view(const struct gazetteer *base, const struct edit_state *states, size_t count,
                             int64_t number, struct gazetteer **ret_view, struct error *error)
{
    struct edits *edits = edits_new(base);
    enum status status = edits ? STATUS_OK : out_of_memory(error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = edits_take(edits, &(struct edit){states[i].kind, states[i].id, states[i].after}, error);
    if (status == STATUS_OK)
        status = edits_view(edits, number, ret_view, error);
    edits_free(edits);
    return status;
}

enum status edits_read_views(struct store_conn *conn, const struct gazetteer *base, size_t memory,
                             struct views **ret_views, struct error *error)
{
    struct arena arena;
    struct edit_state *states;
    size_t count;
    int64_t number;
    struct gazetteer *view = NULL;
    struct views *views = views_new(base);
    arena_init(&arena, memory);
    enum status status = views ? edits_since(conn, 0, &arena, &states, &count, &number, error) : out_of_memory(error);
    if (status == STATUS_OK)
        status = make_view(base, states, count, number, &view, error);
    if (status == STATUS_OK && !views_put(views, view, number))
        status = out_of_memory(error);
    arena_release(&arena);
    if (status == STATUS_OK)
        *ret_views = views;
    else
        views_free(views);
    return status;
}
