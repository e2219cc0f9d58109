#include "service/store/db/statements.h"

#include "service/store/db/columns.h"

/* clang-format off */
#define ENTITY_COLUMNS "e.id, e.type, e.known, e.name, e.name_ar, e.name_en, e.country, e.wikidata"

#define RFC3339(column) "to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
#define SUBSCRIPTION_JSON                                                                                              \
    "json_build_object('id', s.id, 'url', s.url, 'entities', s.entities, 'types', s.types, 'min_salience',"            \
    " round(s.min_salience::numeric, 6), 'paused', s.paused, 'created_at', " RFC3339("s.created_at") ", 'failures', s.failures," \
    " 'last_error', s.last_error, 'delivered_at', " RFC3339("s.delivered_at") ", 'waiting', (SELECT count(*) FROM outbox o"       \
    " WHERE o.subscription_id = s.id AND NOT o.dead), 'dead', (SELECT count(*) FROM outbox o WHERE o.subscription_id = s.id AND o.dead))"
/* Whether the entity m of an article is what a subscription asks for. */
#define MATCHES(entities, types, least)                                                                                \
    "(" entities " = '{}' OR m.entity_id = ANY (" entities ")) AND (" types " = '{}' OR m.type = ANY (" types "))"     \
    " AND m.salience >= " least
#define JOB_COLUMNS "id, state, body, attempts, " MICROSECONDS("created_at") ", " MICROSECONDS("finished_at") ", article_id, problem, trace"
#define KEY_COLUMNS "id, name, role, hash, " MICROSECONDS("created_at") ", " MICROSECONDS("revoked_at")

/* What waits to be folded, by entity. */
#define PENDING                                                                                                        \
    "pending AS MATERIALIZED (SELECT entity_id, sum(articles) AS articles, sum(mentions) AS mentions,"                 \
    " min(dated_at) FILTER (WHERE articles > 0) AS first_seen, max(dated_at) FILTER (WHERE articles > 0) AS last_seen" \
    " FROM entity_pending GROUP BY entity_id)"

/* From `best` (entity_id, rank) to a page: $5 type, $6 $7 $8 the cursor, $9 limit. */
#define SEARCH_PAGE                                                                                                    \
    "counted AS (SELECT b.entity_id, b.rank, coalesce(c.articles, 0) + coalesce(p.articles, 0) AS articles,"           \
    " coalesce(c.mentions, 0) + coalesce(p.mentions, 0) AS mentions, least(c.first_seen, p.first_seen) AS first_seen," \
    " greatest(c.last_seen, p.last_seen) AS last_seen, c.type FROM best b LEFT JOIN entity_counts c"                   \
    " ON c.entity_id = b.entity_id LEFT JOIN pending p ON p.entity_id = b.entity_id),"                                 \
    " page AS (SELECT c.* FROM counted c WHERE c.articles > 0"                                                         \
    " AND ($5::text IS NULL OR coalesce(c.type, (SELECT t.type FROM entities t WHERE t.id = c.entity_id)) = $5)"       \
    " AND (c.rank, -c.articles, c.entity_id) > ($6::int, -$7::bigint, $8::text)"                                       \
    " ORDER BY c.rank, c.articles DESC, c.entity_id LIMIT $9::bigint)"                                                 \
    " SELECT " ENTITY_COLUMNS ", c.articles, c.mentions, " MICROSECONDS("c.first_seen") ", "                           \
    MICROSECONDS("c.last_seen") ", c.rank FROM page c JOIN entities e ON e.id = c.entity_id"                           \
    " ORDER BY c.rank, c.articles DESC, c.entity_id"

/* How alike a spelling and $1 are, as wholes or $1 and some of its words. */
#define LIKENESS "greatest(similarity(n.key, $1::text), 0.9 * word_similarity($1, n.key))"

/* Rows of the queue by their keys. The sum keeps the second array out of the index scan, which would try each with each. */
#define KEYS(q) q "article_id = ANY ($1::uuid[]) AND " q "event + 0 = ANY ($2::bigint[])"

/* The queue's rows that are being folded ($1 $2), one row for each entity. */
#define TAKEN                                                                                                          \
    "(SELECT m.entity_id, q.sign, q.dated_at, q.sign * m.mention_count AS mentions FROM rollup_queue q,"               \
    " unnest(q.entity_ids, q.mention_counts) AS m (entity_id, mention_count)"                                          \
    " WHERE " KEYS("q.") ") q"

/* Dunning's log-likelihood ratio G2 (1993) of a 2x2 table: `a` of `n` articles here, `b` of `m` there. */
#define XLOG(x, e) "CASE WHEN " x " > 0 THEN " x " * ln(" x " / (" e ")) ELSE 0 END"
#define LIKELIHOOD(a, n, b, m)                                                                                         \
    "2 * (" XLOG(a, n " * (" a " + " b ") / (" n " + " m ")") " + " XLOG(b, m " * (" a " + " b ") / (" n " + " m ")")   \
    " + " XLOG("(" n " - " a ")", n " * (" n " + " m " - " a " - " b ") / (" n " + " m ")")                            \
    " + " XLOG("(" m " - " b ")", m " * (" n " + " m " - " a " - " b ") / (" n " + " m ")") ")"

static const struct statement_row rows[STATEMENT_COUNT] = {
    [STATEMENT_PING] = {"ping", 0, "SELECT 1"},
    [STATEMENT_BEGIN] = {"begin", 0, "BEGIN"},
    [STATEMENT_COMMIT] = {"commit", 0, "COMMIT"},
    [STATEMENT_LIMIT] = {"limit", 1, "SELECT set_config('statement_timeout', $1, true)"},

    [STATEMENT_MIGRATIONS_APPLIED] = {"migrations_applied", 2,
        "SELECT count(*) FROM unnest($1::text[], $2::bytea[]) AS f (name, content)"
        " JOIN schema_migrations m ON m.name = f.name AND m.sha256 = sha256(f.content)"},

    [STATEMENT_ARTICLE_INSERT] = {"article_insert", 15,
        "INSERT INTO articles (id, source, external_id, url, title, text, language, published_at, received_at, dated_at,"
        " gazetteer_version, warnings, words, minhash, bands, author)"
        " VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz,"
        " coalesce($8::timestamptz, $9::timestamptz), $10, $11, $12::int[], $13::bytea, $14::int[], $15)"
        " ON CONFLICT (id) DO NOTHING"},

    [STATEMENT_ENTITIES_INSERT] = {"entities_insert", 8,
        "INSERT INTO entities (id, type, known, name, name_ar, name_en, country, wikidata)"
        " SELECT n.* FROM unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::text[], $7::text[],"
        " $8::text[]) AS n (id, type, known, name, name_ar, name_en, country, wikidata)"
        " WHERE NOT EXISTS (SELECT 1 FROM entities e WHERE e.id = n.id) ORDER BY n.id ON CONFLICT (id) DO NOTHING"},

    [STATEMENT_ENTITY_NAMES_INSERT] = {"entity_names_insert", 3,
        "INSERT INTO entity_names (entity_id, key, name)"
        " SELECT n.* FROM unnest($1::text[], $2::text[], $3::text[]) AS n (entity_id, key, name)"
        " WHERE NOT EXISTS (SELECT 1 FROM entity_names e WHERE e.entity_id = n.entity_id AND e.key = n.key)"
        " ORDER BY n.entity_id, n.key ON CONFLICT (entity_id, key) DO NOTHING"},

    [STATEMENT_ARTICLE_ENTITIES_INSERT] = {"article_entities_insert", 8,
        "INSERT INTO article_entities (article_id, dated_at, entity_id, type, position, mention_count, salience, mentions)"
        " SELECT n.* FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::int[], $6::int[], $7::real[],"
        " $8::bytea[]) AS n (article_id, dated_at, entity_id, type, position, mention_count, salience, mentions)"},
    /* Webhooks, in the article's own transaction; asked first whether there is any. */
    [STATEMENT_SUBSCRIBED] = {"subscribed", 0, "SELECT 1 FROM subscriptions LIMIT 1"},
    [STATEMENT_OUTBOX_INSERT] = {"outbox_insert", 4,
        "INSERT INTO outbox (subscription_id, article_id) SELECT DISTINCT s.id, m.article_id FROM subscriptions s"
        " JOIN unnest($1::uuid[], $2::text[], $3::text[], $4::real[]) AS m (article_id, entity_id, type, salience)"
        " ON " MATCHES("s.entities", "s.types", "s.min_salience")},

    /* One row for each entity, in one snapshot; the text travels once. */
    [STATEMENT_ARTICLE_SELECT] = {"article_select", 1,
        "SELECT " ARTICLE_COLUMNS ", CASE WHEN coalesce(m.position, 0) = 0 THEN a.text END,"
        " m.entity_id, m.type, m.salience, m.mentions"
        " FROM articles a LEFT JOIN article_entities m ON m.article_id = a.id WHERE a.id = $1::uuid ORDER BY m.position"},

    [STATEMENT_ARTICLE_DELETE] = {"article_delete", 1,
        "DELETE FROM articles WHERE id = $1::uuid RETURNING id, " MICROSECONDS("dated_at")},
    [STATEMENT_ARTICLES_PRUNE] = {"articles_prune", 2,
        "DELETE FROM articles WHERE id IN (SELECT id FROM articles WHERE dated_at < $1::timestamptz ORDER BY dated_at"
        " LIMIT $2::bigint) RETURNING id, " MICROSECONDS("dated_at")},
    [STATEMENT_ARTICLE_ENTITIES_DELETE] = {"article_entities_delete", 1,
        "DELETE FROM article_entities WHERE article_id = ANY ($1::uuid[])"},

    [STATEMENT_TOP_ENTITIES] = {"top_entities", 2,
        "SELECT m.article_id, m.entity_id, m.type, m.salience, m.mentions FROM article_entities m"
        " WHERE m.article_id = ANY ($1::uuid[]) AND m.position < $2::int ORDER BY m.article_id, m.position"},

    /* $1 type, $2 $3 the cursor, $4 limit. Entities that nothing waits for come from the index in order, the others are few. */
    [STATEMENT_ENTITY_TOP] = {"entity_top", 4,
        "WITH " PENDING ", folded AS (SELECT c.entity_id, c.articles, c.mentions, c.first_seen, c.last_seen FROM entity_counts c"
        " WHERE c.articles > 0 AND c.type <> '' AND ($1::text IS NULL OR c.type = $1) AND c.articles <= $2::bigint"
        " AND (c.articles < $2 OR c.entity_id > $3::text)"
        " AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entity_id = c.entity_id)"
        " ORDER BY c.articles DESC, c.entity_id LIMIT $4::bigint),"
        " moving AS (SELECT p.entity_id, coalesce(c.articles, 0) + p.articles AS articles,"
        " coalesce(c.mentions, 0) + p.mentions AS mentions, least(c.first_seen, p.first_seen) AS first_seen,"
        " greatest(c.last_seen, p.last_seen) AS last_seen FROM pending p LEFT JOIN entity_counts c ON c.entity_id = p.entity_id),"
        " counted AS (SELECT * FROM folded UNION ALL SELECT * FROM moving WHERE articles > 0"
        " AND (articles < $2 OR (articles = $2 AND entity_id > $3)))"
        " SELECT " ENTITY_COLUMNS ", c.articles, c.mentions, " MICROSECONDS("c.first_seen") ", "
        MICROSECONDS("c.last_seen") ", 0 FROM counted c JOIN entities e ON e.id = c.entity_id"
        " WHERE $1 IS NULL OR e.type = $1 ORDER BY c.articles DESC, c.entity_id LIMIT $4", .plan_each_time = true},

    /* $1 folded query, $2 as a prefix pattern, $3 as a pattern of words inside " key" or NULL, $4 ids that the gazetteer
     * has under that name, then those of SEARCH_PAGE */
    [STATEMENT_ENTITY_SEARCH] = {"entity_search", 9,
        "WITH hits AS (SELECT entity_id, CASE WHEN key = $1::text THEN 0 ELSE 1 END AS rank FROM entity_names WHERE key LIKE $2::text"
        " UNION ALL SELECT entity_id, 2 FROM entity_names WHERE ' ' || key LIKE $3::text"
        " UNION ALL SELECT id, 0 FROM unnest($4::text[]) AS known (id)),"
        " best AS (SELECT entity_id, min(rank) AS rank FROM hits GROUP BY entity_id)," PENDING ", " SEARCH_PAGE,
        .plan_each_time = true},

    /* As above, for the misspelt: ranks 3 to 9, by similarity of trigrams, without what is found above. */
    [STATEMENT_ENTITY_FUZZY] = {"entity_fuzzy", 9,
        "WITH best AS (SELECT n.entity_id, 3 + floor(10 * (1 - max(" LIKENESS ")))::int AS rank FROM entity_names n"
        " WHERE $1 <% (' ' || n.key) AND " LIKENESS " >= 0.35 AND n.entity_id <> ALL ($4::text[])"
        " AND NOT EXISTS (SELECT 1 FROM entity_names x WHERE x.entity_id = n.entity_id"
        " AND (x.key LIKE $2::text OR ' ' || x.key LIKE $3::text)) GROUP BY n.entity_id), " PENDING ", " SEARCH_PAGE,
        .plan_each_time = true},

    [STATEMENT_ENTITY_SELECT] = {"entity_select", 1,
        "WITH counted AS MATERIALIZED (SELECT coalesce(sum(c.articles), 0) AS articles, coalesce(sum(c.mentions), 0) AS mentions"
        " FROM (SELECT articles, mentions FROM entity_counts WHERE entity_id = $1"
        " UNION ALL SELECT articles, mentions FROM entity_pending WHERE entity_id = $1) c),"
        " seen AS MATERIALIZED (SELECT min(dated_at) AS first_seen, max(dated_at) AS last_seen FROM article_entities"
        " WHERE entity_id = $1)"
        " SELECT " ENTITY_COLUMNS ", c.articles, c.mentions, " MICROSECONDS("s.first_seen") ", " MICROSECONDS("s.last_seen")
        ", 0, (SELECT json_agg(n.name ORDER BY n.name) FROM (SELECT name FROM entity_names WHERE entity_id = $1"
        " ORDER BY key LIMIT 100) n)"
        " FROM entities e, counted c, seen s WHERE e.id = $1 AND c.articles > 0"},

    [STATEMENT_ENTITY_FREQUENCIES] = {"entity_frequencies", 1,
        "SELECT entity_id, articles FROM entity_counts WHERE entity_id = ANY ($1::text[])"},
    [STATEMENT_ENTITY_SEEN] = {"entity_seen", 1,
        "SELECT min(dated_at)::text, max(dated_at)::text FROM article_entities WHERE entity_id = $1"},

    /* $1 entity, $2 articles that are looked at, $3 type, $4 least number of common articles, $5 limit.
     * a of n: in articles with the entity; b of m: in the others. */
    [STATEMENT_ENTITY_RELATED] = {"entity_related", 5,
        "WITH sample AS MATERIALIZED (SELECT article_id FROM article_entities WHERE entity_id = $1"
        " ORDER BY dated_at DESC, article_id DESC LIMIT $2::bigint),"
        " common AS MATERIALIZED (SELECT m.entity_id, count(*)::float8 AS a FROM article_entities m"
        " WHERE m.article_id IN (SELECT article_id FROM sample) GROUP BY m.entity_id HAVING count(*) >= $4::bigint), " PENDING ","
        " totals AS MATERIALIZED (SELECT (SELECT count(*) FROM sample)::float8 AS n,"
        " greatest((SELECT coalesce(sum(articles), 0) FROM entity_counts WHERE entity_id = '*')"
        " + (SELECT coalesce(sum(articles), 0) FROM pending WHERE entity_id = '*'), (SELECT count(*) FROM sample))::float8 AS every),"
        " counted AS (SELECT c.entity_id, c.a, t.n, greatest(coalesce(k.articles, 0) + coalesce(p.articles, 0) - c.a, 0)::float8 AS b,"
        " t.every - t.n AS m, t.every FROM common c CROSS JOIN totals t LEFT JOIN entity_counts k ON k.entity_id = c.entity_id"
        " LEFT JOIN pending p ON p.entity_id = c.entity_id WHERE c.entity_id <> $1),"
        " scored AS (SELECT entity_id, a, n, every, (a + b) AS df, CASE WHEN m <= 0 THEN 0 WHEN a * m > b * n THEN "
        LIKELIHOOD("a", "n", "least(b, m)", "m") " ELSE 0 END AS score FROM counted)"
        " SELECT " ENTITY_COLUMNS ", s.a::bigint, s.score,"
        " CASE WHEN s.a >= s.every THEN 1 ELSE ln(s.a * s.every / (s.n * s.df)) / -ln(s.a / s.every) END,"
        " s.n::bigint FROM scored s JOIN entities e ON e.id = s.entity_id"
        " WHERE $3::text IS NULL OR e.type = $3 ORDER BY s.score DESC, s.a DESC, e.id LIMIT $5::bigint"},

    /* $1 entity, $2 interval, $3 time zone, $4 from, $5 to, $6 time zone in which intervals have one length.
     * Hours serve zones that differ from UTC by whole hours; for the others each article's own time is read. */
    [STATEMENT_ENTITY_TIMELINE] = {"entity_timeline", 6,
        "WITH range AS MATERIALIZED (SELECT date_trunc($2, $4::timestamptz, $3) AS low,"
        " ((date_trunc($2, $5::timestamptz - interval '1 microsecond', $3) AT TIME ZONE $6 + ('1 ' || $2)::interval)"
        " AT TIME ZONE $6) AS high,"
        " extract(minute FROM ($4::timestamptz AT TIME ZONE $3) - ($4::timestamptz AT TIME ZONE 'UTC')) = 0"
        " AND extract(minute FROM ($5::timestamptz AT TIME ZONE $3) - ($5::timestamptz AT TIME ZONE 'UTC')) = 0 AS whole),"
        " events AS MATERIALIZED (SELECT h.hour AS at, h.articles FROM entity_hours h WHERE h.entity_id = $1"
        " AND h.hour >= (SELECT low FROM range) AND h.hour < (SELECT high FROM range) AND (SELECT whole FROM range)"
        " UNION ALL SELECT q.dated_at, q.articles FROM entity_pending q WHERE q.entity_id = $1"
        " AND q.dated_at >= (SELECT low FROM range) AND q.dated_at < (SELECT high FROM range) AND (SELECT whole FROM range)"
        " UNION ALL SELECT m.dated_at, 1 FROM article_entities m WHERE m.entity_id = $1"
        " AND m.dated_at >= (SELECT low FROM range) AND m.dated_at < (SELECT high FROM range) AND NOT (SELECT whole FROM range)),"
        " counted AS (SELECT date_trunc($2, at, $3) AS start, sum(articles) AS articles FROM events GROUP BY 1),"
        " buckets AS (SELECT s AT TIME ZONE $6 AS start FROM range, generate_series(low AT TIME ZONE $6,"
        " (high - interval '1 microsecond') AT TIME ZONE $6, ('1 ' || $2)::interval) AS s)"
        " SELECT " MICROSECONDS("b.start") ", coalesce(c.articles, 0) FROM buckets b LEFT JOIN counted c ON c.start = b.start"
        " ORDER BY b.start"},

    /* $1 $2 the window, $3 $4 the baseline's days, $5 type, $6 least number in the window, $7 least score, $8 limit,
     * $9 how many of the most named are looked at.
     * a of n: in the window; b of m: in the baseline. */
    [STATEMENT_TRENDS] = {"trends", 9,
        "WITH recent AS MATERIALIZED (SELECT r.entity_id, sum(r.articles)::float8 AS a FROM"
        " (SELECT entity_id, articles FROM entity_hours WHERE hour >= $1::timestamptz AND hour < $2::timestamptz"
        " UNION ALL SELECT entity_id, articles FROM entity_pending WHERE dated_at >= $1 AND dated_at < $2) r"
        " GROUP BY r.entity_id HAVING sum(r.articles) >= $6::bigint OR r.entity_id = '*'"
        " ORDER BY r.entity_id = '*' DESC, 2 DESC LIMIT $9::bigint),"
        " days AS MATERIALIZED (SELECT r.entity_id, coalesce(sum(d.articles), 0)::float8 AS b FROM recent r"
        " LEFT JOIN entity_days d ON d.entity_id = r.entity_id AND d.day >= $3::date AND d.day < $4::date GROUP BY r.entity_id),"
        " late AS MATERIALIZED (SELECT entity_id, sum(articles)::float8 AS b FROM entity_pending"
        " WHERE dated_at >= $3::date::timestamp AT TIME ZONE 'UTC' AND dated_at < $4::date::timestamp AT TIME ZONE 'UTC'"
        " GROUP BY entity_id),"
        " base AS MATERIALIZED (SELECT d.entity_id, d.b + coalesce(l.b, 0) AS b FROM days d LEFT JOIN late l ON l.entity_id = d.entity_id),"
        " totals AS MATERIALIZED (SELECT coalesce((SELECT a FROM recent WHERE entity_id = '*'), 0) AS n,"
        " coalesce((SELECT b FROM base WHERE entity_id = '*'), 0) AS m),"
        " counted AS (SELECT r.entity_id, least(r.a, t.n) AS a, least(x.b, t.m) AS b, t.n, t.m FROM recent r"
        " JOIN base x ON x.entity_id = r.entity_id CROSS JOIN totals t WHERE r.entity_id <> '*'),"
        " scored AS (SELECT entity_id, a, b, n, m, CASE WHEN m > 0 AND a * m > b * n THEN " LIKELIHOOD("a", "n", "b", "m")
        " ELSE 0 END AS score FROM counted),"
        " best AS (SELECT s.*, c.type FROM scored s LEFT JOIN entity_counts c ON c.entity_id = s.entity_id"
        " WHERE s.score >= $7::float8)"
        " SELECT " ENTITY_COLUMNS ", s.a::bigint, s.b::bigint, s.n::bigint, s.m::bigint, s.score,"
        " CASE WHEN s.m > 0 THEN s.b * s.n / s.m ELSE 0 END, " MICROSECONDS("$1::timestamptz")
        " FROM best s JOIN entities e ON e.id = s.entity_id WHERE $5::text IS NULL OR e.type = $5"
        " ORDER BY s.score DESC, s.a DESC, e.id LIMIT $8::bigint"},

    [STATEMENT_SIMILAR_SELF] = {"similar_self", 1,
        "SELECT " MICROSECONDS("dated_at") ", minhash, bands FROM articles WHERE id = $1::uuid"},
    [STATEMENT_SIMILAR_TEXTS] = {"similar_texts", 3,
        "SELECT id, minhash FROM articles WHERE bands && $2::int[] AND id <> $1::uuid LIMIT $3::bigint", .plan_each_time = true},
    /* $1 article, $2 $3 entities and weights, $4 $5 the time window, $6 limit */
    [STATEMENT_SIMILAR_STORIES] = {"similar_stories", 6,
        "SELECT m.article_id FROM article_entities m JOIN unnest($2::text[], $3::real[]) AS k (id, weight) ON k.id = m.entity_id"
        " WHERE m.entity_id = ANY ($2) AND m.dated_at >= $4::timestamptz AND m.dated_at < $5::timestamptz AND m.article_id <> $1::uuid"
        " GROUP BY m.article_id ORDER BY sum(k.weight * sqrt(m.salience)) DESC, m.article_id LIMIT $6::bigint",
        .plan_each_time = true},
    /* Entities of the articles $1 with the number of articles each is in, and the number of all. */
    [STATEMENT_SIMILAR_ENTITIES] = {"similar_entities", 1,
        "WITH " PENDING ", links AS MATERIALIZED (SELECT m.article_id, m.entity_id, m.salience FROM article_entities m"
        " WHERE m.article_id = ANY ($1::uuid[]))"
        " SELECT l.article_id, l.entity_id, l.salience, coalesce(c.articles, 0) + coalesce(p.articles, 0),"
        " (SELECT coalesce(sum(articles), 0) FROM entity_counts WHERE entity_id = '*')"
        " + (SELECT coalesce(sum(articles), 0) FROM pending WHERE entity_id = '*')"
        " FROM links l LEFT JOIN entity_counts c ON c.entity_id = l.entity_id LEFT JOIN pending p ON p.entity_id = l.entity_id"
        " ORDER BY l.article_id, l.entity_id", .plan_each_time = true},
    [STATEMENT_SIMILAR_ARTICLES] = {"similar_articles", 1,
        "SELECT " ARTICLE_COLUMNS ", a.minhash FROM articles a WHERE a.id = ANY ($1::uuid[])"},

    [STATEMENT_ROLLUP_APPEND] = {"rollup_append", 5,
        "INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)"
        " VALUES ($1::uuid, $2::bigint, 1, $3::timestamptz, $4::text[], $5::int[])"},
    [STATEMENT_ROLLUP_DELETED] = {"rollup_deleted", 3,
        "INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)"
        " SELECT n.id, $3::bigint, -1, n.dated_at, ARRAY['*'], ARRAY[0]"
        " FROM unnest($1::uuid[], $2::timestamptz[]) AS n (id, dated_at)"},
    [STATEMENT_ROLLUP_DELETED_ENTITIES] = {"rollup_deleted_entities", 2,
        "INSERT INTO rollup_queue (article_id, event, sign, dated_at, entity_ids, mention_counts)"
        " SELECT m.article_id, $2::bigint, -1, min(m.dated_at), array_agg(m.entity_id ORDER BY m.position),"
        " array_agg(m.mention_count ORDER BY m.position) FROM article_entities m WHERE m.article_id = ANY ($1::uuid[])"
        " GROUP BY m.article_id"},

    [STATEMENT_ROLLUP_LOCK] = {"rollup_lock", 0, "SELECT pg_try_advisory_xact_lock(1634492782)"},
    [STATEMENT_ROLLUP_TAKE] = {"rollup_take", 1,
        "SELECT article_id, event, sign FROM rollup_queue WHERE article_id >= '00000000-0000-0000-0000-000000000000' LIMIT $1::bigint"},
    /* What the taken rows change, by entity and hour. */
    [STATEMENT_ROLLUP_SUMS] = {"rollup_sums", 2,
        "WITH sums AS MATERIALIZED (SELECT q.entity_id, date_trunc('hour', q.dated_at, 'UTC') AS hour, sum(q.sign) AS articles,"
        " sum(q.mentions) AS mentions, min(q.dated_at) FILTER (WHERE q.sign > 0) AS first_seen,"
        " max(q.dated_at) FILTER (WHERE q.sign > 0) AS last_seen, min(q.sign) AS least FROM " TAKEN " GROUP BY 1, 2)"
        " SELECT s.entity_id, coalesce(e.type, ''), " MICROSECONDS("s.hour") ", s.articles, s.mentions, "
        MICROSECONDS("s.first_seen") ", " MICROSECONDS("s.last_seen") ", s.least FROM sums s"
        " LEFT JOIN entities e ON e.id = s.entity_id ORDER BY s.entity_id, s.hour", .plan_each_time = true},
    [STATEMENT_ROLLUP_COUNTS] = {"rollup_counts", 7,
        "INSERT INTO entity_counts AS c (entity_id, type, articles, mentions, first_seen, last_seen, changed_at)"
        " SELECT n.entity_id, min(n.type), sum(n.articles), sum(n.mentions), min(n.first_seen) FILTER (WHERE n.seen),"
        " max(n.last_seen) FILTER (WHERE n.seen), now() FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[],"
        " $5::timestamptz[], $6::timestamptz[], $7::boolean[])"
        " AS n (entity_id, type, articles, mentions, first_seen, last_seen, seen) GROUP BY n.entity_id ORDER BY n.entity_id"
        " ON CONFLICT (entity_id) DO UPDATE SET articles = c.articles + excluded.articles,"
        " mentions = c.mentions + excluded.mentions, first_seen = least(c.first_seen, excluded.first_seen),"
        " last_seen = greatest(c.last_seen, excluded.last_seen), changed_at = excluded.changed_at"},
    [STATEMENT_ROLLUP_HOURS] = {"rollup_hours", 3,
        "INSERT INTO entity_hours AS h (entity_id, hour, articles)"
        " SELECT n.* FROM unnest($1::text[], $2::timestamptz[], $3::bigint[]) AS n (entity_id, hour, articles) ORDER BY 1, 2"
        " ON CONFLICT (entity_id, hour) DO UPDATE SET articles = h.articles + excluded.articles"},
    [STATEMENT_ROLLUP_DAYS] = {"rollup_days", 3,
        "INSERT INTO entity_days AS d (entity_id, day, articles)"
        " SELECT n.entity_id, (n.hour AT TIME ZONE 'UTC')::date, sum(n.articles)"
        " FROM unnest($1::text[], $2::timestamptz[], $3::bigint[]) AS n (entity_id, hour, articles) GROUP BY 1, 2 ORDER BY 1, 2"
        " ON CONFLICT (entity_id, day) DO UPDATE SET articles = d.articles + excluded.articles"},
    [STATEMENT_ROLLUP_MEND] = {"rollup_mend", 3,
        "UPDATE entity_counts SET first_seen = $2::timestamptz, last_seen = $3::timestamptz WHERE entity_id = $1"},
    [STATEMENT_ROLLUP_DROP_HOURS] = {"rollup_drop_hours", 1,
        "DELETE FROM entity_hours WHERE articles = 0 AND entity_id = ANY ($1::text[])"},
    [STATEMENT_ROLLUP_DROP_DAYS] = {"rollup_drop_days", 1,
        "DELETE FROM entity_days WHERE articles = 0 AND entity_id = ANY ($1::text[])"},
    [STATEMENT_ROLLUP_DONE] = {"rollup_done", 2, "DELETE FROM rollup_queue WHERE " KEYS(""), .plan_each_time = true},

    /* $1 how many */
    [STATEMENT_FORGET_TAKE] = {"forget_take", 1,
        "WITH " PENDING " SELECT c.entity_id FROM entity_counts c WHERE c.articles <= 0 AND c.entity_id <> '*'"
        " AND c.changed_at < now() - interval '1 hour' AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entity_id = c.entity_id)"
        " LIMIT $1::bigint"},
    [STATEMENT_FORGET_NAMES] = {"forget_names", 1, "DELETE FROM entity_names WHERE entity_id = ANY ($1::text[])"},
    [STATEMENT_FORGET_ENTITIES] = {"forget_entities", 1, "DELETE FROM entities WHERE id = ANY ($1::text[])"},
    [STATEMENT_FORGET_COUNTS] = {"forget_counts", 1, "DELETE FROM entity_counts WHERE entity_id = ANY ($1::text[])"},

    [STATEMENT_ARCHIVE_BEGIN] = {"archive_begin", 0, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", .plan_each_time = true},
    [STATEMENT_ARCHIVE_PAGE] = {"archive_page", 2,
        "SELECT " ARTICLE_COLUMNS ", a.text FROM articles a WHERE a.id > $1::uuid ORDER BY a.id LIMIT $2::bigint"},
    [STATEMENT_UNREAD_TAKE] = {"unread_take", 1,
        "SELECT id, title, text FROM articles WHERE words IS NULL LIMIT $1::bigint"},
    [STATEMENT_UNREAD_SET] = {"unread_set", 4,
        "UPDATE articles SET words = $2::int[], minhash = $3::bytea, bands = $4::int[] WHERE id = $1::uuid AND words IS NULL"},

    [STATEMENT_SUBSCRIPTION_INSERT] = {"subscription_insert", 6,
        "INSERT INTO subscriptions AS s (id, url, entities, types, min_salience, secret)"
        " VALUES ($1::uuid, $2, $3::text[], $4::text[], $5::real, $6) RETURNING " SUBSCRIPTION_JSON},
    [STATEMENT_SUBSCRIPTION_SELECT] = {"subscription_select", 1,
        "SELECT " SUBSCRIPTION_JSON " FROM subscriptions s WHERE id = $1::uuid"},
    [STATEMENT_SUBSCRIPTION_LIST] = {"subscription_list", 0,
        "SELECT coalesce(json_agg(" SUBSCRIPTION_JSON " ORDER BY s.created_at, s.id), '[]') FROM subscriptions s"},
    [STATEMENT_SUBSCRIPTION_DELETE] = {"subscription_delete", 1,
        "WITH waiting AS (DELETE FROM outbox WHERE subscription_id = $1::uuid)"
        " DELETE FROM subscriptions WHERE id = $1::uuid RETURNING id"},
    [STATEMENT_SUBSCRIPTION_PAUSE] = {"subscription_pause", 2,
        "UPDATE subscriptions s SET paused = $2::boolean, failures = 0, due_at = now() WHERE id = $1::uuid"
        " RETURNING " SUBSCRIPTION_JSON},
    [STATEMENT_SUBSCRIPTION_ROTATE] = {"subscription_rotate", 2,
        "UPDATE subscriptions s SET old_secret = secret, old_secret_until = now() + interval '1 day', secret = $2"
        " WHERE id = $1::uuid RETURNING " SUBSCRIPTION_JSON},
    [STATEMENT_SUBSCRIPTION_TEST] = {"subscription_test", 1,
        "INSERT INTO outbox (subscription_id) SELECT id FROM subscriptions WHERE id = $1::uuid"},
    /* $2 the delivery; null: all that were given up */
    [STATEMENT_SUBSCRIPTION_REDELIVER] = {"subscription_redeliver", 2,
        "WITH again AS (UPDATE outbox SET dead = false, attempts = 0, failing_since = NULL WHERE subscription_id = $1::uuid AND dead"
        " AND ($2::uuid IS NULL OR position = $2) RETURNING position)"
        " UPDATE subscriptions SET failures = 0, due_at = now() WHERE id = $1"
        " AND ($2 IS NULL OR EXISTS (SELECT 1 FROM again))"},
    [STATEMENT_SUBSCRIPTION_DEAD] = {"subscription_dead", 1,
        "SELECT coalesce((SELECT json_agg(json_build_object('id', 'msg_' || o.position, 'article', '/v1/articles/' || o.article_id,"
        " 'attempts', o.attempts, 'created_at', " RFC3339("o.created_at") ", 'last_error', o.last_error) ORDER BY o.created_at DESC)"
        " FROM (SELECT * FROM outbox WHERE subscription_id = s.id AND dead ORDER BY created_at DESC LIMIT 100) o), '[]')"
        " FROM subscriptions s WHERE id = $1::uuid"},

    /* One delivery of each subscription that is due, the oldest; $1 how many at the most. */
    [STATEMENT_DELIVERIES_TAKE] = {"deliveries_take", 1,
        "WITH due AS (SELECT s.id FROM subscriptions s WHERE NOT s.paused AND s.due_at <= now()"
        " AND coalesce(s.lease_until, '-infinity') <= now()"
        " AND EXISTS (SELECT 1 FROM outbox o WHERE o.subscription_id = s.id AND NOT o.dead)"
        " ORDER BY s.due_at LIMIT $1::bigint FOR UPDATE SKIP LOCKED),"
        " taken AS (UPDATE subscriptions s SET lease_until = now() + interval '60 seconds' FROM due WHERE s.id = due.id RETURNING s.*)"
        " SELECT s.id, s.url, s.secret, CASE WHEN s.old_secret_until > now() THEN s.old_secret END, o.position, o.article_id, "
        RFC3339("o.created_at") ", s.entities, s.types, s.min_salience"
        " FROM taken s, LATERAL (SELECT * FROM outbox WHERE subscription_id = s.id AND NOT dead ORDER BY created_at, position LIMIT 1) o"},
    /* What is delivered: $1 article or NULL, $2 subscription, $3 time, $4 $5 $6 what the subscription asks for. */
    [STATEMENT_DELIVERY_PAYLOAD] = {"delivery_payload", 6,
        "SELECT json_build_object('type', CASE WHEN $1::uuid IS NULL THEN 'subscription.test' ELSE 'article.matched' END,"
        " 'timestamp', $3::text, 'data', json_build_object('subscription', $2::text, 'article',"
        " (SELECT json_build_object('id', a.id, 'source', a.source, 'external_id', a.external_id, 'url', a.url, 'title', a.title, 'author', a.author,"
        " 'language', a.language, 'published_at', " RFC3339("a.published_at") ", 'received_at', " RFC3339("a.received_at") ")"
        " FROM articles a WHERE a.id = $1::uuid), 'entities',"
        " (SELECT json_agg(json_build_object('id', m.entity_id, 'type', m.type, 'name', e.name, 'salience', round(m.salience::numeric, 3),"
        " 'mention_count', m.mention_count) ORDER BY m.position) FROM article_entities m LEFT JOIN entities e ON e.id = m.entity_id"
        " WHERE m.article_id = $1::uuid AND " MATCHES("$4::text[]", "$5::text[]", "$6::real") ")))"},
    [STATEMENT_DELIVERY_DONE] = {"delivery_done", 2,
        "WITH gone AS (DELETE FROM outbox WHERE position = $2::uuid)"
        " UPDATE subscriptions SET lease_until = NULL, failures = 0, last_error = NULL, due_at = now(), delivered_at = now()"
        " WHERE id = $1::uuid"},
    /* $3 what was wrong, $4 pause it, $5 first pause and $6 patience in seconds */
    [STATEMENT_DELIVERY_FAILED] = {"delivery_failed", 6,
        "WITH o AS (UPDATE outbox SET attempts = attempts + 1, last_error = $3, failing_since = coalesce(failing_since, now()),"
        " dead = coalesce(failing_since, now()) + $6::float8 * interval '1 second' <= now() WHERE position = $2::uuid RETURNING dead)"
        " UPDATE subscriptions SET lease_until = NULL, last_error = $3, paused = paused OR $4::boolean,"
        " failures = CASE WHEN (SELECT dead FROM o) THEN 0 ELSE failures + 1 END,"
        " due_at = now() + CASE WHEN (SELECT dead FROM o) THEN 0 ELSE least($5::float8 * 2 ^ least(failures, 20), 3600) END"
        " * (0.75 + random() / 2) * interval '1 second' WHERE id = $1::uuid"},

    [STATEMENT_JOB_INSERT] = {"job_insert", 3, "INSERT INTO jobs (id, body, trace) VALUES ($1::uuid, $2, $3)"},
    [STATEMENT_JOB_SELECT] = {"job_select", 1, "SELECT " JOB_COLUMNS " FROM jobs WHERE id = $1::uuid"},
    [STATEMENT_JOB_TAKE] = {"job_take", 0,
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, due_at = now() + interval '90 seconds'"
        " WHERE id = (SELECT id FROM jobs WHERE state IN ('queued', 'running') AND due_at <= now() ORDER BY due_at"
        " LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING " JOB_COLUMNS},
    [STATEMENT_JOB_FINISH] = {"job_finish", 4,
        "UPDATE jobs SET state = $2, article_id = $3::uuid, problem = $4, body = CASE WHEN $2 = 'queued' THEN body ELSE '' END,"
        " finished_at = CASE WHEN $2 = 'queued' THEN NULL ELSE now() END,"
        " due_at = now() + least(2 ^ attempts, 300) * interval '1 second' WHERE id = $1::uuid AND state = 'running'"},
    [STATEMENT_JOBS_PRUNE] = {"jobs_prune", 0, "DELETE FROM jobs WHERE finished_at < now() - interval '7 days'"},

    [STATEMENT_BACKLOG] = {"backlog", 0,
        "SELECT (SELECT count(*) FROM outbox WHERE NOT dead), (SELECT count(*) FROM outbox WHERE dead),"
        " (SELECT coalesce(extract(epoch FROM now() - min(o.created_at)), 0)::bigint FROM outbox o"
        " JOIN subscriptions s ON s.id = o.subscription_id WHERE NOT o.dead AND NOT s.paused),"
        " (SELECT count(*) FROM jobs WHERE state = 'queued'), (SELECT count(*) FROM jobs WHERE state = 'running')"},
    [STATEMENT_OUTBOX_PRUNE] = {"outbox_prune", 0,
        "DELETE FROM outbox WHERE dead AND created_at < now() - interval '30 days'"},

    [STATEMENT_KEY_INSERT] = {"key_insert", 4,
        "INSERT INTO api_keys (id, name, role, hash) VALUES ($1, $2, $3, $4::bytea)"},
    [STATEMENT_KEY_SELECT] = {"key_select", 1, "SELECT " KEY_COLUMNS " FROM api_keys WHERE id = $1"},
    [STATEMENT_KEY_LIST] = {"key_list", 0, "SELECT " KEY_COLUMNS " FROM api_keys ORDER BY created_at, id"},
    [STATEMENT_KEY_REVOKE] = {"key_revoke", 1,
        "UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL"},
};
/* clang-format on */

const struct statement_row *statement_row(enum statement statement)
{
    return &rows[statement];
}
