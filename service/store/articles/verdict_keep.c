#include "service/store/articles/verdict_keep.h"

#include "service/store/articles/verdict_anchor.h"
#include "service/store/articles/verdict_apply.h"

/* Articles that are new have verdicts only when they are read back from an export, behind their verdicts. */
static bool may_have_any(const struct article_write *write)
{
    return write->outcome == WRITE_REPLACED || (write->outcome == WRITE_CREATED && write->quiet);
}

static enum status read_all(struct article_batch *batch, struct verdict_list *ret_list)
{
    struct param_array ids;
    struct params params;
    PGresult *result = NULL;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < batch->count; i++)
        if (may_have_any(batch->writes[i]))
            param_array_add_uuid(&ids, batch->writes[i]->current.id);
    bool none = ids.count == 0;
    params_init(&params, batch->arena);
    params_take_array(&params, &ids);
    if (none)
        return STATUS_OK;
    enum status status = pipeline_send(batch->conn, STATEMENT_VERDICTS_OF, &params, batch->error);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive_rows(batch->conn, STATEMENT_VERDICTS_OF, &result, batch->error);
    if (status == STATUS_OK)
        status = verdicts_rows(batch->arena, result, ret_list, batch->error);
    PQclear(result);
    pipeline_end_sync(batch->conn);
    return status;
}

/* False: the arena is full. */
static bool keep(struct article_batch *batch, struct article_write *write, struct verdict_list *verdicts)
{
    struct article *article = &write->current;
    const struct text fields[FIELD_COUNT] = {text_of(article->title), article->text};
    verdict_anchor(verdicts, fields);
    struct views *views = batch->conn->app->views;
    const struct view *view = views_take(views);
    bool applied = verdict_apply(&article->annotation, verdicts, fields, view->gazetteer, batch->arena);
    views_release(views, view);
    return applied && article_prepare_derived(article, batch->arena, &write->derived);
}

enum status verdict_keep_settle(struct article_batch *batch)
{
    struct verdict_list all = {.count = 0};
    enum status status = read_all(batch, &all);
    if (status != STATUS_OK || all.count == 0)
        return status;
    bool done = (batch->verdicts = arena_array(batch->arena, batch->count, sizeof *batch->verdicts));
    for (size_t i = 0; i < batch->count && done; i++) {
        struct verdict_list *list = &batch->verdicts[batch->verdict_lists];
        *list = verdicts_on(&all, batch->writes[i]->current.id);
        batch->verdict_lists += list->count > 0;
        done = list->count == 0 || !may_have_any(batch->writes[i]) || keep(batch, batch->writes[i], list);
    }
    return done ? STATUS_OK
                : error_set(batch->error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
}

enum status verdict_keep_send(struct article_batch *batch)
{
    struct param_array ids;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < batch->verdict_lists; i++)
        param_array_add_uuid(&ids, batch->verdicts[i].items->article);
    enum status status = ids.count ? verdicts_send(batch, &ids, batch->verdicts, batch->verdict_lists) : STATUS_OK;
    param_array_release(&ids);
    return status;
}
