-- outbox.sql - deliveries to webhooks: what waits, what is taken for a lease, and how it went
-- (operations/deliveries.h).

-- name: subscribed
-- Asks whether there is any subscription, before anything is compared with them.
SELECT 1 FROM subscriptions LIMIT 1;

-- name: outbox_insert
-- Puts a delivery into the outbox for each subscription and each article that it matches, in the transaction that
-- stores the articles. Each parameter has one element for each entity of each article, and one without an entity, whose
-- salience is 1, for each article: $1 article, $2 entity, $3 type, $4 salience, $5 source, $6 language.
INSERT INTO outbox (subscription_id, article_id)
SELECT DISTINCT s.id, m.article_id
FROM subscriptions s
JOIN unnest($1::uuid[], $2::text[], $3::text[], $4::real[], $5::text[], $6::text[])
    AS m (article_id, entity_id, type, salience, source, language)
    ON {matches(s.entities, s.types, s.min_salience)} AND (s.sources = '{}' OR m.source = ANY (s.sources))
    AND (s.languages = '{}' OR s.languages && ARRAY[m.language, split_part(m.language, '-', 1)]);

-- name: deliveries_take
-- Takes the oldest delivery that is due of each subscription that is due, for a lease. One that was begun as often as it
-- may without being noted is left to deliveries_give_up. $1 how many at the most, $2 the lease in seconds, $3 how often.
WITH due AS (SELECT s.id FROM subscriptions s WHERE NOT s.paused AND s.due_at <= now()
        AND coalesce(s.lease_until, '-infinity') <= now()
        AND EXISTS (SELECT 1 FROM outbox o WHERE o.subscription_id = s.id AND NOT o.dead
            AND o.begun < $3::integer AND coalesce(o.due_at, '-infinity') <= now())
    ORDER BY s.due_at LIMIT $1::bigint FOR UPDATE SKIP LOCKED),
taken AS (UPDATE subscriptions s SET lease_until = now() + $2::float8 * interval '1 second' FROM due
    WHERE s.id = due.id RETURNING s.*),
chosen AS (SELECT o.* FROM taken s,
    LATERAL (SELECT * FROM outbox WHERE subscription_id = s.id AND NOT dead AND begun < $3::integer
        AND coalesce(due_at, '-infinity') <= now() ORDER BY created_at, position LIMIT 1) o),
begun AS (UPDATE outbox o SET begun = o.begun + 1 FROM chosen c WHERE o.position = c.position)
SELECT s.id, s.url, s.secret, CASE WHEN s.old_secret_until > now() THEN s.old_secret END, o.position, o.article_id,
    {microseconds(o.created_at)}, s.entities, s.types, s.min_salience
FROM taken s JOIN chosen o ON o.subscription_id = s.id;

-- name: deliveries_give_up
-- Gives up deliveries that were begun as often as they may and never noted. $1 how often, $2 what is said of them.
WITH o AS (UPDATE outbox SET dead = true, last_error = $2
    WHERE position IN (SELECT o.position FROM outbox o JOIN subscriptions s ON s.id = o.subscription_id
        WHERE o.begun > 1 AND o.begun >= $1::integer AND NOT o.dead AND coalesce(s.lease_until, '-infinity') <= now()
        FOR UPDATE OF o SKIP LOCKED)
    RETURNING subscription_id, position, article_id)
INSERT INTO delivery_log (subscription_id, position, article_id, outcome, error)
SELECT subscription_id, position, article_id, 'given-up', $2 FROM o;

-- name: delivery_article
-- Reads the article of a delivery, and those of its entities that the subscription asks for: one row for each entity, at
-- least one; no row when the article was deleted. $1 article, $2 $3 $4 what the subscription asks for: entities, types,
-- least salience. It is a statement apart from deliveries_take because on a cluster the article lies on another node
-- than the outbox.
SELECT {article_columns}, m.entity_id, m.type, e.name, m.salience, m.mention_count
FROM articles a
LEFT JOIN article_entities m ON m.article_id = a.id AND {matches($2::text[], $3::text[], $4::real)}
LEFT JOIN entities e ON e.id = m.entity_id
WHERE a.id = $1::uuid
ORDER BY m.position;

-- name: delivery_done
-- Notes that a delivery arrived. $1 subscription, $2 the delivery, $3 the status that the receiver answered with.
WITH gone AS (DELETE FROM outbox WHERE position = $2::uuid RETURNING subscription_id, position, article_id),
log AS (INSERT INTO delivery_log (subscription_id, position, article_id, outcome, http)
    SELECT subscription_id, position, article_id, 'delivered', $3::integer FROM gone)
UPDATE subscriptions
SET lease_until = NULL, failures = 0, last_error = NULL, due_at = now(), delivered_at = now()
WHERE id = $1::uuid;

-- name: delivery_failed
-- Notes that a delivery failed. The next attempt comes after a pause that doubles with each failure and varies by a
-- quarter either way. Usually the subscription pauses. When its receiver answers and refuses this delivery ($9), only the
-- delivery pauses, and the next one is made; it is given up after a few attempts ($10), unless the receiver has refused
-- more than that in a row, which means that it refuses everything: then the subscription pauses after all. A delivery that
-- has failed that often with any answer lets the others pass, too. $1 subscription, $2 the delivery, $3 what was wrong,
-- $4 whether to pause the subscription for good, $5 the first pause in seconds, $6 how many seconds after the first
-- failure the delivery is given up, $7 the longest pause in seconds, $8 the status that the receiver answered with, or
-- null, $9 whether it refuses this delivery, $10 attempts, $11 how many seconds the receiver asks to be left alone.
WITH s AS (SELECT $9::boolean AND failures < 2 * $10::integer AS alone,
        CASE WHEN $9 THEN greatest(failures - 2 * $10, 0) ELSE failures END AS in_a_row
    FROM subscriptions WHERE id = $1::uuid),
o AS (UPDATE outbox SET attempts = attempts + 1, begun = 0, last_error = $3, failing_since = coalesce(failing_since, now()),
        dead = coalesce(failing_since, now()) + $6::float8 * interval '1 second' <= now()
            OR (s.alone AND attempts + 1 >= $10),
        due_at = CASE WHEN s.alone OR ($8::integer IS NOT NULL AND attempts + 1 >= $10)
            THEN now() + {retry_pause($5, attempts, $7)} END
    FROM s WHERE position = $2::uuid RETURNING dead, article_id),
log AS (INSERT INTO delivery_log (subscription_id, position, article_id, outcome, http, error)
    SELECT $1, $2, article_id, CASE WHEN dead THEN 'given-up' ELSE 'failed' END, $8, $3 FROM o)
UPDATE subscriptions SET lease_until = NULL, last_error = $3, paused = paused OR $4::boolean,
    failures = CASE WHEN (SELECT dead AND NOT alone FROM o, s) THEN 0 ELSE subscriptions.failures + 1 END,
    due_at = now() + CASE WHEN (SELECT dead OR alone FROM o, s) THEN interval '0'
        ELSE greatest({retry_pause($5, (SELECT in_a_row FROM s), $7)}, $11::float8 * interval '1 second') END
WHERE id = $1;

-- name: delivery_log_prune
-- Removes old attempts from the log. $1 how old, in seconds.
DELETE FROM delivery_log WHERE attempted_at < now() - $1::float8 * interval '1 second';

-- name: outbox_prune
-- Removes deliveries that were given up and are old. $1 how old, in seconds.
DELETE FROM outbox WHERE dead AND created_at < now() - $1::float8 * interval '1 second';
