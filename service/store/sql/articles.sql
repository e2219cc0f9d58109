-- articles.sql - articles and the rows that stand for what was found in them.

-- name: article_insert
-- Stores an article, unless it is there already. $1 id, $2 source, $3 external_id, $4 url, $5 title, $6 text, $7
-- language, $8 published_at, $9 received_at, $10 gazetteer_version, $11 warnings, $12 words, $13 minhash, $14 bands,
-- $15 author, $16 dated_at, which is published_at unless that is absent or too far ahead.
INSERT INTO articles (id, source, external_id, url, title, text, language, published_at, received_at, dated_at,
    gazetteer_version, warnings, words, minhash, bands, author)
VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz, $16::timestamptz,
    $10, $11, $12::int[], $13::bytea, $14::int[], $15)
ON CONFLICT (id) DO NOTHING;

-- name: article_entities_insert
-- Stores the entities of articles that were just stored. Each parameter has one element for each row: $1 article, $2
-- its dated_at, $3 entity, $4 type, $5 position (0: the most salient), $6 number of mentions, $7 salience, $8 mentions
-- packed (entities/pack.h).
INSERT INTO article_entities (article_id, dated_at, entity_id, type, position, mention_count, salience, mentions)
SELECT n.*
FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::int[], $6::int[], $7::real[], $8::bytea[])
    AS n (article_id, dated_at, entity_id, type, position, mention_count, salience, mentions);

-- name: article_select
-- Reads an article and its entities in one snapshot: one row for each entity, the text in the first row only. $1 id.
SELECT {article_columns}, CASE WHEN coalesce(m.position, 0) = 0 THEN a.text END,
    m.entity_id, m.type, m.salience, m.mentions
FROM articles a
LEFT JOIN article_entities m ON m.article_id = a.id
WHERE a.id = $1::uuid
ORDER BY m.position;

-- name: top_entities
-- Reads the entities that lists show beside articles. $1 articles, $2 how many of each at the most.
SELECT m.article_id, m.entity_id, m.type, m.salience, m.mentions
FROM article_entities m
WHERE m.article_id = ANY ($1::uuid[]) AND m.position < $2::int
ORDER BY m.article_id, m.position;

-- name: article_delete
-- Deletes an article. $1 id.
DELETE FROM articles WHERE id = $1::uuid
RETURNING id, {microseconds(dated_at)};

-- name: articles_prune
-- Deletes the oldest articles. $1 before which time, $2 how many at the most.
DELETE FROM articles
WHERE id IN (SELECT id FROM articles WHERE dated_at < $1::timestamptz ORDER BY dated_at LIMIT $2::bigint)
RETURNING id, {microseconds(dated_at)};

-- name: article_entities_delete
-- Deletes the entities of articles that are deleted. $1 articles.
DELETE FROM article_entities WHERE article_id = ANY ($1::uuid[]);

-- name: archive_begin
-- Begins the transaction that an export reads in, so that all pages show one moment.
-- plan: each time, because BEGIN is not planned at all
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: archive_page
-- Reads one page of an export. $1 the id that the page before ended with, $2 how many articles.
SELECT {article_columns}, a.text
FROM articles a
WHERE a.id > $1::uuid
ORDER BY a.id
LIMIT $2::bigint;

-- name: unread_take
-- Reads articles that were stored before there were words and minhash (migration 0002). $1 how many.
SELECT id, title, text FROM articles WHERE words IS NULL LIMIT $1::bigint;

-- name: unread_set
-- Sets what unread_take found missing. $1 id, $2 words, $3 minhash, $4 bands.
UPDATE articles SET words = $2::int[], minhash = $3::bytea, bands = $4::int[]
WHERE id = $1::uuid AND words IS NULL;
