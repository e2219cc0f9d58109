-- Articles posted with `Prefer: respond-async`: the body as it was sent, until a replica has worked it. A worker takes a
-- job for a lease; a replica that dies lets it run out, and another one takes it. Working a job twice does no harm: an
-- article's id follows from its key.

CREATE TABLE jobs (
    id          uuid PRIMARY KEY,
    state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    body        text NOT NULL, -- '' once it is done
    attempts    integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now(),
    due_at      timestamptz NOT NULL DEFAULT now(), -- queued: not before; running: the lease's end
    finished_at timestamptz,
    article_id  uuid,
    problem     text
);

CREATE INDEX jobs_due ON jobs (due_at) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
