-- connection.sql - what is said to the server apart from any table.

-- name: ping
-- Asks whether the server answers.
SELECT 1;

-- name: takes_writes
-- Asks whether a transaction could write now: a standby, or a server that was told to be read-only, says no.
SELECT current_setting('transaction_read_only') = 'off';

-- name: begin
-- Begins a transaction, as the first statement of a pipeline.
BEGIN;

-- name: commit
-- Commits, as the last statement of a pipeline.
COMMIT;

-- name: set_statement_timeout
-- Sets the time-out of this transaction's statements, where a pooler refused it as a start-up option. $1 milliseconds.
SELECT set_config('statement_timeout', $1, true);
