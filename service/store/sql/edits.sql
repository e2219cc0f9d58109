-- edits.sql - what editors changed in the gazetteer, and the log of it (operations/edits.h).

-- name: edits_number
-- Reads the number of the last edit, and when it was made.
SELECT edit, {microseconds(changed_at)} FROM gazetteer_state;

-- name: edits_since
-- Reads what was changed by edits above a number, the oldest edit first. $1 the number.
SELECT kind, id, edit, state FROM gazetteer_edits WHERE edit > $1::bigint ORDER BY edit, kind, id;

-- name: edits_begin
-- Takes numbers for so many edits and keeps all other editors waiting until the transaction ends. $1 how many. Returns the
-- last of them.
UPDATE gazetteer_state SET edit = edit + $1::bigint, changed_at = now() RETURNING edit;

-- name: edits_of
-- Reads what holds of some things. $1 kinds, $2 ids, side by side.
SELECT e.kind, e.id, e.edit, e.state
FROM unnest($1::text[], $2::text[]) AS wanted (kind, id)
JOIN gazetteer_edits e ON e.kind = wanted.kind AND e.id = wanted.id;

-- name: edits_merged
-- Reads the ids of all that were merged into an entity, directly or by a chain. $1 the entity.
WITH RECURSIVE merged AS (SELECT id FROM gazetteer_edits WHERE kind = 'entry' AND merged_into = $1
    UNION SELECT e.id FROM merged JOIN gazetteer_edits e ON e.kind = 'entry' AND e.merged_into = merged.id)
SELECT id FROM merged ORDER BY id;

-- name: edits_put
-- Notes what holds from now on. $1 kinds, $2 ids, $3 numbers of the edits, $4 states, '': null, side by side. Changes no row
-- that says the same already.
INSERT INTO gazetteer_edits AS e (kind, id, edit, state)
SELECT kind, id, edit, nullif(state, '')::jsonb
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS put (kind, id, edit, state)
ON CONFLICT (kind, id) DO UPDATE SET edit = excluded.edit, state = excluded.state
WHERE e.state IS DISTINCT FROM excluded.state;

-- name: edits_log
-- Writes rows of the log. Side by side: $1 numbers of the edits, $2 actions, $3 reasons, '': none, $4 states before, $5 and
-- after them, $6 the edits that are undone, 0: none. $7 the API key's id, or ''.
INSERT INTO gazetteer_log (edit, made_by, action, reason, before, after, undoes)
SELECT made.edit, coalesce((SELECT name FROM api_keys WHERE id = $7), ''), made.action, nullif(made.reason, ''),
    made.before::jsonb, made.after::jsonb, nullif(made.undoes, 0)
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
    AS made (edit, action, reason, before, after, undoes);

-- name: edits_undone
-- Notes that an edit was undone. $1 the edit, $2 by which.
UPDATE gazetteer_log SET undone_by = $2::bigint WHERE edit = $1::bigint;

-- name: edits_notify
-- Tells all who listen that there is an edit, once the transaction is committed. $1 its number.
SELECT pg_notify('alam_gazetteer', $1);

-- fragment: log_json
-- The row l of the log as the API answers with it.
json_build_object('edit', l.edit, 'made_at', {rfc3339(l.made_at)}, 'made_by', l.made_by, 'action', l.action,
    'reason', l.reason, 'before', l.before, 'after', l.after, 'undoes', l.undoes, 'undone_by', l.undone_by);

-- name: log_select
-- Reads one row of the log as JSON, with its states. $1 the edit.
SELECT {log_json}, l.undone_by, l.action, l.before, l.after FROM gazetteer_log l WHERE l.edit = $1::bigint;

-- name: log_list
-- Reads a page of the log, the newest first. $1 below this edit (null: from the newest), $2 a thing that it must have
-- changed, as "entry person:x" (null: any), $3 the name of a key (null: any), $4 not before this time (null: any), $5 rows.
SELECT l.edit, {log_json} FROM gazetteer_log l
WHERE ($1::bigint IS NULL OR l.edit < $1) AND ($2::text IS NULL OR l.after ? $2) AND ($3::text IS NULL OR l.made_by = $3)
    AND ($4::timestamptz IS NULL OR l.made_at >= $4)
ORDER BY l.edit DESC LIMIT $5::bigint;

-- name: edits_list
-- Reads a page of what holds of one kind, by id. $1 kind, $2 behind this id (null: from the first), $3 changed by an edit
-- above this number, $4 not before this time (null: any), $5 rows.
SELECT e.id, e.edit, e.state FROM gazetteer_edits e JOIN gazetteer_log l ON l.edit = e.edit
WHERE e.kind = $1 AND ($2::text IS NULL OR e.id > $2) AND e.edit > $3::bigint
    AND ($4::timestamptz IS NULL OR l.made_at >= $4) AND e.state IS NOT NULL
ORDER BY e.id LIMIT $5::bigint;

-- name: edits_former
-- Reads what a thing was before an edit. $1 the edit, $2 the thing, as "entry person:x".
SELECT nullif(before -> $2, 'null'::jsonb) FROM gazetteer_log WHERE edit = $1::bigint;
