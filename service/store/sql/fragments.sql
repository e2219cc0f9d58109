-- fragments.sql - texts that more than one statement contains. scripts/sql.sh says how they are filled in.

-- fragment: microseconds(time)
-- A moment as whole microseconds since 1970: nothing depends on the session's time zone or date style. The difference
-- of two moments is immutable where extract(epoch FROM a moment) is only stable, and Citus takes nothing but immutable
-- expressions in RETURNING.
(extract(epoch FROM {time} - timestamptz '1970-01-01 00:00:00+00') * 1000000)::bigint;

-- fragment: rfc3339(time)
-- A moment as the API writes it, in whole seconds of UTC.
to_char({time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- fragment: article_columns
-- The columns of articles a that article_rows_read takes, in its order (articles/article_rows.h).
a.id, {article_members}, a.revision, a.url_key, a.page_key, a.retagged;

-- fragment: revision_columns
-- The same of article_revisions a, and when the revision was replaced (articles/revisions.h).
a.article_id, {article_members}, a.revision, NULL, NULL, 0, {microseconds(a.replaced_at)};

-- fragment: article_members
-- What articles and article_revisions have in common.
a.source, a.external_id, a.url, a.title, a.author, a.authors, a.section, a.tags, a.language,
{microseconds(a.published_at)}, {microseconds(a.modified_at)}, {microseconds(a.received_at)},
{microseconds(a.updated_at)}, {microseconds(a.dated_at)}, a.gazetteer_version, a.warnings;

-- fragment: entity_columns
-- The columns of entities e that entity_rows_identity takes, in its order (entities/entity_rows.h).
e.id, e.type, e.known, e.name, e.name_ar, e.name_en, e.country, e.wikidata;

-- fragment: pending
-- A member of WITH: what the counts of each entity will change by when the rows of rollup_queue are folded
-- (entities/rollup.h).
pending AS MATERIALIZED (SELECT entity_id, sum(articles) AS articles, sum(mentions) AS mentions,
        min(dated_at) FILTER (WHERE articles > 0) AS first_seen,
        max(dated_at) FILTER (WHERE articles > 0) AS last_seen
    FROM entity_pending GROUP BY entity_id);

-- fragment: matches(entities, types, least_salience)
-- Whether the entity m of an article is one that a subscription asks for.
({entities} = '{}' OR m.entity_id = ANY ({entities})) AND ({types} = '{}' OR m.type = ANY ({types}))
AND m.salience >= {least_salience};

-- fragment: x_log(observed, expected)
-- One term of the likelihood ratio: 0 for 0.
CASE WHEN {observed} > 0 THEN {observed} * ln({observed} / ({expected})) ELSE 0 END;

-- fragment: likelihood_ratio(a, n, b, m)
-- Dunning's log-likelihood ratio G2 (1993) of a 2x2 table: a of n articles here, b of m articles there.
2 * ({x_log({a}, {n} * ({a} + {b}) / ({n} + {m}))}
+ {x_log({b}, {m} * ({a} + {b}) / ({n} + {m}))}
+ {x_log(({n} - {a}), {n} * ({n} + {m} - {a} - {b}) / ({n} + {m}))}
+ {x_log(({m} - {b}), {m} * ({n} + {m} - {a} - {b}) / ({n} + {m}))});

-- fragment: retry_pause(first, failures, longest)
-- How long to wait after so many failures; times in seconds.
least({first}::float8 * 2 ^ least({failures}, 20), {longest}::float8) * (0.75 + random() / 2) * interval '1 second';

-- fragment: version_key(version)
-- The numbers in a gazetteer's version, in which versions have their order: 2026-12-01.1 is before 2026-12-01.1+42.
string_to_array(trim(BOTH '.' FROM regexp_replace({version}, '[^0-9]+', '.', 'g')), '.')::numeric[];
