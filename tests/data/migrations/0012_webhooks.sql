-- Webhooks. An outbox row is written in the article's own transaction (statement article_entities_insert), one for each
-- subscription that the article matches. Each subscription is delivered in order, one at a time, by whichever replica
-- holds its lease. The secret is kept as it is, because every delivery is signed with it.

CREATE TABLE subscriptions (
    id               uuid PRIMARY KEY,
    url              text NOT NULL,
    entities         text[] NOT NULL, -- empty: any
    types            text[] NOT NULL, -- empty: any
    min_salience     real NOT NULL,
    secret           text NOT NULL,
    old_secret       text,            -- signs besides, until …
    old_secret_until timestamptz,
    paused           boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now(),
    failures         integer NOT NULL DEFAULT 0, -- in a row
    last_error       text,
    delivered_at     timestamptz,
    due_at           timestamptz NOT NULL DEFAULT now(), -- not before
    lease_until      timestamptz
);

CREATE TABLE outbox (
    position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    article_id      uuid, -- null: a test
    created_at      timestamptz NOT NULL DEFAULT now(),
    dead            boolean NOT NULL DEFAULT false, -- given up; kept to be seen
    attempts        integer NOT NULL DEFAULT 0,
    failing_since   timestamptz,
    last_error      text
);

CREATE INDEX outbox_subscription ON outbox (subscription_id, position);
