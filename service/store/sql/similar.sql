-- similar.sql - articles with nearly the same text, or of the same story (articles/similar.h).

-- name: similar_self
-- Reads what the article is compared by. $1 id.
SELECT {microseconds(dated_at)}, minhash, bands FROM articles WHERE id = $1::uuid;

-- name: similar_texts
-- Finds articles that share a band of the MinHash. $1 the article, $2 its bands, $3 how many at the most.
-- plan: each time, because the number of articles in a band differs
SELECT id, minhash FROM articles WHERE bands && $2::int[] AND id <> $1::uuid LIMIT $3::bigint;

-- name: similar_stories
-- Finds articles of about the same time that name the same entities, those first whose common entities weigh most.
-- $1 the article, $2 entities, $3 their weights, $4 $5 from and to, $6 how many at the most.
-- plan: each time, because the number of articles with an entity differs
SELECT m.article_id
FROM article_entities m
JOIN unnest($2::text[], $3::real[]) AS k (id, weight) ON k.id = m.entity_id
WHERE m.entity_id = ANY ($2) AND m.dated_at >= $4::timestamptz AND m.dated_at < $5::timestamptz
    AND m.article_id <> $1::uuid
GROUP BY m.article_id
ORDER BY sum(k.weight * sqrt(m.salience)) DESC, m.article_id
LIMIT $6::bigint;

-- name: similar_entities
-- Reads the entities of articles, with the number of articles that each entity is in and the number of all articles.
-- $1 articles.
-- plan: each time, because the number of articles differs
WITH {pending},
links AS MATERIALIZED (SELECT m.article_id, m.entity_id, m.salience FROM article_entities m
    WHERE m.article_id = ANY ($1::uuid[]))
SELECT l.article_id, l.entity_id, l.salience, coalesce(c.articles, 0) + coalesce(p.articles, 0),
    (SELECT coalesce(sum(articles), 0) FROM entity_counts WHERE entity_id = '*')
    + (SELECT coalesce(sum(articles), 0) FROM pending WHERE entity_id = '*')
FROM links l
LEFT JOIN entity_counts c ON c.entity_id = l.entity_id
LEFT JOIN pending p ON p.entity_id = l.entity_id
ORDER BY l.article_id, l.entity_id;

-- name: similar_articles
-- Reads the articles that were found, with their MinHash. $1 articles.
SELECT {article_columns}, a.minhash FROM articles a WHERE a.id = ANY ($1::uuid[]);
