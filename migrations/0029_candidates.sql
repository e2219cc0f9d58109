-- What editors decided about names that the gazetteer does not have (service/store/entities/candidates.h). It lies on every
-- node of a cluster, as entities do.

CREATE TABLE candidate_decisions (
    entity_id text PRIMARY KEY,
    decision  text NOT NULL CHECK (decision IN ('promote', 'merge', 'reject', 'unsure')),
    entry     text,                 -- of the gazetteer, which took the name up
    until     timestamptz,          -- unsure: not asked again before
    reason    text,
    key_id    text,                 -- of the API key that it came with
    made_at   timestamptz NOT NULL
);
