-- Articles and what was found in them.
--
-- The schema distributes by the article's id: every unique key of a hot table contains it, there is no sequence, no
-- trigger and no foreign key on one. The id is derived from the article's key (service/store/articles.h), so that posting
-- is idempotent without a second unique index. entities and entity_names are reference data.

CREATE TABLE articles (
    id                uuid PRIMARY KEY,
    source            text,
    external_id       text,
    url               text,
    title             text,
    text              text NOT NULL,
    language          text NOT NULL,
    published_at      timestamptz,
    received_at       timestamptz NOT NULL,
    dated_at          timestamptz NOT NULL, -- published_at, else received_at: the order of every list
    gazetteer_version text NOT NULL,
    warnings          text NOT NULL         -- of the annotation, each ended by a newline
);

CREATE INDEX articles_dated ON articles (dated_at DESC, id DESC);
CREATE INDEX articles_source ON articles (source, dated_at DESC, id DESC) WHERE source IS NOT NULL;

-- One row for an article and an entity. mentions is packed (service/store/pack.h): bytea, not jsonb, because it is read
-- only as a whole, takes a tenth of the room and needs no parser.
CREATE TABLE article_entities (
    article_id    uuid NOT NULL,
    entity_id     text NOT NULL,
    dated_at      timestamptz NOT NULL, -- the article's
    position      integer NOT NULL,     -- 0 is the most salient
    mention_count integer NOT NULL,
    salience      real NOT NULL,
    type          text NOT NULL,
    mentions      bytea NOT NULL,
    PRIMARY KEY (article_id, entity_id)
);

CREATE INDEX article_entities_entity ON article_entities (entity_id, dated_at DESC, article_id DESC);

CREATE TABLE entities (
    id       text PRIMARY KEY,
    type     text NOT NULL,
    known    boolean NOT NULL,
    name     text NOT NULL,
    name_ar  text NOT NULL,
    name_en  text NOT NULL,
    country  text NOT NULL,
    wikidata text NOT NULL
);

-- Every spelling an entity was met under or is called by; key is the folded form (nlp/fold.h).
CREATE TABLE entity_names (
    entity_id text NOT NULL,
    key       text NOT NULL,
    name      text NOT NULL,
    PRIMARY KEY (entity_id, key)
);

CREATE INDEX entity_names_key ON entity_names (key text_pattern_ops);
