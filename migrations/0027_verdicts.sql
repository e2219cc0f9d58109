-- What editors say of mentions (service/store/articles/verdict.h), and how often an article was tagged anew.
--
-- Offsets are bytes of the field. words is what stands there, from the first byte of either span to the last one; before
-- and after are what surrounds it: by these a verdict finds its place in a corrected text. A verdict whose words are gone
-- is kept, and does not apply. right_start to name are null for a rejection. An old binary that runs beside a new one
-- cannot read an article that has a mention by an editor.

ALTER TABLE articles ADD COLUMN retagged integer NOT NULL DEFAULT 0; -- since it was stored; counted up

CREATE TABLE verdicts (
    article_id   uuid NOT NULL,
    id           uuid NOT NULL,
    verdict      text NOT NULL CHECK (verdict IN ('confirm', 'correct', 'reject', 'add')),
    field        text NOT NULL CHECK (field IN ('title', 'text')),
    judged_start integer NOT NULL, -- the mention that the verdict is about
    judged_end   integer NOT NULL,
    right_start  integer,          -- where a name really is
    right_end    integer,
    words        text NOT NULL,
    before       text NOT NULL,
    after        text NOT NULL,
    type         text,
    entity_id    text,
    name         text,
    note         text,
    key_id       text,             -- of the API key that it came with
    made_at      timestamptz NOT NULL,
    applies      boolean NOT NULL,
    PRIMARY KEY (article_id, id)
);
