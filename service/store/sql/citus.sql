-- citus.sql - spreading the tables over the nodes of a cluster (db/citus.h).

-- name: citus_installed
-- Asks whether the database has the extension.
SELECT 1 FROM pg_extension WHERE extname = 'citus';

-- name: citus_undistributed
-- Reads the tables that are to be spread and are not yet: name, the column they are distributed by (null: they become
-- reference tables), the table whose rows of the same value lie on the same node.
-- plan: each time, because it runs once
-- needs: citus
SELECT t.name, t.key, t.beside
FROM (VALUES (1, 'articles', 'id', 'none'), (2, 'article_entities', 'article_id', 'articles'),
    (3, 'rollup_queue', 'article_id', 'articles'), (4, 'entities', NULL, NULL), (5, 'entity_names', NULL, NULL),
    (6, 'entity_counts', NULL, NULL), (7, 'entity_hours', NULL, NULL), (8, 'entity_days', NULL, NULL),
    (9, 'article_revisions', 'article_id', 'articles'), (10, 'verdicts', 'article_id', 'articles'),
    (11, 'candidate_decisions', NULL, NULL))
    AS t (number, name, key, beside)
WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrelid = t.name::regclass)
ORDER BY t.number;

-- name: citus_distribute
-- Distributes a table by a column. $1 table, $2 column, $3 the table that it lies beside, or 'none'.
-- plan: each time, because it runs once
-- needs: citus
SELECT create_distributed_table($1::text::regclass, $2::text, colocate_with := $3::text);

-- name: citus_reference
-- Makes a table one that every node has a copy of. $1 table.
-- plan: each time, because it runs once
-- needs: citus
SELECT create_reference_table($1::text::regclass);

-- name: citus_truncate_local
-- Removes the rows that stayed on the coordinator when their table was spread. $1 table.
-- plan: each time, because it runs once
-- needs: citus
SELECT truncate_local_data_after_distributing_table($1::text::regclass);
