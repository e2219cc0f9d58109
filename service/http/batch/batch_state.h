/* batch_state.h - a batch and its lines: the structs that batch.c (the HTTP thread) and conductor.c (the batch's own
 * thread) share.
 *
 * A line passes through these states:
 *
 *     READ     its bytes are complete; no step of the route has run
 *     WAITING  a store worker has it, its page is being fetched, or it waits for memory in flight
 *     READY    its page, or the memory, has come: the conductor may run its next step
 *     DONE     its result can be written
 *
 * Threads: stated at each group of members.
 */
#ifndef ALAM_HTTP_BATCH_STATE_H
#define ALAM_HTTP_BATCH_STATE_H

#include "service/app/budget.h"
#include "service/base/wake.h"
#include "service/http/batch/batch_input.h"
#include "service/http/batch/sender.h"
#include "service/route/steps.h"

enum {
    BATCH_WINDOW = 64,          /* lines that are with the store or the fetcher at once */
    BATCH_WAITING = 256 * 1024, /* bytes of lines that wait before the connection is paused */
    BATCH_QUIET_MS = 250,       /* all lines are answered and none comes: an early answer begins */
    BATCH_HOLD_MS = 30 * 1000   /* an early answer begins at the latest; so does one over HTTP/1.0 after its body */
};

enum line_state { LINE_READ, LINE_WAITING, LINE_READY, LINE_DONE };

struct line {
    struct line *next;
    struct batch *batch;
    size_t number; /* 1 is the first line of the body */
    enum line_state state;
    struct request request;
    struct steps steps;
    struct share share; /* of ALAM_MEMORY_IN_FLIGHT */
};

/* What the last line of the answer says. */
struct batch_totals {
    size_t lines;    /* results */
    size_t stored;   /* articles that are new */
    size_t existing; /* articles that were stored before */
    size_t failed;   /* problems */
};

struct batch {
    struct batch_input input; /* constant */
    struct sender sender;
    int64_t opened;                             /* constant; timestamp_monotonic */
    struct arena arena;                         /* constant: of the parameters */
    const struct request_parameter *parameters; /* constant: of each line, input.parameter_count of them */

    struct wake wake;          /* guards this group */
    struct line *head, **tail; /* lines whose result is not written, oldest first */
    struct line *unread;       /* the first of them in LINE_READ */
    size_t waiting;            /* bytes of the lines in LINE_READ, a struct line for each included */
    size_t flying;             /* lines in LINE_WAITING or LINE_READY */
    size_t ready;              /* lines in LINE_READY */
    struct batch_totals totals;
    int64_t ended_at; /* when `ended` was set */
    bool ended;       /* the body is complete: no more lines come */
    bool broken;      /* a line or a result was lost for want of memory: the answer cannot be completed */
    bool full;        /* the spool refused results: no line is taken up until it is empty */
    bool gone;        /* the client has left */
    bool hungry;      /* the connection is not read, because it waits for memory in flight */
    bool paused;      /* the connection is not read */
    bool finished;    /* the conductor has nothing left to do */
    bool detached;    /* the connection has ended */

    struct strbuf out;    /* the conductor's: results that are not in the spool yet */
    struct share results; /* the conductor's: of memory in flight, for those */
    int64_t busy_at;      /* the conductor's: when it last did something */
    bool warned;          /* the conductor's: that the spool is full was logged */
    int64_t not_before;   /* the conductor's: when the key's rate allows the next line (timestamp_monotonic) */

    struct strbuf partial; /* the HTTP thread's: the line that is not complete */
    struct share reading;  /* the HTTP thread's: of memory in flight, for that line */
    bool skipping;         /* the HTTP thread's: that line is too long, its rest is not kept */
    size_t line_number;    /* the HTTP thread's */
};

#endif
