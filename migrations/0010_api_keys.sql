-- API keys. A key is alam_ID_SECRET: the id finds the row, the secret (256 random bits) is kept as its SHA-256 alone; a
-- slow hash would protect nothing that cannot be guessed anyway.

CREATE TABLE api_keys (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('read', 'write', 'admin')),
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
