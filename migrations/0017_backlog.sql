-- What waits to be delivered and what was given up: counted for the metrics every few seconds, so that neither may need a
-- walk over the other.

CREATE INDEX outbox_waiting ON outbox (created_at) WHERE NOT dead;
CREATE INDEX outbox_dead ON outbox (subscription_id, created_at) WHERE dead;
