/* analytics.h - entities over time and together: who is named with whom, when, and who is named more often than before.
 *
 * Scores are Dunning's log-likelihood ratio G2 ("Accurate Methods for the Statistics of Surprise and Coincidence",
 * 1993) of a two-by-two table of articles. Unlike a ratio of counts it is not misled by small counts; by chance it
 * exceeds 6.63 once in a hundred and 10.83 once in a thousand. Entities in fewer articles than the ANALYTICS_LEAST_
 * constants are left out. Beside the score stands the normalised pointwise mutual information (Bouma 2009): 1 for
 * entities that are never apart, 0 for independent ones.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ENTITIES_ANALYTICS_H
#define ALAM_STORE_ENTITIES_ANALYTICS_H

#include "nlp/answer/annotation.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum {
    ANALYTICS_LEAST_RELATED = 2,      /* common articles */
    ANALYTICS_LEAST_TREND = 3,        /* articles in the window */
    ANALYTICS_SAMPLE = 500,           /* latest articles of an entity that related ones are looked for in */
    ANALYTICS_TREND_CANDIDATES = 2000 /* entities, those that the window names most */
};

struct related_entity {
    struct annotated_entity identity;
    int64_t articles; /* that name both, among those looked at */
    double score;     /* G2; 0 unless they are named together more often than by chance */
    double npmi;
};

struct related_list {
    struct related_entity *entities; /* most significant first */
    size_t count;
    int64_t sample; /* articles looked at: the entity's latest ANALYTICS_SAMPLE */
};

/* The entities that stand in an entity's latest articles more often than elsewhere. `type` NULL: any. */
enum status analytics_related(struct store_conn *conn, const char *id, const char *type, int64_t limit,
                              struct arena *arena, struct related_list *ret_list, struct error *error);

struct timeline_point {
    int64_t start; /* microseconds since 1970 */
    int64_t articles;
};

struct timeline_request {
    const char *entity;
    const char *interval; /* "hour", "day", "week", "month" */
    const char *time_zone;
    int64_t from, to; /* widened to whole intervals */
};

struct timeline {
    struct timeline_point *points; /* in order, none left out */
    size_t count;
};

/* The number of an entity's articles in each interval. STATUS_INVALID_PARAMETER: no such time zone. */
enum status analytics_timeline(struct store_conn *conn, const struct timeline_request *request, struct arena *arena,
                               struct timeline *ret_timeline, struct error *error);

struct trend {
    struct annotated_entity identity;
    int64_t articles, baseline; /* that name it in the window, and in the baseline */
    double expected;            /* articles in the window, by the entity's share of the baseline */
    double score;               /* G2 of the two shares; entities whose share fell are left out */
};

struct trend_request {
    int64_t now;   /* the window ends here and begins at a full hour */
    int64_t hours; /* of the window */
    const char *type;
    const bool *known; /* as in struct entity_filter (entities.h) */
    int64_t limit;
    double least_score;
};

struct trend_list {
    struct trend *trends; /* strongest first */
    size_t count;
    int64_t window_from, window_to;             /* what was compared, microseconds */
    int64_t baseline_from, baseline_to;         /* whole days, UTC, before the window's first day */
    int64_t window_articles, baseline_articles; /* 0 when `trends` is empty */
};

/* The entities that the window names more often than the baseline before it. Only the ANALYTICS_TREND_CANDIDATES
 * entities that the window names most are looked at: one that is named less cannot have risen as much. The baseline has
 * TIMES_BASELINE_DAYS (db/times.h), or four times the window where that is longer. */
enum status analytics_trends(struct store_conn *conn, const struct trend_request *request, struct arena *arena,
                             struct trend_list *ret_list, struct error *error);

#endif
