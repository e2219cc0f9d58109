-- candidates.sql - names that the gazetteer does not have, for editors to decide about (entities/candidates.h).

-- name: candidates_list
-- Lists entities that are not in the gazetteer and about which nothing is decided, those that most articles name first, as
-- far as that is folded. $1 type or null, $2 articles at the least, $3 how many at the most.
-- plan: each time, because a type that is null costs nothing then
SELECT {entity_columns}, c.articles, c.mentions, {microseconds(c.first_seen)}, {microseconds(c.last_seen)}
FROM entity_counts c JOIN entities e ON e.id = c.entity_id
WHERE NOT e.known AND c.articles >= $2::bigint AND c.type <> '' AND ($1::text IS NULL OR c.type = $1)
    AND NOT EXISTS (SELECT 1 FROM candidate_decisions d WHERE d.entity_id = c.entity_id
        AND (d.decision <> 'unsure' OR d.until > now()))
ORDER BY c.articles DESC, c.entity_id
LIMIT $3::bigint;

-- name: candidates_growth
-- Counts articles of entities in the last seven days, and in the 28 days before. $1 entities.
SELECT entity_id, coalesce(sum(articles) FILTER (WHERE day > current_date - 7), 0),
    coalesce(sum(articles) FILTER (WHERE day <= current_date - 7), 0)
FROM entity_days WHERE entity_id = ANY ($1::text[]) AND day > current_date - 35
GROUP BY entity_id;

-- name: candidate_sources
-- Counts the sources of the latest articles that name one of some entities. $1 entities, $2 how many articles.
SELECT count(DISTINCT a.source)
FROM (SELECT m.article_id FROM article_entities m WHERE m.entity_id = ANY ($1::text[])
    ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $2::bigint) l
JOIN articles a ON a.id = l.article_id;

-- name: candidate_articles
-- Reads the latest articles that name one of some entities, with where they name it. $1 entities, $2 how many.
SELECT a.id, a.title, a.text, {microseconds(a.dated_at)}, l.entity_id, l.type, l.salience, l.mentions
FROM (SELECT m.article_id, m.entity_id, m.type, m.salience, m.mentions, m.dated_at FROM article_entities m
    WHERE m.entity_id = ANY ($1::text[]) ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $2::bigint) l
JOIN articles a ON a.id = l.article_id
ORDER BY l.dated_at DESC, a.id DESC;

-- name: candidate_names
-- Reads the spellings of entities, up to so many. $1 entities, $2 how many.
SELECT n.entity_id, n.name FROM entity_names n WHERE n.entity_id = ANY ($1::text[])
ORDER BY n.entity_id, n.key LIMIT $2::bigint;

-- name: candidate_decide
-- Notes what was decided about entities. $1 entities, $2 decision, $3 entry or null, $4 until or null, $5 reason or null,
-- $6 key or null, $7 now.
INSERT INTO candidate_decisions (entity_id, decision, entry, until, reason, key_id, made_at)
SELECT n.id, $2, $3, $4::timestamptz, $5, $6, $7::timestamptz FROM unnest($1::text[]) AS n (id)
ON CONFLICT (entity_id) DO UPDATE SET decision = excluded.decision, entry = excluded.entry, until = excluded.until,
    reason = excluded.reason, key_id = excluded.key_id, made_at = excluded.made_at;

-- name: candidate_decided
-- Reads what was decided about an entity. $1 entity.
SELECT decision, entry, {microseconds(until)}, reason, key_id, {microseconds(made_at)}
FROM candidate_decisions WHERE entity_id = $1;

-- name: candidate_forget
-- Takes a decision back. $1 entity.
DELETE FROM candidate_decisions WHERE entity_id = $1;
