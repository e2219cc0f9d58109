-- retags.sql - articles to be tagged anew (operations/retag_jobs.h).

-- fragment: retag_columns
-- The columns of retags that retag_jobs.c reads, in its order.
id, state, forms, entity, source, {microseconds(dated_from)}, {microseconds(dated_to)}, gazetteer_before, notify,
gazetteer_version, key_id, {microseconds(created_at)}, {microseconds(finished_at)}, attempts, {microseconds(reached_at)},
reached_id, expected, articles, changed, skipped, mentions_gained, mentions_lost, entities_gained, entities_lost, problem;

-- name: retag_insert
-- Asks for articles to be tagged anew. $1 id, $2 forms, $3 entity, $4 source, $5 $6 from and to, $7 gazetteer_before,
-- $8 notify, $9 gazetteer_version, $10 key; $3 to $7 and $10 may be null.
INSERT INTO retags (id, forms, entity, source, dated_from, dated_to, gazetteer_before, notify, gazetteer_version, key_id)
VALUES ($1::uuid, $2::text[], $3, $4, $5::timestamptz, $6::timestamptz, $7, $8::boolean, $9, $10);

-- name: retag_select
-- Reads one. $1 id.
SELECT {retag_columns} FROM retags WHERE id = $1::uuid;

-- name: retag_list
-- Lists them, the latest first. $1 how many at the most.
SELECT {retag_columns} FROM retags ORDER BY created_at DESC, id LIMIT $1::bigint;

-- name: retag_take
-- Takes the oldest that is due, for a lease, unless it was asked for with a later gazetteer than this process has. $1 the
-- lease in seconds, $2 this gazetteer's version, $3 how often it may be taken without storing anything, $4 its id, or
-- null: any.
UPDATE retags SET state = 'running', attempts = attempts + 1, failures = failures + 1,
    due_at = now() + $1::float8 * interval '1 second'
WHERE id = (SELECT id FROM retags WHERE state IN ('queued', 'running') AND due_at <= now() AND failures < $3::integer
        AND {version_key(gazetteer_version)} <= {version_key($2::text)} AND ($4::uuid IS NULL OR id = $4)
    ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING {retag_columns};

-- name: retags_give_up
-- Ends those that were taken too often without storing anything. $1 how often, $2 why.
UPDATE retags SET state = 'failed', problem = coalesce(problem, $2), finished_at = now()
WHERE state IN ('queued', 'running') AND due_at <= now() AND failures >= $1::integer;

-- name: retag_hold
-- Renews the lease, and locks the row until the end of the transaction, unless another process has taken it or it was
-- cancelled. $1 id, $2 the attempts as it was taken, $3 the lease in seconds.
UPDATE retags SET due_at = now() + $3::float8 * interval '1 second'
WHERE id = $1::uuid AND attempts = $2::integer AND state = 'running';

-- name: retag_expect
-- Notes how many articles there are to be tagged. $1 id, $2 the number.
UPDATE retags SET expected = $2::bigint WHERE id = $1::uuid;

-- name: retag_progress
-- Notes what a transaction has done, which retag_hold has locked the row for. $1 id, $2 $3 dated_at and id of the last
-- article that is done, or null: as before; what is to be added to the columns: $4 articles, $5 changed, $6 skipped,
-- $7 $8 mentions gained and lost, $9 $10 entities gained and lost.
UPDATE retags SET reached_at = coalesce($2::timestamptz, reached_at), reached_id = coalesce($3::uuid, reached_id),
    articles = articles + $4::bigint, changed = changed + $5::bigint, skipped = skipped + $6::bigint,
    mentions_gained = mentions_gained + $7::bigint, mentions_lost = mentions_lost + $8::bigint,
    entities_gained = entities_gained + $9::bigint, entities_lost = entities_lost + $10::bigint, failures = 0,
    problem = NULL
WHERE id = $1::uuid;

-- name: retag_finish
-- Notes that all is done. $1 id, $2 the attempts as it was taken.
UPDATE retags SET state = 'done', finished_at = now(), failures = 0
WHERE id = $1::uuid AND attempts = $2::integer AND state = 'running';

-- name: retag_release
-- Gives it back, to be taken by whoever looks first. $1 id, $2 the attempts as it was taken, $3 what was wrong, or null,
-- $4 not before so many seconds.
UPDATE retags SET state = 'queued', due_at = now() + $4::float8 * interval '1 second', problem = $3,
    failures = CASE WHEN $3::text IS NULL THEN 0 ELSE failures END
WHERE id = $1::uuid AND attempts = $2::integer AND state = 'running';

-- name: retag_cancel
-- Ends it; what is done stays done. $1 id.
UPDATE retags SET state = 'cancelled', finished_at = now() WHERE id = $1::uuid AND state IN ('queued', 'running');

-- name: retags_prune
-- Removes those that ended some time ago. $1 how long ago, in seconds.
DELETE FROM retags WHERE finished_at < now() - $1::float8 * interval '1 second';

-- name: retags_open
-- Counts those that wait and those that are worked, and the articles that are left to them as far as that is known.
SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'running'),
    coalesce(sum(greatest(expected - articles, 0)), 0)
FROM retags WHERE state IN ('queued', 'running');

-- fragment: retag_sieve
-- The articles a that are to be tagged, behind a position. $1 $2 dated_at and id, or null, $3 source, $4 $5 from and to,
-- $6 gazetteer_before; each may be null.
($1::timestamptz IS NULL OR (a.dated_at, a.id) < ($1, $2::uuid)) AND ($3::text IS NULL OR a.source = $3)
AND ($4::timestamptz IS NULL OR a.dated_at >= $4) AND ($5::timestamptz IS NULL OR a.dated_at < $5)
AND ($6::text IS NULL OR {version_key(a.gazetteer_version)} < {version_key($6)});

-- fragment: retag_walked
-- All articles that the sieve leaves. $7 how many at the most.
SELECT a.id, {microseconds(a.dated_at)} AS dated_at FROM articles a
WHERE {retag_sieve}
ORDER BY a.dated_at DESC, a.id DESC
LIMIT $7::bigint;

-- fragment: retag_hit
-- Those that have words, or name an entity. $7 how many at the most, $8 entity, or null, $9 to $12 sets of hashes of
-- words, of each of which an article must have one; $9 null: none is looked for by words, $10 to $12 null: any.
SELECT h.id, {microseconds(h.dated_at)} AS dated_at
FROM (SELECT a.id, a.dated_at FROM articles a
    WHERE {retag_sieve} AND $9::int[] IS NOT NULL AND a.words && $9
        AND ($10::int[] IS NULL OR a.words && $10) AND ($11::int[] IS NULL OR a.words && $11)
        AND ($12::int[] IS NULL OR a.words && $12)
    UNION SELECT a.id, a.dated_at FROM articles a JOIN article_entities m ON m.article_id = a.id
    WHERE {retag_sieve} AND m.entity_id = $8) h
ORDER BY h.dated_at DESC, h.id DESC
LIMIT $7::bigint;

-- name: retag_walk
-- Finds articles to be tagged, the newest first. $1 to $7 as the fragments say.
-- plan: each time, because conditions on what is null cost nothing then
{retag_walked};

-- name: retag_hits
-- The same of articles with words or an entity. $1 to $12 as the fragments say.
-- plan: each time, because conditions on what is null cost nothing then
{retag_hit};

-- name: retag_walk_count
-- Counts what retag_walk finds.
-- plan: each time, because conditions on what is null cost nothing then
SELECT count(*) FROM ({retag_walked}) f;

-- name: retag_hits_count
-- Counts what retag_hits finds.
-- plan: each time, because conditions on what is null cost nothing then
SELECT count(*) FROM ({retag_hit}) f;
