-- Corrected articles: what a correction replaces is kept in article_revisions. Further members of an article, and its
-- address in the form by which addresses are compared (service/base/url.h).
--
-- Nothing here rewrites a row: the columns are null or have a constant default, and the indexes read what is there.
-- url_key is null in articles of before; `alam migrate` sets it where the address is not in its normal form already.
-- authors is null where `author` says it all. An old binary that stores articles beside a new one leaves all of this
-- null or at its default.

ALTER TABLE articles
    ADD COLUMN authors     text[], -- all of several; the first of them is in author
    ADD COLUMN section     text,
    ADD COLUMN tags        text[],
    ADD COLUMN url_key     text,
    ADD COLUMN modified_at timestamptz, -- as the publisher says
    ADD COLUMN updated_at  timestamptz, -- when the last correction was stored
    ADD COLUMN revision    integer NOT NULL DEFAULT 1;

CREATE INDEX articles_url ON articles (hashtextextended(coalesce(url_key, url), 0)) WHERE url IS NOT NULL;
CREATE INDEX articles_authors ON articles USING gin ((coalesce(authors, ARRAY[author]))) WHERE author IS NOT NULL;

-- Addresses that may not be in their normal form, until `alam migrate` has looked at them.
CREATE INDEX articles_unkeyed ON articles (id)
    WHERE url_key IS NULL AND url !~ '^https://[a-z0-9.-]*[a-z0-9]/([A-Za-z0-9._~!$''()*+,;=:@&/-]*[A-Za-z0-9._~!$''()*+,;=:@&-])?$';

-- An article as it was before a correction, without what was found in it. It lies beside its article.
CREATE TABLE article_revisions (
    article_id        uuid NOT NULL,
    revision          integer NOT NULL,
    source            text,
    external_id       text,
    url               text,
    title             text,
    author            text,
    authors           text[],
    section           text,
    tags              text[],
    text              text NOT NULL,
    language          text NOT NULL,
    published_at      timestamptz,
    modified_at       timestamptz,
    received_at       timestamptz NOT NULL,
    updated_at        timestamptz,
    dated_at          timestamptz NOT NULL,
    gazetteer_version text NOT NULL,
    warnings          text NOT NULL,
    replaced_at       timestamptz NOT NULL,
    PRIMARY KEY (article_id, revision)
);

DO $$
BEGIN
    ALTER TABLE article_revisions ALTER COLUMN text SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;

-- What the request that posted a job said of an article that is there already; null: nothing.
ALTER TABLE jobs ADD COLUMN if_exists text;
