-- rollup.sql - counts behind the writers (entities/rollup.h).

-- name: rollup_append
-- Notes that an article was stored. $1 article, $2 event (random), $3 dated_at, $4 its entities and '*', $5 how often
-- each is mentioned.
INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)
VALUES ($1::uuid, $2::bigint, 1, $3::timestamptz, $4::text[], $5::int[]);

-- name: rollup_deleted
-- Notes that articles were deleted. $1 articles, $2 their dated_at, $3 event.
INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)
SELECT n.id, $3::bigint, -1, n.dated_at, ARRAY['*'], ARRAY[0]
FROM unnest($1::uuid[], $2::timestamptz[]) AS n (id, dated_at);

-- name: rollup_deleted_entities
-- Notes what entities lose with articles that are deleted. $1 articles, $2 event, another one than rollup_deleted's.
INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)
SELECT m.article_id, $2::bigint, -1, min(m.dated_at), array_agg(m.entity_id ORDER BY m.position),
    array_agg(m.mention_count ORDER BY m.position)
FROM article_entities m
WHERE m.article_id = ANY ($1::uuid[])
GROUP BY m.article_id;

-- name: rollup_lock
-- Takes the lock of who folds, until the end of the transaction. False: another process has it. The number reads "alan"
-- in ASCII, one more than that of `alam migrate`.
SELECT pg_try_advisory_xact_lock(1634492782);

-- name: rollup_take
-- Reads rows to fold. $1 how many. The condition is true of every row; it has them come from the primary key's index,
-- since the table itself may be large and nearly empty after a burst.
SELECT article_id, event, sign FROM rollup_queue
WHERE article_id >= '00000000-0000-0000-0000-000000000000'
LIMIT $1::bigint;

-- name: rollup_sums
-- Adds up, by entity and hour, what the taken rows change. $1 their articles, $2 their events. The + 0 keeps the events
-- out of the index scan, which would else try each article with each event.
-- plan: each time, because a generic plan tries each of 2,000 articles with each of 2,000 events
WITH sums AS MATERIALIZED (SELECT q.entity_id, date_trunc('hour', q.dated_at, 'UTC') AS hour, sum(q.sign) AS articles,
        sum(q.mentions) AS mentions, min(q.dated_at) FILTER (WHERE q.sign > 0) AS first_seen,
        max(q.dated_at) FILTER (WHERE q.sign > 0) AS last_seen, min(q.sign) AS least
    FROM (SELECT m.entity_id, q.sign, q.dated_at, q.sign * m.mention_count AS mentions FROM rollup_queue q,
            unnest(q.entity_ids, q.mention_counts) AS m (entity_id, mention_count)
        WHERE q.article_id = ANY ($1::uuid[]) AND q.event + 0 = ANY ($2::bigint[])) q
    GROUP BY 1, 2)
SELECT s.entity_id, coalesce(e.type, ''), {microseconds(s.hour)}, s.articles, s.mentions, {microseconds(s.first_seen)},
    {microseconds(s.last_seen)}, s.least
FROM sums s
LEFT JOIN entities e ON e.id = s.entity_id
ORDER BY s.entity_id, s.hour;

-- name: rollup_counts
-- Adds the sums to the counts. Each parameter has one element for each row of rollup_sums: $1 entity, $2 type, $3
-- articles, $4 mentions, $5 $6 first and last seen, $7 whether these two mean anything.
INSERT INTO entity_counts AS c (entity_id, type, articles, mentions, first_seen, last_seen, changed_at)
SELECT n.entity_id, min(n.type), sum(n.articles), sum(n.mentions), min(n.first_seen) FILTER (WHERE n.seen),
    max(n.last_seen) FILTER (WHERE n.seen), now()
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::boolean[])
    AS n (entity_id, type, articles, mentions, first_seen, last_seen, seen)
GROUP BY n.entity_id
ORDER BY n.entity_id
ON CONFLICT (entity_id) DO UPDATE SET articles = c.articles + excluded.articles,
    mentions = c.mentions + excluded.mentions, first_seen = least(c.first_seen, excluded.first_seen),
    last_seen = greatest(c.last_seen, excluded.last_seen), changed_at = excluded.changed_at;

-- name: rollup_hours
-- Adds the sums to the counts by hour. $1 entities, $2 hours, $3 articles.
INSERT INTO entity_hours AS h (entity_id, hour, articles)
SELECT n.* FROM unnest($1::text[], $2::timestamptz[], $3::bigint[]) AS n (entity_id, hour, articles)
ORDER BY 1, 2
ON CONFLICT (entity_id, hour) DO UPDATE SET articles = h.articles + excluded.articles;

-- name: rollup_days
-- Adds the sums to the counts by day. $1 entities, $2 hours, $3 articles.
INSERT INTO entity_days AS d (entity_id, day, articles)
SELECT n.entity_id, (n.hour AT TIME ZONE 'UTC')::date, sum(n.articles)
FROM unnest($1::text[], $2::timestamptz[], $3::bigint[]) AS n (entity_id, hour, articles)
GROUP BY 1, 2
ORDER BY 1, 2
ON CONFLICT (entity_id, day) DO UPDATE SET articles = d.articles + excluded.articles;

-- name: rollup_mend
-- Sets when an entity that lost an article was first and last seen. $1 entity, $2 first, $3 last.
UPDATE entity_counts SET first_seen = $2::timestamptz, last_seen = $3::timestamptz WHERE entity_id = $1;

-- name: rollup_drop_hours
-- Removes hours that have no article any more. $1 entities.
DELETE FROM entity_hours WHERE articles = 0 AND entity_id = ANY ($1::text[]);

-- name: rollup_drop_days
-- Removes days that have no article any more. $1 entities.
DELETE FROM entity_days WHERE articles = 0 AND entity_id = ANY ($1::text[]);

-- name: rollup_done
-- Removes the rows that were folded. $1 their articles, $2 their events; + 0 as in rollup_sums.
-- plan: each time, for the reason of rollup_sums
DELETE FROM rollup_queue WHERE article_id = ANY ($1::uuid[]) AND event + 0 = ANY ($2::bigint[]);

-- name: forget_take
-- Finds entities that no article has named for some time. $1 how many at the most, $2 the time in seconds.
WITH {pending}
SELECT c.entity_id FROM entity_counts c
WHERE c.articles <= 0 AND c.entity_id <> '*' AND c.changed_at < now() - $2::float8 * interval '1 second'
    AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entity_id = c.entity_id)
LIMIT $1::bigint;

-- name: forget_names
-- Removes the spellings of entities that no article names. $1 entities.
DELETE FROM entity_names WHERE entity_id = ANY ($1::text[]);

-- name: forget_entities
-- Removes entities that no article names. $1 entities.
DELETE FROM entities WHERE id = ANY ($1::text[]);

-- name: forget_counts
-- Removes the counts of entities that no article names. $1 entities.
DELETE FROM entity_counts WHERE entity_id = ANY ($1::text[]);
