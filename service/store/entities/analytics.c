#include "service/store/entities/analytics.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"
#include "service/store/entities/entity_rows.h"

#define HOUR INT64_C(3600000000) /* microseconds */
#define DAY (24 * HOUR)

enum { BASELINE_WINDOWS = 4 };

/* Columns behind the entity's own. */
enum related_column { RELATED_ARTICLES = ENTITY_COLUMN_COUNT, RELATED_SCORE, RELATED_NPMI, RELATED_SAMPLE };
enum trend_column {
    TREND_ARTICLES = ENTITY_COLUMN_COUNT,
    TREND_BASELINE,
    TREND_WINDOW_ARTICLES,
    TREND_BASELINE_ARTICLES,
    TREND_SCORE,
    TREND_EXPECTED
};
enum point_column { POINT_START, POINT_ARTICLES };

static int64_t floor_to(int64_t time, int64_t unit)
{
    int64_t rest = time % unit;
    return time - (rest < 0 ? rest + unit : rest);
}

static enum status read_related(struct arena *arena, const PGresult *result, struct related_list *list)
{
    int count = PQntuples(result);
    list->entities = arena_array(arena, (size_t)count, sizeof *list->entities);
    for (int i = 0; list->entities && i < count; i++) {
        struct related_entity *entity = &list->entities[list->count++];
        if (!entity_rows_identity(arena, result, i, &entity->identity))
            return STATUS_INTERNAL;
        entity->articles = row_integer(result, i, RELATED_ARTICLES);
        entity->score = row_number(result, i, RELATED_SCORE);
        entity->npmi = row_number(result, i, RELATED_NPMI);
        list->sample = row_integer(result, i, RELATED_SAMPLE);
    }
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

enum status analytics_related(struct store_conn *conn, const char *id, const char *type, int64_t limit,
                              struct arena *arena, struct related_list *ret_list, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct related_list list = {.count = 0};
    params_init(&params, arena);
    params_text(&params, id);
    params_integer(&params, ANALYTICS_SAMPLE);
    params_text(&params, type);
    params_integer(&params, ANALYTICS_LEAST_RELATED);
    params_integer(&params, limit);
    enum status status = conn_query(conn, STATEMENT_ENTITY_RELATED, &params, &result, error);
    if (status == STATUS_OK)
        status = read_related(arena, result, &list);
    if (status == STATUS_OK)
        *ret_list = list;
    PQclear(result);
    return status;
}

enum status analytics_timeline(struct store_conn *conn, const struct timeline_request *request, struct arena *arena,
                               struct timeline *ret_timeline, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct timeline timeline = {.count = 0};
    params_init(&params, arena);
    params_text(&params, request->entity);
    params_text(&params, request->interval);
    params_text(&params, request->time_zone);
    params_time(&params, &request->from);
    params_time(&params, &request->to);
    params_text(&params, request->interval[0] == 'h' ? "UTC" : request->time_zone);
    enum status status = conn_query(conn, STATEMENT_ENTITY_TIMELINE, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    timeline.count = (size_t)PQntuples(result);
    timeline.points = arena_array(arena, timeline.count, sizeof *timeline.points);
    for (size_t i = 0; timeline.points && i < timeline.count; i++) {
        timeline.points[i].start = row_integer(result, (int)i, POINT_START);
        timeline.points[i].articles = row_integer(result, (int)i, POINT_ARTICLES);
    }
    PQclear(result);
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_timeline = timeline;
    return STATUS_OK;
}

static void set_ranges(const struct trend_request *request, struct trend_list *list)
{
    int64_t days = request->hours * BASELINE_WINDOWS / 24;
    days = days > TIMES_BASELINE_DAYS ? days : TIMES_BASELINE_DAYS;
    list->window_to = request->now;
    list->window_from = floor_to(request->now - request->hours * HOUR, HOUR);
    list->baseline_to = floor_to(list->window_from, DAY);
    list->baseline_from = list->baseline_to - days * DAY;
}

static enum status read_trends(struct arena *arena, const PGresult *result, struct trend_list *list)
{
    int count = PQntuples(result);
    list->trends = arena_array(arena, (size_t)count, sizeof *list->trends);
    for (int i = 0; list->trends && i < count; i++) {
        struct trend *trend = &list->trends[list->count++];
        if (!entity_rows_identity(arena, result, i, &trend->identity))
            return STATUS_INTERNAL;
        trend->articles = row_integer(result, i, TREND_ARTICLES);
        trend->baseline = row_integer(result, i, TREND_BASELINE);
        trend->expected = row_number(result, i, TREND_EXPECTED);
        trend->score = row_number(result, i, TREND_SCORE);
        list->window_articles = row_integer(result, i, TREND_WINDOW_ARTICLES);
        list->baseline_articles = row_integer(result, i, TREND_BASELINE_ARTICLES);
    }
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

enum status analytics_trends(struct store_conn *conn, const struct trend_request *request, struct arena *arena,
                             struct trend_list *ret_list, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct trend_list list = {.count = 0};
    set_ranges(request, &list);
    params_init(&params, arena);
    params_time(&params, &list.window_from);
    params_time(&params, &list.window_to);
    params_time(&params, &list.baseline_from);
    params_time(&params, &list.baseline_to);
    params_text(&params, request->type);
    params_integer(&params, ANALYTICS_LEAST_TREND);
    params_text(&params, arena_printf(arena, "%g", request->least_score));
    params_integer(&params, request->limit);
    params_integer(&params, ANALYTICS_TREND_CANDIDATES + 1);
    params_text(&params, !request->known ? NULL : *request->known ? "true" : "false");
    enum status status = conn_query(conn, STATEMENT_TRENDS, &params, &result, error);
    if (status == STATUS_OK)
        status = read_trends(arena, result, &list);
    if (status == STATUS_OK)
        *ret_list = list;
    PQclear(result);
    return status;
}
