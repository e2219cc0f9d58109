#include "handlers/tagging.h"

#include "service/base/timestamp.h"

static void count(struct metrics *metrics, const struct annotation *annotation)
{
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        for (size_t j = 0; j < entity->mention_count; j++)
            metrics_add(metrics, METRIC_MENTIONS, METRICS_MENTION_SERIES(entity->type, entity->mentions[j].method), 1);
    }
}

/* Most of what the tagger asks for is of no use once it is done, and an article may wait long for the database. */
static enum status tag_beside(struct request *request, const struct tag_request *what,
                              struct annotation *ret_annotation)
{
    struct arena scratch;
    arena_init(&scratch, request->arena.maximum);
    enum status status = tag(request_gazetteer(request), what, &scratch, ret_annotation, &request->error);
    if (status == STATUS_OK && !annotation_copy(ret_annotation, &request->arena))
        status = error_set(&request->error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    arena_release(&scratch);
    return status;
}

enum status tagging_run(struct request *request, const struct tag_request *what, struct annotation *ret_annotation)
{
    struct app *app = request->app;
    int64_t started = timestamp_monotonic();
    enum status status = what->explain
                             ? tag(request_gazetteer(request), what, &request->arena, ret_annotation, &request->error)
                             : tag_beside(request, what, ret_annotation);
    metrics_observe(app->metrics, METRIC_TAG_SECONDS, 0, (double)(timestamp_monotonic() - started) / 1e6);
    metrics_add(app->metrics, METRIC_TAGGED_BYTES, 0, (int64_t)(what->text.length + what->title.length));
    if (status == STATUS_OK)
        count(app->metrics, ret_annotation);
    return status;
}
