-- Articles to be tagged anew (service/store/operations/retag_jobs.h): what is asked for, and how far it came. The table
-- stays on the coordinator of a cluster. A replica works a row for a lease, as with jobs; each of its transactions stores
-- some articles and, with them, where it stands and what changed: what a replica that dies leaves is neither lost nor
-- counted twice.

CREATE TABLE retags (
    id                uuid PRIMARY KEY,
    state             text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    forms             text[] NOT NULL,       -- articles with the words of one of them,
    entity            text,                  -- or that name this one; with neither: all
    source            text,
    dated_from        timestamptz,
    dated_to          timestamptz,
    gazetteer_before  text,                  -- tagged by a version before this one
    notify            boolean NOT NULL,      -- subscriptions are told of entities that are new in an article
    gazetteer_version text NOT NULL,         -- that it was asked for with: nobody who has an older one works it
    key_id            text,                  -- of the API key that it came with
    created_at        timestamptz NOT NULL DEFAULT now(),
    due_at            timestamptz NOT NULL DEFAULT now(), -- running: the lease's end
    finished_at       timestamptz,
    attempts          integer NOT NULL DEFAULT 0, -- times that it was taken
    failures          integer NOT NULL DEFAULT 0, -- of these, since an article was last stored
    reached_at        timestamptz,           -- dated_at and id of the last article that is done, the newest come first
    reached_id        uuid,
    expected          bigint,                -- articles; null: not counted yet
    articles          bigint NOT NULL DEFAULT 0, -- that are done
    changed           bigint NOT NULL DEFAULT 0,
    skipped           bigint NOT NULL DEFAULT 0,
    mentions_gained   bigint NOT NULL DEFAULT 0,
    mentions_lost     bigint NOT NULL DEFAULT 0,
    entities_gained   bigint NOT NULL DEFAULT 0,
    entities_lost     bigint NOT NULL DEFAULT 0,
    problem           text
);

CREATE INDEX retags_open ON retags (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX retags_finished ON retags (finished_at) WHERE finished_at IS NOT NULL;
