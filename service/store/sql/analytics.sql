-- analytics.sql - entities over time and together (entities/analytics.h).

-- name: entity_related
-- Finds the entities that stand in an entity's latest articles more often than elsewhere. $1 entity, $2 how many of its
-- articles are looked at, $3 type or null, $4 least number of common articles, $5 limit.
-- The 2x2 table: a of n articles are with the entity, b of m are among all others.
WITH sample AS MATERIALIZED (SELECT article_id FROM article_entities WHERE entity_id = $1
    ORDER BY dated_at DESC, article_id DESC LIMIT $2::bigint),
common AS MATERIALIZED (SELECT m.entity_id, count(*)::float8 AS a FROM article_entities m
    WHERE m.article_id IN (SELECT article_id FROM sample) GROUP BY m.entity_id HAVING count(*) >= $4::bigint),
{pending},
totals AS MATERIALIZED (SELECT (SELECT count(*) FROM sample)::float8 AS n,
    greatest((SELECT coalesce(sum(articles), 0) FROM entity_counts WHERE entity_id = '*')
        + (SELECT coalesce(sum(articles), 0) FROM pending WHERE entity_id = '*'),
        (SELECT count(*) FROM sample))::float8 AS every),
counted AS (SELECT c.entity_id, c.a, t.n,
        greatest(coalesce(k.articles, 0) + coalesce(p.articles, 0) - c.a, 0)::float8 AS b, t.every - t.n AS m, t.every
    FROM common c CROSS JOIN totals t LEFT JOIN entity_counts k ON k.entity_id = c.entity_id
    LEFT JOIN pending p ON p.entity_id = c.entity_id WHERE c.entity_id <> $1),
scored AS (SELECT entity_id, a, n, every, (a + b) AS df,
        CASE WHEN m <= 0 THEN 0 WHEN a * m > b * n THEN {likelihood_ratio(a, n, least(b, m), m)} ELSE 0 END AS score
    FROM counted)
SELECT {entity_columns}, s.a::bigint, s.score,
    CASE WHEN s.a >= s.every THEN 1 ELSE ln(s.a * s.every / (s.n * s.df)) / -ln(s.a / s.every) END, s.n::bigint
FROM scored s
JOIN entities e ON e.id = s.entity_id
WHERE $3::text IS NULL OR e.type = $3
ORDER BY s.score DESC, s.a DESC, e.id
LIMIT $5::bigint;

-- name: entity_timeline
-- Counts an entity's articles by interval; intervals without an article are there with 0. $1 entity, $2 interval (hour,
-- day, week or month), $3 time zone, $4 $5 from and to, $6 the time zone in which all intervals are equally long.
-- entity_hours serves time zones that differ from UTC by whole hours; for others each article's own time is read.
WITH range AS MATERIALIZED (SELECT date_trunc($2, $4::timestamptz, $3) AS low,
    ((date_trunc($2, $5::timestamptz - interval '1 microsecond', $3) AT TIME ZONE $6 + ('1 ' || $2)::interval)
        AT TIME ZONE $6) AS high,
    extract(minute FROM ($4::timestamptz AT TIME ZONE $3) - ($4::timestamptz AT TIME ZONE 'UTC')) = 0
        AND extract(minute FROM ($5::timestamptz AT TIME ZONE $3) - ($5::timestamptz AT TIME ZONE 'UTC')) = 0 AS whole),
events AS MATERIALIZED (SELECT h.hour AS at, h.articles FROM entity_hours h WHERE h.entity_id = $1
        AND h.hour >= (SELECT low FROM range) AND h.hour < (SELECT high FROM range)
        AND (SELECT whole FROM range)
    UNION ALL SELECT q.dated_at, q.articles FROM entity_pending q WHERE q.entity_id = $1
        AND q.dated_at >= (SELECT low FROM range) AND q.dated_at < (SELECT high FROM range)
        AND (SELECT whole FROM range)
    UNION ALL SELECT m.dated_at, 1 FROM article_entities m WHERE m.entity_id = $1
        AND m.dated_at >= (SELECT low FROM range) AND m.dated_at < (SELECT high FROM range)
        AND NOT (SELECT whole FROM range)),
counted AS (SELECT date_trunc($2, at, $3) AS start, sum(articles) AS articles FROM events GROUP BY 1),
buckets AS (SELECT s AT TIME ZONE $6 AS start FROM range, generate_series(low AT TIME ZONE $6,
    (high - interval '1 microsecond') AT TIME ZONE $6, ('1 ' || $2)::interval) AS s)
SELECT {microseconds(b.start)}, coalesce(c.articles, 0)
FROM buckets b
LEFT JOIN counted c ON c.start = b.start
ORDER BY b.start;

-- name: trends
-- Finds the entities that a window of time names more often than the days before it. $1 $2 the window, $3 $4 the days
-- of the baseline, $5 type or null, $6 least number of articles in the window, $7 least score, $8 limit, $9 how many of
-- the most named entities are looked at, $10 known or null. The 2x2 table: a of n articles are in the window, b of m in the baseline.
WITH recent AS MATERIALIZED (SELECT r.entity_id, sum(r.articles)::float8 AS a FROM
        (SELECT entity_id, articles FROM entity_hours WHERE hour >= $1::timestamptz AND hour < $2::timestamptz
        UNION ALL SELECT entity_id, articles FROM entity_pending WHERE dated_at >= $1 AND dated_at < $2) r
    GROUP BY r.entity_id HAVING sum(r.articles) >= $6::bigint OR r.entity_id = '*'
    ORDER BY r.entity_id = '*' DESC, 2 DESC LIMIT $9::bigint),
days AS MATERIALIZED (SELECT r.entity_id, coalesce(sum(d.articles), 0)::float8 AS b FROM recent r
    LEFT JOIN entity_days d ON d.entity_id = r.entity_id AND d.day >= $3::date AND d.day < $4::date
    GROUP BY r.entity_id),
late AS MATERIALIZED (SELECT entity_id, sum(articles)::float8 AS b FROM entity_pending
    WHERE dated_at >= $3::date::timestamp AT TIME ZONE 'UTC' AND dated_at < $4::date::timestamp AT TIME ZONE 'UTC'
    GROUP BY entity_id),
base AS MATERIALIZED (SELECT d.entity_id, d.b + coalesce(l.b, 0) AS b
    FROM days d LEFT JOIN late l ON l.entity_id = d.entity_id),
totals AS MATERIALIZED (SELECT coalesce((SELECT a FROM recent WHERE entity_id = '*'), 0) AS n,
    coalesce((SELECT b FROM base WHERE entity_id = '*'), 0) AS m),
counted AS (SELECT r.entity_id, least(r.a, t.n) AS a, least(x.b, t.m) AS b, t.n, t.m FROM recent r
    JOIN base x ON x.entity_id = r.entity_id CROSS JOIN totals t WHERE r.entity_id <> '*'),
scored AS (SELECT entity_id, a, b, n, m,
        CASE WHEN m > 0 AND a * m > b * n THEN {likelihood_ratio(a, n, b, m)} ELSE 0 END AS score
    FROM counted),
best AS (SELECT s.*, c.type FROM scored s LEFT JOIN entity_counts c ON c.entity_id = s.entity_id
    WHERE s.score >= $7::float8)
SELECT {entity_columns}, s.a::bigint, s.b::bigint, s.n::bigint, s.m::bigint, s.score,
    CASE WHEN s.m > 0 THEN s.b * s.n / s.m ELSE 0 END, {microseconds($1::timestamptz)}
FROM best s
JOIN entities e ON e.id = s.entity_id
WHERE ($5::text IS NULL OR e.type = $5) AND {wanted(e.id, $10)}
ORDER BY s.score DESC, s.a DESC, e.id
LIMIT $8::bigint;
