-- What editors changed in the gazetteer, and who changed what (service/store/operations/edits.h). The three tables stay
-- on the coordinator of a cluster.
--
-- Each change has a number, its `edit`. The one row of gazetteer_state is locked by every change, so the numbers have no
-- gaps and are committed in their order: who has read up to a number has missed nothing below it.

CREATE TABLE gazetteer_state (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    edit       bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO gazetteer_state (edit) VALUES (0);

-- What holds now, a row for each thing that was ever changed. kind and id: 'entry' and the entity's id; 'suppression' and
-- its UUID; 'different' and two ids in their order, with a blank between. A state that is null says that nothing is
-- changed any more: the row stays, so that replicas see it by its number.
CREATE TABLE gazetteer_edits (
    kind        text NOT NULL CHECK (kind IN ('entry', 'suppression', 'different')),
    id          text NOT NULL,
    edit        bigint NOT NULL,
    state       jsonb,
    merged_into text GENERATED ALWAYS AS (state ->> 'merged_into') STORED, -- the entity that took this one's place
    PRIMARY KEY (kind, id)
);

CREATE INDEX gazetteer_edits_edit ON gazetteer_edits (edit);
CREATE INDEX gazetteer_edits_merged ON gazetteer_edits (merged_into) WHERE merged_into IS NOT NULL;

-- The audit log: one row for each number. `before` and `after` are objects of the states that the change replaced and
-- left, by kind and id: {"entry person:x": {…}, "entry person:y": null}.
CREATE TABLE gazetteer_log (
    edit      bigint PRIMARY KEY,
    made_at   timestamptz NOT NULL DEFAULT now(),
    made_by   text NOT NULL, -- the name of the API key; '': none was asked for
    action    text NOT NULL,
    reason    text,
    before    jsonb NOT NULL,
    after     jsonb NOT NULL,
    undoes    bigint,
    undone_by bigint
);

-- Between those who write and those who rule there are those who edit.
ALTER TABLE api_keys DROP CONSTRAINT api_keys_role_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role_check CHECK (role IN ('read', 'write', 'editor', 'admin'));
