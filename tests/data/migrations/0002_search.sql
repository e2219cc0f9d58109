-- Full text, near-duplicates, and search by misspelt names.
--
-- words holds a 32-bit hash of each folded word and of what it is without its particles and article (service/store/words.h):
-- an eighth of the room of a tsvector over the same words, and its GIN index compares integers. minhash and bands find
-- near-duplicates (service/store/minhash.h). All three are NULL in articles that were stored before this migration, until
-- `alam migrate` has read them anew.

ALTER TABLE articles
    ADD COLUMN words   integer[],
    ADD COLUMN minhash bytea,
    ADD COLUMN bands   integer[];

-- lz4 packs a text in a tenth of pglz's time; a server built without it keeps pglz.
DO $$
BEGIN
    ALTER TABLE articles ALTER COLUMN text SET COMPRESSION lz4;
    ALTER TABLE articles ALTER COLUMN words SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;

CREATE INDEX articles_words ON articles USING gin (words) WITH (gin_pending_list_limit = 2048);
CREATE INDEX articles_bands ON articles USING gin (bands) WITH (gin_pending_list_limit = 512);
CREATE INDEX articles_language ON articles (language, dated_at DESC, id DESC);
CREATE INDEX articles_unread ON articles (id) WHERE words IS NULL;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- One index for words inside a spelling (LIKE '% word%') and for misspelt ones (%).
CREATE INDEX entity_names_trigrams ON entity_names USING gin ((' ' || key) gin_trgm_ops);

-- Insert-only tables are vacuumed by number of inserts: index-only scans need the visibility map.
ALTER TABLE articles SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE article_entities SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- Related entities read an article's entities and timelines an entity's dates from the indexes alone.
DROP INDEX article_entities_entity;
CREATE INDEX article_entities_entity ON article_entities (entity_id, dated_at DESC, article_id DESC) INCLUDE (salience);
