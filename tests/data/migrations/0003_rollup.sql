-- Counts that nobody waits for: writers append to rollup_queue, one at a time folds it into the tables behind it
-- (service/store/rollup.h). A count is what is folded plus what still waits, so it is exact at any moment.
--
-- The entity '*' stands for every article. rollup_queue distributes by the article's id; the others are reference data.

CREATE TABLE rollup_queue (
    article_id     uuid NOT NULL,
    event          bigint NOT NULL,     -- random
    sign           smallint NOT NULL,   -- 1 stored, -1 deleted
    dated_at       timestamptz NOT NULL,
    entity_ids     text[] NOT NULL,
    mention_counts integer[] NOT NULL,
    PRIMARY KEY (article_id, event)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);

CREATE TABLE entity_counts (
    entity_id  text PRIMARY KEY,
    type       text NOT NULL,
    articles   bigint NOT NULL,
    mentions   bigint NOT NULL,
    first_seen timestamptz,
    last_seen  timestamptz,
    changed_at timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX entity_counts_articles ON entity_counts (articles DESC, entity_id);
CREATE INDEX entity_counts_type ON entity_counts (type, articles DESC, entity_id);

CREATE TABLE entity_hours (
    entity_id text NOT NULL,
    hour      timestamptz NOT NULL,
    articles  integer NOT NULL,
    PRIMARY KEY (entity_id, hour)
) WITH (fillfactor = 90);

CREATE INDEX entity_hours_hour ON entity_hours (hour, entity_id);

CREATE TABLE entity_days (
    entity_id text NOT NULL,
    day       date NOT NULL, -- UTC
    articles  integer NOT NULL,
    PRIMARY KEY (entity_id, day)
) WITH (fillfactor = 90);

CREATE VIEW entity_pending AS
SELECT q.dated_at, m.entity_id, q.sign AS articles, q.sign * m.mention_count AS mentions
FROM rollup_queue q, unnest(q.entity_ids, q.mention_counts) AS m (entity_id, mention_count);

-- What is stored already.
INSERT INTO entity_counts
SELECT m.entity_id, min(m.type), count(*), sum(m.mention_count), min(m.dated_at), max(m.dated_at), now()
FROM article_entities m GROUP BY m.entity_id
UNION ALL
SELECT '*', '', count(*), 0, min(dated_at), max(dated_at), now() FROM articles HAVING count(*) > 0;

INSERT INTO entity_hours
SELECT m.entity_id, date_trunc('hour', m.dated_at, 'UTC'), count(*) FROM article_entities m GROUP BY 1, 2
UNION ALL
SELECT '*', date_trunc('hour', dated_at, 'UTC'), count(*) FROM articles GROUP BY 2;

INSERT INTO entity_days
SELECT entity_id, (hour AT TIME ZONE 'UTC')::date, sum(articles) FROM entity_hours GROUP BY 1, 2;
