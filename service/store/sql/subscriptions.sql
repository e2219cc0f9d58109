-- subscriptions.sql - webhook subscriptions, as the API shows them (operations/subscriptions.h).

-- fragment: subscription_json
-- The subscription s as the API answers with it, without its secret.
json_build_object('id', s.id, 'url', s.url, 'entities', s.entities, 'types', s.types, 'sources', s.sources,
    'languages', s.languages, 'min_salience', round(s.min_salience::numeric, 6), 'paused', s.paused, 'created_at', {rfc3339(s.created_at)},
    'failures', s.failures, 'last_error', s.last_error, 'delivered_at', {rfc3339(s.delivered_at)}, 'waiting',
    (SELECT count(*) FROM outbox o WHERE o.subscription_id = s.id AND NOT o.dead), 'dead',
    (SELECT count(*) FROM outbox o WHERE o.subscription_id = s.id AND o.dead));

-- name: subscription_insert
-- Stores a subscription. $1 id, $2 url, $3 entities, $4 types, $5 sources, $6 languages (each empty: any), $7 least
-- salience, $8 secret.
INSERT INTO subscriptions AS s (id, url, entities, types, sources, languages, min_salience, secret)
VALUES ($1::uuid, $2, $3::text[], $4::text[], $5::text[], $6::text[], $7::real, $8)
RETURNING {subscription_json};

-- name: subscription_select
-- Reads a subscription. $1 id.
SELECT {subscription_json} FROM subscriptions s WHERE id = $1::uuid;

-- name: subscription_list
-- Reads all subscriptions as one JSON array, the oldest first.
SELECT coalesce(json_agg({subscription_json} ORDER BY s.created_at, s.id), '[]') FROM subscriptions s;

-- name: subscription_patch
-- Changes what a subscription asks for, unless it would match everything then: no row. $1 id; the others may be null,
-- which keeps what is there: $2 url, $3 entities, $4 types, $5 sources, $6 languages, $7 least salience.
UPDATE subscriptions s SET url = coalesce($2, url), entities = coalesce($3::text[], entities),
    types = coalesce($4::text[], types), sources = coalesce($5::text[], sources),
    languages = coalesce($6::text[], languages), min_salience = coalesce($7::real, min_salience)
WHERE id = $1::uuid AND coalesce($3, entities) || coalesce($4, types) || coalesce($5, sources) || coalesce($6, languages)
    <> '{}'
RETURNING {subscription_json};

-- name: subscription_delete
-- Deletes a subscription, what waits to be delivered to it, and its log. $1 id.
WITH waiting AS (DELETE FROM outbox WHERE subscription_id = $1::uuid),
log AS (DELETE FROM delivery_log WHERE subscription_id = $1)
DELETE FROM subscriptions WHERE id = $1::uuid
RETURNING id;

-- name: subscription_pause
-- Pauses a subscription or lets it go on, at once and with its failures forgotten. $1 id, $2 paused.
UPDATE subscriptions s SET paused = $2::boolean, failures = 0, due_at = now() WHERE id = $1::uuid
RETURNING {subscription_json};

-- name: subscription_rotate
-- Gives a subscription a new secret; the old one signs beside it for a while. $1 id, $2 the new secret, $3 for how many
-- seconds.
UPDATE subscriptions s SET old_secret = secret, old_secret_until = now() + $3::float8 * interval '1 second', secret = $2
WHERE id = $1::uuid
RETURNING {subscription_json};

-- name: subscription_test
-- Puts a test delivery behind what waits. $1 subscription.
INSERT INTO outbox (subscription_id) SELECT id FROM subscriptions WHERE id = $1::uuid;

-- name: subscription_redeliver
-- Lets deliveries that were given up be tried again, with their old ids and places in the order. $1 subscription, $2
-- the delivery, or null: all of them.
WITH again AS (UPDATE outbox SET dead = false, attempts = 0, failing_since = NULL, due_at = NULL
    WHERE subscription_id = $1::uuid AND dead AND ($2::uuid IS NULL OR position = $2) RETURNING position)
UPDATE subscriptions SET failures = 0, due_at = now()
WHERE id = $1 AND ($2 IS NULL OR EXISTS (SELECT 1 FROM again));

-- name: subscription_dead
-- Reads the deliveries of a subscription that were given up, up to 100, the newest first, as one JSON array. $1
-- subscription.
SELECT coalesce((SELECT json_agg(json_build_object('id', 'msg_' || o.position, 'article',
            '/v1/articles/' || o.article_id, 'attempts', o.attempts, 'created_at', {rfc3339(o.created_at)},
            'last_error', o.last_error) ORDER BY o.created_at DESC)
    FROM (SELECT * FROM outbox WHERE subscription_id = s.id AND dead ORDER BY created_at DESC LIMIT 100) o), '[]')
FROM subscriptions s
WHERE id = $1::uuid;

-- name: subscription_log
-- Reads the last attempts to deliver to a subscription, the newest first, as one JSON array. $1 subscription, $2 how many,
-- $3 an outcome, or null: any.
SELECT coalesce((SELECT json_agg(json_build_object('id', 'msg_' || l.position, 'article',
            '/v1/articles/' || l.article_id, 'attempted_at', {rfc3339(l.attempted_at)}, 'outcome', l.outcome,
            'status', l.http, 'error', l.error) ORDER BY l.attempted_at DESC)
    FROM (SELECT * FROM delivery_log WHERE subscription_id = s.id AND ($3::text IS NULL OR outcome = $3)
        ORDER BY attempted_at DESC LIMIT $2::bigint) l), '[]')
FROM subscriptions s
WHERE id = $1::uuid;

-- name: subscription_again
-- Makes a delivery of the log once more, behind what waits, under its old id; one that still waits, at once. $1
-- subscription, $2 the delivery.
WITH logged AS (SELECT DISTINCT subscription_id, position, article_id FROM delivery_log
    WHERE subscription_id = $1::uuid AND position = $2::uuid),
again AS (INSERT INTO outbox (position, subscription_id, article_id) SELECT position, subscription_id, article_id FROM logged
    ON CONFLICT (position) DO UPDATE SET dead = false, attempts = 0, failing_since = NULL, due_at = NULL
    RETURNING position)
UPDATE subscriptions SET failures = 0, due_at = now() WHERE id = $1 AND EXISTS (SELECT 1 FROM again);
