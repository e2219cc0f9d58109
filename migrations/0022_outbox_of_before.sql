-- For a day 0012_webhooks.sql made an outbox whose position was a number of a sequence. A database that was migrated in
-- that day gets the table that all others have; the order of its deliveries stays.

DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = 'outbox'::regclass AND attname = 'position') = 'bigint'::regtype
    THEN
        ALTER TABLE outbox DROP CONSTRAINT outbox_subscription_id_fkey;
        ALTER TABLE outbox ALTER COLUMN position DROP IDENTITY;
        UPDATE outbox SET created_at = created_at + position * interval '1 microsecond';
        ALTER TABLE outbox ALTER COLUMN position TYPE uuid USING gen_random_uuid();
        ALTER TABLE outbox ALTER COLUMN position SET DEFAULT gen_random_uuid();
        ALTER TABLE outbox ALTER COLUMN created_at SET DEFAULT clock_timestamp();
        DROP INDEX outbox_subscription;
        CREATE INDEX outbox_subscription ON outbox (subscription_id, created_at, position);
    END IF;
END
$$;
