-- migrations.sql - the table of what was applied (db/migrate.h). `alam migrate` runs these on a connection of its own.

-- name: migrations_lock
-- Waits until no other process migrates. The lock ends with the connection. The number reads "alam" in ASCII.
SELECT pg_advisory_lock(1634492781);

-- name: migrations_sequential
-- Lets one transaction make several changes of the schema on a Citus cluster. Without the extension it means nothing.
SET citus.multi_shard_modify_mode TO 'sequential';

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

-- name: migration_is_unedited
-- Asks whether an applied migration is what this file says. $1 name, $2 content.
SELECT sha256 = sha256($2::bytea) FROM schema_migrations WHERE name = $1;

-- name: migration_record
-- Notes that a migration was applied. $1 name, $2 content.
INSERT INTO schema_migrations (name, sha256) VALUES ($1, sha256($2::bytea));

-- name: migrations_applied
-- Counts the migrations of this binary that are applied, unedited. $1 their names, $2 their contents.
SELECT count(*)
FROM unnest($1::text[], $2::bytea[]) AS f (name, content)
JOIN schema_migrations m ON m.name = f.name AND m.sha256 = sha256(f.content);
