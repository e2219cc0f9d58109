-- What a subscription asks for besides entities, a time of its own for a delivery that its receiver refuses, so that those
-- behind it need not wait, and a log of attempts. A delivery of the log can be made again.

ALTER TABLE subscriptions ADD COLUMN sources text[] NOT NULL DEFAULT '{}'; -- empty: any
ALTER TABLE subscriptions ADD COLUMN languages text[] NOT NULL DEFAULT '{}'; -- empty: any

ALTER TABLE outbox ADD COLUMN due_at timestamptz; -- not before; null: at once

CREATE TABLE delivery_log (
    subscription_id uuid NOT NULL,
    attempted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    position        uuid NOT NULL, -- of the delivery, which may be gone from the outbox
    article_id      uuid,          -- null: a test
    outcome         text NOT NULL, -- delivered, failed, given-up
    http            integer,       -- null: no answer came
    error           text,
    PRIMARY KEY (subscription_id, attempted_at, position)
);

CREATE INDEX delivery_log_old ON delivery_log (attempted_at);
CREATE INDEX delivery_log_position ON delivery_log (position);
