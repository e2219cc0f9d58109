/* writer.h - group commit: what writers do with the articles that wait together.
 *
 * A writer takes all that waits, up to ALAM_COMMIT_ARTICLES and BATCH_BYTES of text; when the last batch had company and
 * this one has room, it waits up to ALAM_COMMIT_DELAY for more, as commit_delay does inside PostgreSQL. While one batch
 * commits, the next one gathers. A single client is never made to wait.
 *
 * A batch that fails because of a row is stored again without it; where the row is not known, one by one. A connection
 * that breaks in mid-batch leaves open whether it committed: the batch is sent once more, which stores nothing twice
 * because ids are derived. What failed otherwise is answered 503. Threads: see pool.h.
 */
#ifndef ALAM_STORE_WRITER_H
#define ALAM_STORE_WRITER_H

enum { WRITER_BATCH_BYTES = 8 * 1024 * 1024, WRITER_ATTEMPTS = 3 };

#endif
