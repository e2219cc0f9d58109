-- The trace that a job goes on with: W3C traceparent of the request that posted it.

ALTER TABLE jobs ADD COLUMN trace text;
