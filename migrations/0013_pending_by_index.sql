-- After a burst the queue is a large file with few rows in it, and every reader of counts went through all of its pages. The
-- condition is true of every row: it lets the planner take the rows from the index when they are few.

CREATE OR REPLACE VIEW entity_pending AS
SELECT q.dated_at, m.entity_id, q.sign AS articles, q.sign * m.mention_count AS mentions
FROM rollup_queue q, unnest(q.entity_ids, q.mention_counts) AS m (entity_id, mention_count)
WHERE q.article_id >= '00000000-0000-0000-0000-000000000000';
