-- verdicts.sql - what editors say of mentions (articles/verdict.h).

-- fragment: verdict_columns
-- The columns of verdicts v that verdict.c reads, in its order.
v.article_id, v.id, v.verdict, v.field, v.judged_start, v.judged_end, v.right_start, v.right_end, v.words, v.before,
v.after, v.type, v.entity_id, v.name, v.note, v.key_id, {microseconds(v.made_at)}, v.applies;

-- name: verdicts_of
-- Reads the verdicts on articles. $1 articles.
SELECT {verdict_columns} FROM verdicts v WHERE v.article_id = ANY ($1::uuid[])
ORDER BY v.article_id, v.field, v.judged_start, v.id;

-- name: verdicts_delete
-- Removes all verdicts on articles. $1 articles.
DELETE FROM verdicts WHERE article_id = ANY ($1::uuid[]);

-- name: verdicts_insert
-- Stores verdicts. Each parameter has one element for each of them, in the order of the table's columns; an end of
-- right_end that is 0 and empty texts of $12 to $16 stand for null.
INSERT INTO verdicts (article_id, id, verdict, field, judged_start, judged_end, right_start, right_end, words, before,
    after, type, entity_id, name, note, key_id, made_at, applies)
SELECT n.article_id, n.id, n.verdict, n.field, n.judged_start, n.judged_end,
    CASE WHEN n.right_end > 0 THEN n.right_start END, nullif(n.right_end, 0), n.words, n.before, n.after,
    nullif(n.type, ''), nullif(n.entity_id, ''), nullif(n.name, ''), nullif(n.note, ''), nullif(n.key_id, ''), n.made_at,
    n.applies
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::text[],
        $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::timestamptz[],
        $18::boolean[])
    AS n (article_id, id, verdict, field, judged_start, judged_end, right_start, right_end, words, before, after, type,
        entity_id, name, note, key_id, made_at, applies);

-- name: verdict_articles
-- Lists articles with verdicts, by their ids. $1 behind which article, $2 verdicts made since, or null, $3 source or
-- null, $4 language or null, $5 how many at the most.
-- plan: each time, because the filters that are null cost nothing then
SELECT a.id FROM articles a
WHERE a.id > $1::uuid AND ($3::text IS NULL OR a.source = $3) AND ($4::text IS NULL OR a.language = $4)
    AND EXISTS (SELECT 1 FROM verdicts v WHERE v.article_id = a.id AND v.applies
        AND ($2::timestamptz IS NULL OR v.made_at >= $2))
ORDER BY a.id
LIMIT $5::bigint;

-- name: article_retag
-- Notes that an article is tagged anew, unless it was replaced, tagged anew or deleted meanwhile. $1 article, $2 its
-- revision, $3 how often it had been tagged anew, $4 gazetteer_version.
UPDATE articles SET gazetteer_version = $4, retagged = retagged + 1
WHERE id = $1::uuid AND revision = $2::int AND retagged = $3::int;

-- name: article_entities_of
-- Reads what was found in articles. $1 articles.
SELECT m.article_id, m.entity_id, m.type, m.salience, m.mentions, m.mention_count, m.position
FROM article_entities m WHERE m.article_id = ANY ($1::uuid[])
ORDER BY m.article_id, m.position;

-- name: article_entities_drop
-- Removes entities of articles. $1 the articles, $2 an article, a blank and an entity, for each.
DELETE FROM article_entities
WHERE article_id = ANY ($1::uuid[]) AND article_id::text || ' ' || entity_id = ANY ($2::text[]);

-- name: rollup_correct
-- Notes what an article that stays gains or loses. $1 article, $2 event (random), $3 1: gains, -1: loses, $4 dated_at,
-- $5 entities, $6 how often each is mentioned.
INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)
VALUES ($1::uuid, $2::bigint, $3::smallint, $4::timestamptz, $5::text[], $6::int[]);

-- name: entities_of
-- Reads who entities are. $1 ids.
SELECT {entity_columns} FROM entities e WHERE e.id = ANY ($1::text[]);

-- name: archive_verdicts
-- Reads the verdicts on the articles of a page of an export, each as one JSON object. $1 articles.
SELECT to_jsonb(v) FROM verdicts v WHERE v.article_id = ANY ($1::uuid[]) ORDER BY v.article_id, v.id;

-- name: verdict_restore
-- Stores a verdict that archive_verdicts read, unless it is there. $1 the JSON object that holds it as member verdict.
INSERT INTO verdicts SELECT (jsonb_populate_record(null::verdicts, $1::jsonb -> 'verdict')).*
ON CONFLICT DO NOTHING;
