-- entities.sql - entities, their spellings, search and card.
--
-- How often an entity is named is its row in entity_counts and what waits in rollup_queue (entities/rollup.h).

-- name: entities_insert
-- Stores entities that are not there yet, in the order of their ids. Each parameter has one element for each entity: $1
-- id, $2 type, $3 known (in the gazetteer), $4 name, $5 name_ar, $6 name_en, $7 country, $8 wikidata.
INSERT INTO entities (id, type, known, name, name_ar, name_en, country, wikidata)
SELECT n.*
FROM unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS n (id, type, known, name, name_ar, name_en, country, wikidata)
WHERE NOT EXISTS (SELECT 1 FROM entities e WHERE e.id = n.id)
ORDER BY n.id
ON CONFLICT (id) DO NOTHING;

-- name: entity_names_insert
-- Stores spellings that are not there yet, in the order of entity and key. Each parameter has one element for each
-- spelling: $1 entity, $2 key (the spelling folded), $3 name (the spelling).
INSERT INTO entity_names (entity_id, key, name)
SELECT n.*
FROM unnest($1::text[], $2::text[], $3::text[]) AS n (entity_id, key, name)
WHERE NOT EXISTS (SELECT 1 FROM entity_names e WHERE e.entity_id = n.entity_id AND e.key = n.key)
ORDER BY n.entity_id, n.key
ON CONFLICT (entity_id, key) DO NOTHING;

-- name: entity_frequencies
-- Reads in how many articles entities are, as far as that is folded. $1 entities.
SELECT entity_id, articles FROM entity_counts WHERE entity_id = ANY ($1::text[]);

-- fragment: wanted(entity, known)
-- Whether lists show an entity: it is one that the gazetteer has, or has not, as asked for. Names that editors rejected are
-- shown only to who asks for those that the gazetteer has not.
({known}::boolean IS NULL OR (SELECT k.known FROM entities k WHERE k.id = {entity}) = {known}::boolean)
AND ({known}::boolean IS NOT DISTINCT FROM false OR NOT EXISTS (SELECT 1 FROM candidate_decisions d WHERE d.entity_id = {entity}
    AND d.decision = 'reject'));

-- name: entity_top
-- Lists the entities that most articles name. $1 type or null, $2 $3 the cursor (number of articles, id), $4 limit,
-- $5 known or null.
-- Entities whose counts wait for nothing come from an index, in order; the others are few and are sorted.
-- plan: each time, because the cursor decides how much of the index is read
WITH {pending},
folded AS (SELECT c.entity_id, c.articles, c.mentions, c.first_seen, c.last_seen FROM entity_counts c
    WHERE c.articles > 0 AND c.type <> '' AND ($1::text IS NULL OR c.type = $1) AND c.articles <= $2::bigint
        AND (c.articles < $2 OR c.entity_id > $3::text) AND {wanted(c.entity_id, $5)}
        AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entity_id = c.entity_id)
    ORDER BY c.articles DESC, c.entity_id LIMIT $4::bigint),
moving AS (SELECT p.entity_id, coalesce(c.articles, 0) + p.articles AS articles,
        coalesce(c.mentions, 0) + p.mentions AS mentions, least(c.first_seen, p.first_seen) AS first_seen,
        greatest(c.last_seen, p.last_seen) AS last_seen
    FROM pending p LEFT JOIN entity_counts c ON c.entity_id = p.entity_id),
counted AS (SELECT * FROM folded UNION ALL SELECT * FROM moving WHERE articles > 0
    AND (articles < $2 OR (articles = $2 AND entity_id > $3)) AND {wanted(moving.entity_id, $5)})
SELECT {entity_columns}, c.articles, c.mentions, {microseconds(c.first_seen)}, {microseconds(c.last_seen)}, 0
FROM counted c
JOIN entities e ON e.id = c.entity_id
WHERE $1 IS NULL OR e.type = $1
ORDER BY c.articles DESC, c.entity_id
LIMIT $4;

-- fragment: search_page(known)
-- The end of both searches below: from `best` (entity_id, rank) to a page. $5 type or null, $6 $7 $8 the cursor (rank,
-- number of articles, id), $9 limit.
counted AS (SELECT b.entity_id, b.rank, coalesce(c.articles, 0) + coalesce(p.articles, 0) AS articles,
        coalesce(c.mentions, 0) + coalesce(p.mentions, 0) AS mentions, least(c.first_seen, p.first_seen) AS first_seen,
        greatest(c.last_seen, p.last_seen) AS last_seen, c.type
    FROM best b LEFT JOIN entity_counts c ON c.entity_id = b.entity_id
    LEFT JOIN pending p ON p.entity_id = b.entity_id),
page AS (SELECT c.* FROM counted c
    WHERE c.articles > 0
        AND ($5::text IS NULL OR coalesce(c.type, (SELECT t.type FROM entities t WHERE t.id = c.entity_id)) = $5)
        AND {wanted(c.entity_id, {known})}
        AND (c.rank, -c.articles, c.entity_id) > ($6::int, -$7::bigint, $8::text)
    ORDER BY c.rank, c.articles DESC, c.entity_id LIMIT $9::bigint)
SELECT {entity_columns}, c.articles, c.mentions, {microseconds(c.first_seen)}, {microseconds(c.last_seen)}, c.rank
FROM page c
JOIN entities e ON e.id = c.entity_id
ORDER BY c.rank, c.articles DESC, c.entity_id;

-- name: entity_search
-- Finds entities by a spelling, by its beginning, or by the beginning of a word inside it: ranks 0, 1 and 2. $1 the
-- query folded, $2 the query as a pattern of what begins with it, $3 as a pattern of words inside ' ' || key, or null,
-- $4 entities that the gazetteer has under that name; $5 to $9 as in search_page, $10 known or null.
-- plan: each time, because a pattern's beginning decides which index is used
WITH hits AS (SELECT entity_id, CASE WHEN key = $1::text THEN 0 ELSE 1 END AS rank FROM entity_names
        WHERE key LIKE $2::text
    UNION ALL SELECT entity_id, 2 FROM entity_names WHERE ' ' || key LIKE $3::text
    UNION ALL SELECT id, 0 FROM unnest($4::text[]) AS known (id)),
best AS (SELECT entity_id, min(rank) AS rank FROM hits GROUP BY entity_id), {pending}, {search_page($10)};

-- fragment: likeness
-- How alike the spelling n.key and the query $1 are, 0 to 1: as wholes, or the query and some words of the spelling.
greatest(similarity(n.key, $1::text), 0.9 * word_similarity($1, n.key));

-- name: entity_fuzzy
-- Finds entities by a misspelt name, without what entity_search finds: rank 3 for a name that is one letter away, which is
-- looked for when nothing is spelt as asked; ranks 3 to 9 by similarity of trigrams (pg_trgm). $1 to $9 as in
-- entity_search, $10 patterns of what is one letter away (misspelt.h), $11 the word similarity that such a name has at the
-- least, as text, $12 the word similarity at which a name counts as alike, $13 names that may have no trigram in common with
-- the query (misspelt.h), $14 known or null.
-- plan: each time, because the number of spellings that look alike differs
WITH spelt AS MATERIALIZED (SELECT $10::text[] = '{}' OR EXISTS (SELECT 1 FROM entity_names
        WHERE key LIKE $2::text) OR EXISTS (SELECT 1 FROM entity_names WHERE ' ' || key LIKE $3::text) AS found),
-- The operator <% below reads its threshold from this setting. $1 is handed through here so that the setting is made first.
wanted AS MATERIALIZED (SELECT s.found, $1::text || left(set_config('pg_trgm.word_similarity_threshold',
        CASE WHEN s.found THEN $12::text ELSE least($11::float8, $12::float8)::text END, true), 0) AS key FROM spelt s),
alike AS MATERIALIZED (SELECT n.entity_id, n.key, w.found, word_similarity(w.key, n.key) AS words
    FROM wanted w, entity_names n WHERE w.key <% (' ' || n.key) AND n.entity_id <> ALL ($4::text[])
    UNION ALL SELECT n.entity_id, n.key, s.found, 0 FROM spelt s, entity_names n WHERE n.key = ANY ($13::text[])),
best AS (SELECT n.entity_id, min(CASE WHEN n.words >= $12::float8 THEN 3 + floor(10 * (1 - {likeness}))
        ELSE 3 END)::int AS rank FROM alike n
    WHERE ((n.words >= $12::float8 AND {likeness} >= 0.35)
            OR (NOT n.found AND ' ' || n.key || ' ' LIKE ANY ($10::text[])))
        AND NOT EXISTS (SELECT 1 FROM entity_names x WHERE x.entity_id = n.entity_id
            AND (x.key LIKE $2::text OR ' ' || x.key LIKE $3::text))
    GROUP BY n.entity_id), {pending}, {search_page($14)};

-- name: entity_select
-- Reads the card of an entity that some article names, with up to 100 of its spellings. $1 id.
WITH counted AS MATERIALIZED (SELECT coalesce(sum(c.articles), 0) AS articles, coalesce(sum(c.mentions), 0) AS mentions
    FROM (SELECT articles, mentions FROM entity_counts WHERE entity_id = $1
        UNION ALL SELECT articles, mentions FROM entity_pending WHERE entity_id = $1) c),
seen AS MATERIALIZED (SELECT min(dated_at) AS first_seen, max(dated_at) AS last_seen FROM article_entities
    WHERE entity_id = $1)
SELECT {entity_columns}, c.articles, c.mentions, {microseconds(s.first_seen)}, {microseconds(s.last_seen)}, 0,
    (SELECT json_agg(n.name ORDER BY n.name) FROM (SELECT name FROM entity_names WHERE entity_id = $1
        ORDER BY key LIMIT 100) n)
FROM entities e, counted c, seen s
WHERE e.id = $1 AND c.articles > 0;

-- name: entity_seen
-- Reads when an entity was first and last named. $1 id.
SELECT min(dated_at)::text, max(dated_at)::text FROM article_entities WHERE entity_id = $1;
