-- keys.sql - API keys (operations/keys.h).

-- fragment: key_columns
-- The columns of api_keys that keys.c reads, in its order.
id, name, role, hash, {microseconds(created_at)}, {microseconds(revoked_at)};

-- name: key_insert
-- Stores a key. $1 id, $2 name, $3 role, $4 SHA-256 of the secret part.
INSERT INTO api_keys (id, name, role, hash) VALUES ($1, $2, $3, $4::bytea);

-- name: key_select
-- Reads a key, a revoked one too. $1 id.
SELECT {key_columns} FROM api_keys WHERE id = $1;

-- name: key_list
-- Reads all keys, the oldest first.
SELECT {key_columns} FROM api_keys ORDER BY created_at, id;

-- name: key_revoke
-- Revokes a key that works. $1 id.
UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL;
