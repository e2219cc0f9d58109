/* batch.h - application/x-ndjson on a route: a JSON body in each line of the request, a result in each line of the
 * answer, both streamed.
 *
 * libmicrohttpd reads a request to its end before it answers. A batch therefore writes its answer to the connection's
 * socket itself (sender.h) while libmicrohttpd goes on reading, and the connection is closed at the end. Each line is a
 * request of its own, taken through the steps of the route; a thread of the batch (conductor.h) runs them, at most
 * BATCH_WINDOW at once, and the results leave in the order of the lines:
 *
 *     upload -> [lines waiting] -> prepare -> store, many at once -> [results in order] -> spool -> socket
 *
 * Reading the body does not wait for the answer being read: most clients write a whole body before they read, and most
 * proxies take no more of a body once its answer has begun, some losing the rest without a word. So results go to a
 * bounded spool (spool.h), and the answer begins when the body has ended. A client that reads while it writes is told
 * from others by what it sends: chunks over HTTP/1.1 without a header that proxies add (batch_input.early). Its answer
 * begins as soon as all lines are answered and no more come for BATCH_QUIET_MS, and after BATCH_HOLD_MS in any case.
 *
 * Memory is bounded by back-pressure: while more than BATCH_WAITING bytes of lines wait, or the requests of the process
 * hold all of ALAM_MEMORY_IN_FLIGHT, the connection is not read, and TCP slows the sender down. Lines pile up when the database is slow, when the spool is full, and when the rate of the
 * API key is used up; none of these refuses a line. A spool that is full also lets the answer begin. A faulty line gets
 * a problem document as its result and the others go on; blank lines are skipped. When the client leaves, lines that are
 * not stored yet are dropped.
 *
 * The last line of a complete answer counts the others: {"done":true,"lines":3,"stored":1,"existing":1,"failed":1}. An
 * answer that cannot be completed has no such line and ends with a reset (reset.h), or in the middle of its chunks.
 *
 * Threads: all functions are called by the HTTP thread of the connection.
 */
#ifndef ALAM_HTTP_BATCH_H
#define ALAM_HTTP_BATCH_H

#include "service/http/batch/batch_input.h"

struct batch;

/* Starts a batch; `input` is copied, what it points to must live until batch_detach. STATUS_OUT_OF_MEMORY,
 * STATUS_UNAVAILABLE: no thread, or no file descriptor. */
enum status batch_open(const struct batch_input *input, struct batch **ret_batch, struct error *error);

/* Whether there is memory in flight for `length` more bytes of the body, once decoded. False: the connection is paused
 * until there is, and they must not be fed. */
bool batch_has_room(struct batch *batch, size_t length);

/* Takes bytes of the body, decoded; *length becomes how many of them: fewer when more than BATCH_WAITING bytes of lines
 * wait. Returns how many lines they completed. */
size_t batch_feed(struct batch *batch, const char *bytes, size_t *length);

/* Pauses the connection if more than BATCH_WAITING bytes of lines wait; the batch resumes it when half of that is
 * worked. True: the connection is paused. */
bool batch_pause(struct batch *batch);

/* The body has ended, well (STATUS_OK) or with an error, which then becomes the last result. True: the answer is written
 * to its end. Else the connection is paused until it is. */
bool batch_end(struct batch *batch, enum status status, const struct error *error);

/* True once the answer is written to its end or the client has left: the connection is to be closed. */
bool batch_finished(struct batch *batch);

/* The connection ends. From now on the batch belongs to its thread, which frees it. Returns how many bytes of the
 * answer's body were sent; *ret_delivered: that was all of it. */
size_t batch_detach(struct batch *batch, bool *ret_delivered);

#endif
