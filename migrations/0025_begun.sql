-- How often a delivery was begun since an attempt was last noted. When it is begun again and again and never noted, the
-- delivery itself may be what ends the service: it is given up.

ALTER TABLE outbox ADD COLUMN begun integer NOT NULL DEFAULT 0;

CREATE INDEX outbox_begun ON outbox (begun) WHERE begun > 1 AND NOT dead;
