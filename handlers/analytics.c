/* Which entities stand together, and how often over time: GET /v1/entities/{id}/related, its timeline, /v1/trends. */
#include "service/store/entities/analytics.h"
#include "handlers/article_query.h"
#include "handlers/entity_known.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/output/entity_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "service/base/timestamp.h"
#include "service/json/annotation_json.h"
#include "service/route/field_checks.h"

#include <stdlib.h>
#include <string.h>

#define HOUR INT64_C(3600000000) /* microseconds */

enum { POINTS_MAXIMUM = 5000, WINDOW_HOURS_MAXIMUM = 24 * 366, SCORE_DECIMALS = 2, NPMI_DECIMALS = 3 };

/* Of G2, the log-likelihood ratio: chance alone exceeds it once in a hundred times (chi-squared, one degree of freedom). */
static const double least_score = 6.63;

static const struct interval {
    const char *name;
    int64_t hours; /* that it has at least: a day of 23 hours, a February */
    int64_t shown; /* how many are shown when `from` is not given */
} intervals[] = {{"hour", 1, 48}, {"day", 23, 30}, {"week", 167, 26}, {"month", 671, 24}};

struct related_state {
    const char *type;
    int64_t limit;
};

static void write_identity(struct request *request, struct json *json, struct annotated_entity *identity)
{
    entity_json_refresh(request_gazetteer(request), &request->arena, identity);
    annotation_write_identity(json, identity);
}

/* ---- related ---- */

enum status entity_related_prepare(struct request *request)
{
    static const char *const parameters[] = {"type", "limit", NULL};
    struct related_state *state = arena_alloc(&request->arena, sizeof *state);
    enum status status = entity_id_check_path(request);
    if (status == STATUS_OK)
        status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!state)
        return STATUS_OUT_OF_MEMORY;
    state->type = paging_text(request, "type", check_entity_type);
    state->limit = paging_limit(request);
    request_then_query(request, state);
    return paging_check(request);
}

enum status entity_related_query(struct request *request, struct store_conn *conn)
{
    const struct related_state *state = request->handover.state;
    struct related_list list;
    struct json json;
    if (entity_moved(request, "/related"))
        return STATUS_OK;
    enum status status = analytics_related(conn, request->path_values[0], state->type, state->limit, &request->arena,
                                           &list, &request->error);
    if (status == STATUS_OK && list.sample == 0)
        status = entity_known(request, conn);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_count(&json, "articles", list.sample);
    list_json_begin(&json);
    for (size_t i = 0; i < list.count; i++) {
        jsonw_object(&json);
        write_identity(request, &json, &list.entities[i].identity);
        member_count(&json, "articles", list.entities[i].articles);
        member_number(&json, "score", list.entities[i].score, SCORE_DECIMALS);
        member_number(&json, "npmi", list.entities[i].npmi, NPMI_DECIMALS);
        jsonw_end(&json);
    }
    list_json_end(&json, NULL);
    return STATUS_OK;
}

/* ---- timeline ---- */

static const char *check_interval(const char *value, size_t length)
{
    (void)length;
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        if (strcmp(intervals[i].name, value) == 0)
            return NULL;
    return "This must be hour, day, week or month.";
}

static const struct interval *find_interval(const char *name)
{
    const struct interval *interval = intervals;
    while (name && strcmp(interval->name, name) != 0)
        interval++;
    return name ? interval : &intervals[1];
}

/* Only names of the IANA database. PostgreSQL also takes POSIX specifications and abbreviations, which surprise. */
static const char *check_time_zone(const char *value, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    bool named = strchr(value, '/') || strcmp(value, "UTC") == 0;
    return named && length < 64 && strspn(value, letters) == length ? NULL
                                                                    : "A time zone looks like Asia/Riyadh or UTC.";
}

static void read_range(struct request *request, const struct interval *interval, struct timeline_request *what)
{
    const int64_t *from = paging_time(request, "from"), *to = paging_time(request, "to");
    what->to = to ? *to : timestamp_now();
    what->from = from ? *from : what->to - interval->hours * interval->shown * HOUR;
    if (what->from >= what->to)
        request_add_error(request, "from", "This must be before `to`.");
    else if ((what->to - what->from) / (interval->hours * HOUR) > POINTS_MAXIMUM)
        request_add_error(request, "from", "That would be more than 5000 intervals.");
}

enum status entity_timeline_prepare(struct request *request)
{
    static const char *const parameters[] = {"interval", "tz", "from", "to", NULL};
    struct timeline_request *what = arena_alloc(&request->arena, sizeof *what);
    enum status status = entity_id_check_path(request);
    if (status == STATUS_OK)
        status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!what)
        return STATUS_OUT_OF_MEMORY;
    const struct interval *interval = find_interval(paging_text(request, "interval", check_interval));
    const char *zone = paging_text(request, "tz", check_time_zone);
    what->entity = request->path_values[0];
    what->interval = interval->name;
    what->time_zone = zone ? zone : "UTC";
    read_range(request, interval, what);
    request_then_query(request, what);
    return paging_check(request);
}

static bool is_flat(const struct timeline *timeline)
{
    for (size_t i = 0; i < timeline->count; i++)
        if (timeline->points[i].articles)
            return false;
    return true;
}

enum status entity_timeline_query(struct request *request, struct store_conn *conn)
{
    const struct timeline_request *what = request->handover.state;
    struct timeline timeline;
    struct json json;
    if (entity_moved(request, "/timeline"))
        return STATUS_OK;
    enum status status = analytics_timeline(conn, what, &request->arena, &timeline, &request->error);
    if (status == STATUS_INVALID_PARAMETER)
        request_add_error(request, "tz", "The database does not know this time zone.");
    if (status == STATUS_OK && is_flat(&timeline))
        status = entity_known(request, conn);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_text(&json, "interval", what->interval);
    member_text(&json, "time_zone", what->time_zone);
    list_json_begin(&json);
    for (size_t i = 0; i < timeline.count; i++) {
        jsonw_object(&json);
        member_time(&json, "start", timeline.points[i].start);
        member_count(&json, "articles", timeline.points[i].articles);
        jsonw_end(&json);
    }
    list_json_end(&json, NULL);
    return STATUS_OK;
}

/* ---- trends ---- */

static const char *check_window(const char *value, size_t length)
{
    size_t digits = strspn(value, "0123456789");
    int64_t hours = strtoll(value, NULL, 10);
    hours *= value[digits] == 'd' ? 24 : value[digits] == 'w' ? 168 : 1;
    bool formed = digits > 0 && digits < 6 && digits + 1 == length && strchr("hdw", value[digits]);
    return formed && hours > 0 && hours <= WINDOW_HOURS_MAXIMUM ? NULL
                                                                : "A window looks like 24h, 7d or 2w, up to 366d.";
}

static int64_t window_hours(const char *value)
{
    char *unit;
    int64_t number = value ? strtoll(value, &unit, 10) : 0;
    return !value ? 24 : *unit == 'd' ? 24 * number : *unit == 'w' ? 168 * number : number;
}

/* Names that were made by machine do not trend unless they are asked for. */
static const bool *read_known(struct request *request)
{
    static const bool listed = true;
    const char *value = request_parameter(request, "known");
    if (!value)
        return &listed;
    return strcmp(value, "any") == 0 ? NULL : article_query_boolean(request, "known");
}

enum status trends_prepare(struct request *request)
{
    static const char *const parameters[] = {"window", "type", "known", "limit", NULL};
    struct trend_request *what = arena_alloc(&request->arena, sizeof *what);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!what)
        return STATUS_OUT_OF_MEMORY;
    what->now = timestamp_now();
    what->hours = window_hours(paging_text(request, "window", check_window));
    what->type = paging_text(request, "type", check_entity_type);
    what->known = read_known(request);
    what->limit = paging_limit(request);
    what->least_score = least_score;
    request_then_query(request, what);
    return paging_check(request);
}

static void write_range(struct json *json, const char *key, int64_t from, int64_t to)
{
    jsonw_key(json, key);
    jsonw_object(json);
    member_time(json, "from", from);
    member_time(json, "to", to);
    jsonw_end(json);
}

static void write_trend(struct request *request, struct json *json, struct trend *trend)
{
    jsonw_object(json);
    write_identity(request, json, &trend->identity);
    member_count(json, "articles", trend->articles);
    member_number(json, "expected", trend->expected, SCORE_DECIMALS);
    member_count(json, "baseline_articles", trend->baseline);
    member_number(json, "score", trend->score, SCORE_DECIMALS);
    jsonw_end(json);
}

enum status trends_query(struct request *request, struct store_conn *conn)
{
    struct trend_list list;
    struct json json;
    enum status status = analytics_trends(conn, request->handover.state, &request->arena, &list, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    write_range(&json, "window", list.window_from, list.window_to);
    write_range(&json, "baseline", list.baseline_from, list.baseline_to);
    list_json_begin(&json);
    for (size_t i = 0; i < list.count; i++)
        write_trend(request, &json, &list.trends[i]);
    list_json_end(&json, NULL);
    return STATUS_OK;
}
