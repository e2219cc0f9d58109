/* answer_stream.h - an answer that goes on: its bytes are made while it is sent, and it ends when its maker says so.
 *
 * A step that leaves one in request->stream answers with it, after what it wrote to `out` has been sent. Whoever makes it
 * begins a struct of its own with this one:
 *
 *     take    moves bytes to `buffer`: how many; 0: there are none yet; -1: it has ended
 *     wait    after take gave 0: true: there are still none, and `ready` is called once when that changes; false: take
 *             again
 *     close   it is not read any more; called once, also when nothing was sent
 *
 * Threads: the three are called by whom the request belongs to. `ready` is called by the maker's thread, briefly.
 */
#ifndef ALAM_ROUTE_ANSWER_STREAM_H
#define ALAM_ROUTE_ANSWER_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct answer_stream {
    ssize_t (*take)(struct answer_stream *self, char *buffer, size_t size);
    bool (*wait)(struct answer_stream *self);
    void (*close)(struct answer_stream *self);
    void (*ready)(void *owner); /* set by who sends it, before `wait`, as is the next */
    void *owner;
};

#endif
