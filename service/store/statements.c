#include "service/store/statements.h"

/* clang-format off */
#define MICROSECONDS(column) "(extract(epoch FROM " column ") * 1000000)::bigint"

#define ARTICLE_COLUMNS                                                                                                \
    "a.id, a.source, a.external_id, a.url, a.title, a.language, " MICROSECONDS("a.published_at") ", "                 \
    MICROSECONDS("a.received_at") ", " MICROSECONDS("a.dated_at") ", a.gazetteer_version, a.warnings"

/* $1 $2 the cursor, $3 $4 the time range, $5 source, $6 language, $7 type, $8 limit */
#define ARTICLE_FILTERS                                                                                                \
    " AND ($5::text IS NULL OR a.source = $5) AND ($6::text IS NULL OR a.language = $6)"                               \
    " AND ($7::text IS NULL OR EXISTS (SELECT FROM article_entities t WHERE t.article_id = a.id AND t.type = $7))"

#define ENTITY_COLUMNS "e.id, e.type, e.known, e.name, e.name_ar, e.name_en, e.country, e.wikidata"

#define KEY_COLUMNS "id, name, role, hash, " MICROSECONDS("created_at") ", " MICROSECONDS("revoked_at")

static const struct statement_row rows[STATEMENT_COUNT] = {
    [STATEMENT_PING] = {"ping", 0, "SELECT 1"},

    [STATEMENT_MIGRATIONS_APPLIED] = {"migrations_applied", 2,
        "SELECT count(*) FROM unnest($1::text[], $2::bytea[]) AS f (name, content)"
        " JOIN schema_migrations m ON m.name = f.name AND m.sha256 = sha256(f.content)"},

    [STATEMENT_ARTICLE_INSERT] = {"article_insert", 11,
        "INSERT INTO articles (id, source, external_id, url, title, text, language, published_at, received_at, dated_at,"
        " gazetteer_version, warnings)"
        " VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz,"
        " coalesce($8::timestamptz, $9::timestamptz), $10, $11) ON CONFLICT (id) DO NOTHING"},

    [STATEMENT_ENTITIES_INSERT] = {"entities_insert", 8,
        "INSERT INTO entities (id, type, known, name, name_ar, name_en, country, wikidata)"
        " SELECT n.* FROM unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::text[], $7::text[],"
        " $8::text[]) AS n (id, type, known, name, name_ar, name_en, country, wikidata)"
        " WHERE NOT EXISTS (SELECT FROM entities e WHERE e.id = n.id) ORDER BY n.id ON CONFLICT (id) DO NOTHING"},

    [STATEMENT_ENTITY_NAMES_INSERT] = {"entity_names_insert", 3,
        "INSERT INTO entity_names (entity_id, key, name)"
        " SELECT n.* FROM unnest($1::text[], $2::text[], $3::text[]) AS n (entity_id, key, name)"
        " WHERE NOT EXISTS (SELECT FROM entity_names e WHERE e.entity_id = n.entity_id AND e.key = n.key)"
        " ORDER BY n.entity_id, n.key ON CONFLICT (entity_id, key) DO NOTHING"},

    [STATEMENT_ARTICLE_ENTITIES_INSERT] = {"article_entities_insert", 8,
        "INSERT INTO article_entities (article_id, dated_at, entity_id, type, position, mention_count, salience, mentions)"
        " SELECT $1::uuid, $2::timestamptz, n.* FROM unnest($3::text[], $4::text[], $5::int[], $6::int[], $7::real[],"
        " $8::bytea[]) AS n (entity_id, type, position, mention_count, salience, mentions)"},

    /* One row for each entity, in one snapshot; the text travels once. */
    [STATEMENT_ARTICLE_SELECT] = {"article_select", 1,
        "SELECT " ARTICLE_COLUMNS ", CASE WHEN coalesce(m.position, 0) = 0 THEN a.text END,"
        " m.entity_id, m.type, m.salience, m.mentions"
        " FROM articles a LEFT JOIN article_entities m ON m.article_id = a.id WHERE a.id = $1::uuid ORDER BY m.position"},

    [STATEMENT_ARTICLE_DELETE] = {"article_delete", 1, "DELETE FROM articles WHERE id = $1::uuid"},
    [STATEMENT_ARTICLE_ENTITIES_DELETE] = {"article_entities_delete", 1,
        "DELETE FROM article_entities WHERE article_id = $1::uuid"},

    [STATEMENT_ARTICLE_LIST] = {"article_list", 8,
        "SELECT " ARTICLE_COLUMNS " FROM articles a WHERE (a.dated_at, a.id) < ($1::timestamptz, $2::uuid)"
        " AND a.dated_at >= $3::timestamptz AND a.dated_at < $4::timestamptz" ARTICLE_FILTERS
        " ORDER BY a.dated_at DESC, a.id DESC LIMIT $8::bigint"},

    [STATEMENT_ARTICLE_LIST_OF_ENTITY] = {"article_list_of_entity", 9,
        "SELECT " ARTICLE_COLUMNS " FROM article_entities m JOIN articles a ON a.id = m.article_id"
        " WHERE m.entity_id = $9 AND (m.dated_at, m.article_id) < ($1::timestamptz, $2::uuid)"
        " AND m.dated_at >= $3::timestamptz AND m.dated_at < $4::timestamptz" ARTICLE_FILTERS
        " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $8::bigint"},

    [STATEMENT_TOP_ENTITIES] = {"top_entities", 2,
        "SELECT m.article_id, m.entity_id, m.type, m.salience, m.mentions FROM article_entities m"
        " WHERE m.article_id = ANY ($1::uuid[]) AND m.position < $2::int ORDER BY m.article_id, m.position"},

    /* $1 folded query ('' for all), $2 as a prefix pattern, $3 as a pattern of words inside " key", $4 ids that the
     * gazetteer has under that name, $5 type, $6 $7 $8 the cursor, $9 limit */
    [STATEMENT_ENTITY_SEARCH] = {"entity_search", 9,
        "WITH hits AS (SELECT entity_id, CASE WHEN $1::text = '' OR key = $1 THEN 0 WHEN key LIKE $2 THEN 1 ELSE 2 END AS rank"
        " FROM entity_names WHERE $1 = '' OR ' ' || key LIKE $3"
        " UNION ALL SELECT id, 0 FROM unnest($4::text[]) AS known (id)),"
        " best AS (SELECT entity_id, min(rank) AS rank FROM hits GROUP BY entity_id),"
        " counted AS (SELECT b.entity_id, b.rank, count(*) AS articles, sum(m.mention_count) AS mentions,"
        " min(m.dated_at) AS first_seen, max(m.dated_at) AS last_seen"
        " FROM best b JOIN article_entities m ON m.entity_id = b.entity_id GROUP BY b.entity_id, b.rank)"
        " SELECT " ENTITY_COLUMNS ", c.articles, c.mentions, " MICROSECONDS("c.first_seen") ", "
        MICROSECONDS("c.last_seen") ", c.rank FROM counted c JOIN entities e ON e.id = c.entity_id"
        " WHERE ($5::text IS NULL OR e.type = $5) AND (c.rank, -c.articles, e.id) > ($6::int, -$7::bigint, $8::text)"
        " ORDER BY c.rank, -c.articles, e.id LIMIT $9::bigint"},

    [STATEMENT_ENTITY_SELECT] = {"entity_select", 1,
        "SELECT " ENTITY_COLUMNS ", c.articles, c.mentions, " MICROSECONDS("c.first_seen") ", "
        MICROSECONDS("c.last_seen") ", 0,"
        " (SELECT json_agg(s.name ORDER BY s.name) FROM (SELECT name FROM entity_names WHERE entity_id = e.id"
        " ORDER BY key LIMIT 100) s)"
        " FROM entities e, LATERAL (SELECT count(*) AS articles, coalesce(sum(m.mention_count), 0) AS mentions,"
        " min(m.dated_at) AS first_seen, max(m.dated_at) AS last_seen FROM article_entities m WHERE m.entity_id = e.id) c"
        " WHERE e.id = $1"},

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
