-- What becomes of articles, for those who poll (GET /v1/changes, service/store/articles/changes.h). Both tables stay on the
-- coordinator of a cluster, whose transaction ids they hold.
--
-- position is not less than the id of the transaction that writes the row, and grows from one change of an article to its
-- next one. It is read only below the oldest transaction that is still running, so that no row can come behind a reader
-- who has passed its position. What an old binary does beside a new one leaves no row.

CREATE TABLE article_changes (
    position   xid8 NOT NULL,
    changed_at timestamptz NOT NULL,
    article_id uuid NOT NULL,
    change     text NOT NULL CHECK (change IN ('created', 'updated', 'retagged', 'deleted')),
    revision   integer, -- null: deleted
    PRIMARY KEY (position, changed_at, article_id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);

-- Up to which position rows were removed, because they were old.
CREATE TABLE article_changes_pruned (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position xid8 NOT NULL
);

INSERT INTO article_changes_pruned (position) VALUES ('0');
