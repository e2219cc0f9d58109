-- changes.sql - what became of articles, in an order in which nothing comes late (articles/changes.h).

-- fragment: change_position
-- Where a change stands that this statement writes: not before this transaction, and behind every change that was
-- committed before the statement began, such as the last one of an article that the transaction has locked.
greatest(pg_current_xact_id(), pg_snapshot_xmax(pg_current_snapshot()));

-- name: changes_stored
-- Notes that articles were created or updated. Each parameter has one element for each article: $1 article, $2 change,
-- $3 revision.
INSERT INTO article_changes (position, changed_at, article_id, change, revision)
SELECT {change_position}, clock_timestamp(), n.*
FROM unnest($1::uuid[], $2::text[], $3::int[]) AS n (article_id, change, revision);

-- name: changes_deleted
-- Notes that articles were deleted. $1 articles.
INSERT INTO article_changes (position, changed_at, article_id, change)
SELECT {change_position}, clock_timestamp(), n.article_id, 'deleted' FROM unnest($1::uuid[]) AS n (article_id);

-- name: changes_list
-- Reads the changes behind a position, as far as no transaction that is still running can add one before them: at least
-- one row, without a change when there is none. $1 $2 $3 the position (position, changed_at, article), $4 whether it is
-- the very beginning, $5 how many at the most. The first two columns are the position up to which there can be no more
-- changes, and whether changes behind $1 were removed or $1 is not of this database.
-- plan: each time, because the position decides how much of the index is read
WITH seen AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS settled,
        NOT $4::boolean AND ($1::xid8 < (SELECT position FROM article_changes_pruned)
            OR (NOT pg_is_in_recovery() AND $1::xid8 > pg_snapshot_xmax(pg_current_snapshot()))) AS lost)
SELECT s.settled, s.lost, c.position, {microseconds(c.changed_at)}, c.article_id, c.change, c.revision
FROM seen s
LEFT JOIN LATERAL (SELECT * FROM article_changes
    WHERE (position, changed_at, article_id) > ($1::xid8, $2::timestamptz, $3::uuid) AND position < s.settled
    ORDER BY position, changed_at, article_id LIMIT $5::bigint) c ON true
ORDER BY c.position, c.changed_at, c.article_id;

-- name: changes_prune
-- Removes old changes, some of the oldest at a time, and notes up to where. $1 how old, in seconds, $2 how many at the
-- most. Rows from behind all transactions are of a database that this one was restored from, and go too.
WITH oldest AS MATERIALIZED (SELECT position, changed_at FROM article_changes
    ORDER BY position, changed_at, article_id LIMIT $2::bigint),
bound AS MATERIALIZED (SELECT position FROM oldest WHERE changed_at < now() - $1::float8 * interval '1 second'
    ORDER BY position DESC LIMIT 1),
gone AS (DELETE FROM article_changes c WHERE c.position <= (SELECT position FROM bound)
    OR c.position > pg_snapshot_xmax(pg_current_snapshot()))
UPDATE article_changes_pruned p SET position = b.position FROM bound b WHERE p.position < b.position;
