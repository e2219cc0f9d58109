-- jobs.sql - asynchronous jobs (operations/jobs.h), and how much work waits (operations/backlog.h).

-- fragment: job_columns
-- The columns of jobs that jobs.c reads, in its order.
id, state, body, attempts, {microseconds(created_at)}, {microseconds(finished_at)}, article_id, problem, trace,
if_exists;

-- name: job_insert
-- Stores a job to be worked. $1 id, $2 body of the request, $3 traceparent or null, $4 the parameter if_exists or
-- null.
INSERT INTO jobs (id, body, trace, if_exists) VALUES ($1::uuid, $2, $3, $4);

-- name: job_select
-- Reads a job. $1 id.
SELECT {job_columns} FROM jobs WHERE id = $1::uuid;

-- name: job_take
-- Takes the job that has been due longest, for a lease: when that runs out, the job is due again. A job that was begun as
-- often as it may is left to jobs_give_up. $1 the lease in seconds, $2 attempts.
UPDATE jobs SET state = 'running', attempts = attempts + 1, due_at = now() + $1::float8 * interval '1 second'
WHERE id = (SELECT id FROM jobs WHERE state IN ('queued', 'running') AND due_at <= now()
    AND attempts < $2::integer ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING {job_columns};

-- name: jobs_give_up
-- Ends jobs that were begun as often as they may and whose lease ran out each time, or the last time. $1 attempts, $2 the
-- problem, with %s where the job's id belongs.
UPDATE jobs SET state = 'failed', problem = format($2, id), body = '', finished_at = now()
WHERE id IN (SELECT id FROM jobs WHERE state IN ('queued', 'running') AND due_at <= now() AND attempts >= $1::integer
    FOR UPDATE SKIP LOCKED);

-- name: jobs_renew
-- Renews the leases of jobs that are worked, unless another process has taken them meanwhile. $1 their ids, $2 the
-- attempts as they were taken, as texts, $3 the lease in seconds.
UPDATE jobs j SET due_at = now() + $3::float8 * interval '1 second'
FROM unnest($1::uuid[], $2::text[]) AS held (id, attempts)
WHERE j.id = held.id AND j.attempts = held.attempts::integer AND j.state = 'running';

-- name: job_finish
-- Notes how a job ended, or puts it back after a pause that doubles with each attempt. $1 id, $2 its state from now on
-- (done, failed or queued), $3 article or null, $4 problem or null, $5 the longest pause in seconds, $6 the attempts as it
-- was taken: who lost the job to another process changes nothing.
UPDATE jobs SET state = $2, article_id = $3::uuid, problem = $4, body = CASE WHEN $2 = 'queued' THEN body ELSE '' END,
    finished_at = CASE WHEN $2 = 'queued' THEN NULL ELSE now() END,
    due_at = now() + least(2 ^ attempts, $5::float8) * interval '1 second'
WHERE id = $1::uuid AND state = 'running' AND attempts = $6::integer;

-- name: jobs_prune
-- Removes jobs that ended some time ago. $1 how long ago, in seconds.
DELETE FROM jobs WHERE finished_at < now() - $1::float8 * interval '1 second';

-- name: backlog
-- Counts deliveries that wait and that were given up, the age in seconds of the oldest that waits and is not paused,
-- and jobs that wait and that are worked.
SELECT (SELECT count(*) FROM outbox WHERE NOT dead), (SELECT count(*) FROM outbox WHERE dead),
    (SELECT coalesce(extract(epoch FROM now() - min(o.created_at)), 0)::bigint FROM outbox o
        JOIN subscriptions s ON s.id = o.subscription_id WHERE NOT o.dead AND NOT s.paused),
    (SELECT count(*) FROM jobs WHERE state = 'queued'), (SELECT count(*) FROM jobs WHERE state = 'running');
