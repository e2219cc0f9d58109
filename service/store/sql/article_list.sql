-- article_list.sql - the parts that lists of articles are put together from (articles/article_list_sql.h).
--
-- A list is a beginning, conditions (they begin with AND), and an end that orders and limits. In each part $1 is the
-- part's own first parameter; C renumbers the parameters when it appends a part.

-- part: list_page_of_articles
-- Begins a walk along the articles: the ids of a page.
WITH page AS MATERIALIZED (SELECT a.id FROM articles a WHERE true;

-- part: list_page_of_articles_end
-- Ends that walk when the page is full, and reads the page's articles. $1 limit.
ORDER BY a.dated_at DESC, a.id DESC LIMIT $1::bigint)
SELECT {article_columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC;

-- part: list_page_of_articles_end_oldest
-- The same, the oldest first.
ORDER BY a.dated_at, a.id LIMIT $1::bigint)
SELECT {article_columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at, a.id;

-- part: list_page_of_entity
-- Begins a walk along an entity's rows: the ids of a page. $1 entity.
WITH page AS MATERIALIZED (SELECT a.id FROM articles a JOIN article_entities m ON m.article_id = a.id
    WHERE m.entity_id = $1;

-- part: list_page_of_entity_end
-- Ends that walk when the page is full, and reads the page's articles. $1 limit.
ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $1::bigint)
SELECT {article_columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC;

-- part: list_page_of_entity_end_oldest
-- The same, the oldest first.
ORDER BY m.dated_at, m.article_id LIMIT $1::bigint)
SELECT {article_columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at, a.id;

-- part: list_rows_of_entity
-- Begins a bounded walk along an entity's rows. $1 entity.
SELECT {article_columns} FROM (SELECT m.article_id AS id FROM article_entities m WHERE m.entity_id = $1;

-- part: list_rows_of_entity_end
-- Ends that walk, and reads the articles that it met. $1 how many rows.
ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $1::bigint) p JOIN articles a ON a.id = p.id WHERE true;

-- part: list_articles
-- Begins a bounded walk along the articles.
SELECT {article_columns} FROM articles a WHERE true;

-- part: list_bound
-- Begins the bound of that walk: not older than the last of so many rows.
AND a.dated_at >= coalesce((SELECT a.dated_at FROM articles a WHERE true;

-- part: list_bound_end
-- Ends the bound. $1 how many rows.
ORDER BY a.dated_at DESC, a.id DESC LIMIT 1 OFFSET $1::bigint), '-infinity');

-- part: list_hits
-- Begins a collection of all articles with the words, id, address or author that are asked for.
WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at FROM articles a WHERE true;

-- part: list_hits_end
-- Ends the collection, and reads the newest of them. $1 how many.
), newest AS MATERIALIZED (SELECT id FROM hits ORDER BY dated_at DESC, id DESC LIMIT $1::bigint)
SELECT {article_columns} FROM newest h JOIN articles a ON a.id = h.id WHERE true;

-- part: list_hits_end_oldest
-- The same, the oldest of them. $1 how many.
), oldest AS MATERIALIZED (SELECT id FROM hits ORDER BY dated_at, id LIMIT $1::bigint)
SELECT {article_columns} FROM oldest h JOIN articles a ON a.id = h.id WHERE true;

-- part: list_newest_first
-- Orders and limits what a bounded walk or a collection found. $1 limit.
ORDER BY a.dated_at DESC, a.id DESC LIMIT $1::bigint;

-- part: list_newest_first_oldest
-- The same, the oldest first.
ORDER BY a.dated_at, a.id LIMIT $1::bigint;

-- part: list_estimate
-- Begins a question to the planner: how many articles it expects.
EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true;

-- part: list_after_article
-- The page's position, along the articles. $1 dated_at and $2 id of the article before it.
AND (a.dated_at, a.id) < ($1::timestamptz, $2::uuid);

-- part: list_after_article_oldest
-- The same, the oldest first.
AND (a.dated_at, a.id) > ($1::timestamptz, $2::uuid);

-- part: list_after_row
-- The same, along an entity's rows.
AND (m.dated_at, m.article_id) < ($1::timestamptz, $2::uuid);

-- part: list_after_row_oldest
-- The same, the oldest first.
AND (m.dated_at, m.article_id) > ($1::timestamptz, $2::uuid);

-- part: list_articles_from
-- Articles of this time and later. $1 time.
AND a.dated_at >= $1::timestamptz;

-- part: list_articles_to
-- Articles before this time. $1 time.
AND a.dated_at < $1::timestamptz;

-- part: list_rows_from
-- The same as list_articles_from, along an entity's rows.
AND m.dated_at >= $1::timestamptz;

-- part: list_rows_to
-- The same as list_articles_to, along an entity's rows.
AND m.dated_at < $1::timestamptz;

-- part: list_word
-- Articles with a word. $1 its hash.
AND a.words @> $1::int[];

-- part: list_word_readings
-- Articles with a word that may be read in several ways. $1 the hashes of its readings.
AND a.words && $1::int[];

-- part: list_source
-- Articles of a source. $1 source.
AND a.source = $1;

-- part: list_language
-- Articles in a language. $1 language.
AND a.language = $1;

-- part: list_version
-- Articles tagged by a version of the gazetteer. $1 version.
AND a.gazetteer_version = $1;

-- part: list_version_before
-- Articles tagged by a version before this one. $1 version.
AND {version_key(a.gazetteer_version)} < {version_key($1::text)};

-- part: list_entity
-- Articles that name an entity. $1 entity.
AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = $1);

-- part: list_type
-- Articles that name an entity of a type. $1 type.
AND EXISTS (SELECT 1 FROM article_entities t WHERE t.article_id = a.id AND t.type = $1);

-- part: list_id
-- The article of an id. $1 id.
AND a.id = $1::uuid;

-- part: list_url
-- Articles of an address. $1 its normal form. The expressions are those of the index articles_url.
AND a.url IS NOT NULL AND hashtextextended(coalesce(a.url_key, a.url), 0) = hashtextextended($1::text, 0)
AND coalesce(a.url_key, a.url) = $1::text;

-- part: list_author
-- Articles of an author. $1 author. The expressions are those of the index articles_authors.
AND a.author IS NOT NULL AND coalesce(a.authors, ARRAY[a.author]) @> ARRAY[$1::text];

-- part: list_known
-- Articles that name an entity that the gazetteer has, or has not. $1 whether it has.
AND EXISTS (SELECT 1 FROM article_entities k JOIN entities e ON e.id = k.entity_id
    WHERE k.article_id = a.id AND e.known = $1::boolean);
