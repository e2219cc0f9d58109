/* analytics.h - what the archive says about entities over time and together.
 *
 * Significance is Dunning's log-likelihood ratio G2 ("Accurate Methods for the Statistics of Surprise and Coincidence",
 * 1993) of a two-by-two table of articles, which small counts do not fool as ratios do: 6.63 is exceeded by chance once in
 * a hundred, 10.83 once in a thousand. Below LEAST articles nothing is said. Normalised pointwise mutual information
 * (Bouma 2009) is given beside it: 1 for entities that are never apart, 0 for independent ones.
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ANALYTICS_H
#define ALAM_STORE_ANALYTICS_H

#include "nlp/tagger.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum {
    ANALYTICS_LEAST_RELATED = 2, /* common articles */
    ANALYTICS_LEAST_TREND = 3,   /* articles in the window */
    ANALYTICS_SAMPLE = 500,      /* articles that related entities are looked for in */
    ANALYTICS_TREND_CANDIDATES = 2000
};

struct related_entity {
    struct annotated_entity identity;
    int64_t articles; /* with both, among those looked at */
    double score;     /* G2; 0 unless they meet more often than by chance */
    double npmi;
};

struct related_list {
    struct related_entity *entities; /* most significant first */
    size_t count;
    int64_t sample; /* articles looked at: the entity's latest ANALYTICS_SAMPLE */
};

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

/* STATUS_INVALID_PARAMETER: no such time zone. */
enum status analytics_timeline(struct store_conn *conn, const struct timeline_request *request, struct arena *arena,
                               struct timeline *ret_timeline, struct error *error);

struct trend {
    struct annotated_entity identity;
    int64_t articles, baseline; /* in the window, in the baseline */
    double expected;            /* in the window, by the entity's share of the baseline */
    double score;               /* G2 of the two shares; only rising ones */
};

struct trend_request {
    int64_t now;   /* the window ends here and begins at a full hour */
    int64_t hours; /* of the window */
    const char *type;
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

/* Of the ANALYTICS_TREND_CANDIDATES entities that the window names most: one that is named less cannot have risen as much.
 * The baseline has TIMES_BASELINE_DAYS (db/times.h) days, or four times the window where that is more. */
enum status analytics_trends(struct store_conn *conn, const struct trend_request *request, struct arena *arena,
                             struct trend_list *ret_list, struct error *error);

#endif
