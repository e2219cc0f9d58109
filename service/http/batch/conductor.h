/* conductor.h - the thread of a batch: runs its lines through the route's steps and writes the results in their order.
 *
 * It works on whatever can go on: first it writes the result of the oldest line once that is done, then it runs the next
 * step of a line whose page has come, then it takes up another line, as long as fewer than BATCH_WINDOW are with the
 * store or the fetcher, the key's rate allows it and the spool has room. With nothing to do it moves what it has written
 * to the spool, and sleeps. It says when the answer may begin (batch.h); sending is the sender's.
 */
#ifndef ALAM_HTTP_CONDUCTOR_H
#define ALAM_HTTP_CONDUCTOR_H

#include "service/http/batch/batch_state.h"

enum { CONDUCTOR_NICE = 5 /* small requests come first where there are too few processors for both */ };

/* Starts the thread, detached; input.running is counted up until it ends. False: there is no thread to be had, and the
 * batch is still the caller's. */
bool conductor_start(struct batch *batch);

/* Called by store workers and the fetcher: the line can go on, or is done. */
void conductor_resumed(struct steps *steps);

/* Reads the connection again, if it is paused and nothing speaks against it any more. Called with the lock held. */
void conductor_resume_reading(struct batch *batch);

/* Frees the batch with all its lines. The last of conductor and batch_detach calls it. */
void conductor_free(struct batch *batch);

#endif
