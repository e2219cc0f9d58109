/* change_streams.h - the feed of changes (service/store/articles/changes.h) as server-sent events, for many clients at once.
 *
 * One thread reads the feed for all of them, every CHANGE_STREAMS_MS while there are any. Streams that have read equally
 * far, which soon are all of them, share a query. A stream is given more only when its client has taken what it had, so its
 * memory is bounded; a client that takes nothing is ended by its deadline (service/http/deadlines.h).
 *
 * Each event has as its id the cursor behind it, so that a client that was cut off goes on where it was. A comment is sent
 * when nothing has happened for ALAM_STREAM_HEARTBEAT, so that proxies keep the connection and a client that has left is
 * noticed. A stream ends after ALAM_STREAM_TIME, when the service drains, and when changes behind its position are not
 * kept any more; its client connects again, and is judged anew by its key.
 *
 * Threads: open by store workers; a stream's functions (service/route/answer_stream.h) by whom its request belongs to.
 */
#ifndef ALAM_WORK_CHANGE_STREAMS_H
#define ALAM_WORK_CHANGE_STREAMS_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/route/answer_stream.h"

enum { CHANGE_STREAMS_MS = 500, CHANGE_STREAMS_PAGE = 500 };

struct change_position;
struct change_streams;

/* Starts the thread. */
enum status change_streams_start(const struct app *app, struct change_streams **ret_streams, struct error *error);
/* A stream of what comes behind `after`; its reader closes it. NULL: ALAM_STREAMS are open, or the service ends. */
struct answer_stream *change_streams_open(struct change_streams *streams, const struct change_position *after);
/* Ends every stream; no other is opened. NULL is fine. */
void change_streams_end(struct change_streams *streams);
/* Ends the thread, after change_streams_end; no stream waits any longer. NULL is fine. */
void change_streams_stop(struct change_streams *streams);
/* After all requests have ended. NULL is fine. */
void change_streams_free(struct change_streams *streams);

#endif
