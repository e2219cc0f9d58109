-- migrations.sql - the table of what was applied (db/migrate.h). `alam migrate` runs these on a connection of its own.

-- name: migrations_lock
-- Waits until no other process migrates. The lock ends with the transaction, since behind a pooler the session is not
-- ours. The number reads "alam" in ASCII.
SELECT pg_advisory_xact_lock(1634492781);

-- name: migrations_settings
-- Lets one transaction make several changes of the schema on a Citus cluster (without the extension it means nothing), and
-- takes as long as it takes, whatever time-out the role has.
SELECT set_config('citus.multi_shard_modify_mode', 'sequential', true), set_config('statement_timeout', '0', true);

-- name: migrations_table_exists
-- Asks whether anything was ever applied.
SELECT to_regclass('schema_migrations') IS NOT NULL;

-- name: migrations_create_table
-- Creates the table of what was applied.
CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, sha256 bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now());

-- name: migrations_list
-- Reads the names of what was applied.
SELECT name FROM schema_migrations ORDER BY name;

-- fragment: is_former(name, sha256)
-- Whether this is one of the contents that files had before they had to stay as they are: comments differ, and in
-- 0012_webhooks.sql the table that 0022_outbox_of_before.sql puts right.
({name}, encode({sha256}, 'hex')) IN (
    ('0001_initial.sql', '9255611094a8a0e203119fa4252126e1fd82f9b028041eee6eae323371bd593f'),
    ('0002_search.sql', 'd01af41e035e44a616e9314566107473053c1d8d8af18a2e607602f2e1ef0b93'),
    ('0003_rollup.sql', 'a078f4c2ee20767e6308039df349f5d8ee6f21d575e8c2eeec32f24a9e02e2bb'),
    ('0012_webhooks.sql', 'e6c1f8159352641350b286419f99f0d669ca766643df992c0e3fb65694905cb3'));

-- name: migration_is_unedited
-- Asks whether an applied migration is what this file says, or a former content of it. $1 name, $2 content.
SELECT sha256 = sha256($2::bytea) OR {is_former(name, sha256)} FROM schema_migrations WHERE name = $1;

-- name: migration_record
-- Notes that a migration was applied. $1 name, $2 content.
INSERT INTO schema_migrations (name, sha256) VALUES ($1, sha256($2::bytea));

-- name: migrations_applied
-- Counts the migrations of this binary that are applied, unedited. $1 their names, $2 their contents.
SELECT count(*)
FROM unnest($1::text[], $2::bytea[]) AS f (name, content)
JOIN schema_migrations m ON m.name = f.name AND (m.sha256 = sha256(f.content) OR {is_former(m.name, m.sha256)});
