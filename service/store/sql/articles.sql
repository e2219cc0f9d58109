-- articles.sql - articles and the rows that stand for what was found in them.

-- name: articles_named
-- Finds which of some ids belong to stored articles. $1 ids.
SELECT id FROM articles WHERE id = ANY ($1::uuid[]);

-- name: article_insert
-- Stores an article, unless it is there already. $1 id, $2 source, $3 external_id, $4 url, $5 url_key, $6 title, $7 text,
-- $8 language, $9 published_at, $10 modified_at, $11 received_at, $12 gazetteer_version, $13 warnings, $14 words, $15
-- minhash, $16 bands, $17 author, $18 authors, $19 section, $20 tags, $21 dated_at, which is published_at unless that is
-- absent or too far ahead, $22 page_key.
INSERT INTO articles (id, source, external_id, url, url_key, title, text, language, published_at, modified_at,
    received_at, dated_at, gazetteer_version, warnings, words, minhash, bands, author, authors, section, tags,
    page_key)
VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz, $10::timestamptz, $11::timestamptz, $21::timestamptz,
    $12, $13, $14::int[], $15::bytea, $16::int[], $17, $18::text[], $19, $20::text[], $22)
ON CONFLICT (id) DO NOTHING;

-- name: articles_stored
-- Reads articles that may be replaced, with their texts. $1 ids.
SELECT {article_columns}, a.text FROM articles a WHERE a.id = ANY ($1::uuid[]);

-- name: article_lock
-- Locks an article that is to be replaced until the end of the transaction, and reads it as it is then. $1 id. It is an
-- update of nothing, because Citus lets no SELECT lock a row of a table that is spread.
UPDATE articles a SET revision = revision WHERE a.id = $1::uuid
RETURNING {article_columns}, a.text;

-- name: revision_keep
-- Keeps an article as it is now, before it is replaced. $1 id, $2 when it is replaced.
INSERT INTO article_revisions (article_id, revision, source, external_id, url, title, author, authors, section, tags,
    text, language, published_at, modified_at, received_at, updated_at, dated_at, gazetteer_version, warnings,
    replaced_at)
SELECT id, revision, source, external_id, url, title, author, authors, section, tags, text, language, published_at,
    modified_at, received_at, updated_at, dated_at, gazetteer_version, warnings, $2::timestamptz
FROM articles WHERE id = $1::uuid;

-- name: revisions_prune
-- Removes old revisions of an article, and those that an article of the same id left that was deleted by a binary that
-- knew of no revisions. $1 article, $2 up to which revision, $3 from which revision on.
DELETE FROM article_revisions WHERE article_id = $1::uuid AND (revision <= $2::int OR revision >= $3::int);

-- name: article_replace
-- Replaces what an article consists of. Parameters as in article_insert, but $11 is when it is replaced.
UPDATE articles SET source = $2, external_id = $3, url = $4, url_key = $5, title = $6, text = $7, language = $8,
    published_at = $9::timestamptz, modified_at = $10::timestamptz, updated_at = $11::timestamptz,
    dated_at = $21::timestamptz, gazetteer_version = $12, warnings = $13, words = $14::int[],
    minhash = $15::bytea, bands = $16::int[], author = $17, authors = $18::text[], section = $19, tags = $20::text[],
    page_key = $22,
    revision = revision + 1
WHERE id = $1::uuid;

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

-- name: articles_delete
-- Deletes articles. $1 ids, $2 the revision that they must be, or null.
DELETE FROM articles WHERE id = ANY ($1::uuid[]) AND ($2::int IS NULL OR revision = $2)
RETURNING id, {microseconds(dated_at)};

-- name: articles_prune
-- Deletes the oldest articles. $1 before which time, $2 how many at the most.
DELETE FROM articles
WHERE id IN (SELECT id FROM articles WHERE dated_at < $1::timestamptz ORDER BY dated_at LIMIT $2::bigint)
RETURNING id, {microseconds(dated_at)};

-- name: article_entities_delete
-- Deletes the entities of articles that are deleted. $1 articles.
DELETE FROM article_entities WHERE article_id = ANY ($1::uuid[]);

-- name: revisions_delete
-- Deletes the former revisions of articles that are deleted. $1 articles.
DELETE FROM article_revisions WHERE article_id = ANY ($1::uuid[]);

-- name: revision_list
-- Lists the former revisions of an article, the newest first, without their texts. $1 article, $2 before which
-- revision, $3 how many at the most.
SELECT {revision_columns} FROM article_revisions a
WHERE a.article_id = $1::uuid AND a.revision < $2::int
ORDER BY a.revision DESC
LIMIT $3::bigint;

-- name: revision_select
-- Reads a former revision of an article. $1 article, $2 revision.
SELECT {revision_columns}, a.text FROM article_revisions a
WHERE a.article_id = $1::uuid AND a.revision = $2::int;

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

-- name: archive_revisions
-- Reads the former revisions of the articles of a page of an export, each as one JSON object. $1 articles.
SELECT to_jsonb(a) FROM article_revisions a
WHERE a.article_id = ANY ($1::uuid[])
ORDER BY a.article_id, a.revision;

-- name: revision_restore
-- Stores a former revision that archive_revisions read, unless it is there. $1 the JSON object that holds it as member
-- former_revision.
INSERT INTO article_revisions SELECT (jsonb_populate_record(null::article_revisions, $1::jsonb -> 'former_revision')).*
ON CONFLICT DO NOTHING;

-- name: article_restore
-- Gives an article that was imported the revision that it had. $1 article, $2 revision, $3 when it was stored.
UPDATE articles SET revision = $2::int, updated_at = $3::timestamptz WHERE id = $1::uuid AND revision < $2::int;

-- name: unread_take
-- Reads articles that were stored before there were words and minhash (migration 0002). $1 how many.
SELECT id, title, text FROM articles WHERE words IS NULL LIMIT $1::bigint;

-- name: unkeyed_take
-- Reads articles whose address may not be in its normal form (migration 0020). $1 how many. The condition is that of the
-- index articles_unkeyed.
SELECT id, url FROM articles
WHERE url_key IS NULL AND url !~ '^https://[a-z0-9.-]*[a-z0-9]/([A-Za-z0-9._~!$''()*+,;=:@&/-]*[A-Za-z0-9._~!$''()*+,;=:@&-])?$'
LIMIT $1::bigint;

-- name: unkeyed_set
-- Sets the normal form of an address. $1 id, $2 url_key.
UPDATE articles SET url_key = $2 WHERE id = $1::uuid AND url_key IS NULL;

-- name: unread_set
-- Sets what unread_take found missing. $1 id, $2 words, $3 minhash, $4 bands.
UPDATE articles SET words = $2::int[], minhash = $3::bytea, bands = $4::int[]
WHERE id = $1::uuid AND words IS NULL;
