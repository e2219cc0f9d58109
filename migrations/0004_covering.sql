-- Timelines and trends read counts from indexes alone: the rows of one window lie all over the table. A count that changes
-- is written to the indexes too; the folder does that, and nobody waits for it.

ALTER TABLE entity_hours DROP CONSTRAINT entity_hours_pkey;
ALTER TABLE entity_hours ADD CONSTRAINT entity_hours_pkey PRIMARY KEY (entity_id, hour) INCLUDE (articles);
DROP INDEX entity_hours_hour;
CREATE INDEX entity_hours_hour ON entity_hours (hour, entity_id) INCLUDE (articles);
ALTER TABLE entity_hours SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.02);

ALTER TABLE entity_days DROP CONSTRAINT entity_days_pkey;
ALTER TABLE entity_days ADD CONSTRAINT entity_days_pkey PRIMARY KEY (entity_id, day) INCLUDE (articles);
ALTER TABLE entity_days SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.02);
