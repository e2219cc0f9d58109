/* ending.h - sees to it that a service that was told to end does so in time, whatever hangs.
 *
 *     ending_begin(&ending, &app, grace_ms, running)
 *         after grace_ms nobody waits for the database any longer (store_give_up), and ENDING_FORCE_MS later the process
 *         ends, with a last line in the log: something hung that has no time-out, as a name server
 *     …the service ends by itself…
 *     ending_done(&ending)
 *
 * Threads: one begins and is done.
 */
#ifndef ALAM_COMMANDS_ENDING_H
#define ALAM_COMMANDS_ENDING_H

#include "service/app/app.h"
#include "service/base/wake.h"

enum { ENDING_FORCE_MS = 1500 };

struct ending {
    const struct app *app;
    int64_t grace_ms;
    int64_t began;    /* timestamp_monotonic */
    struct wake wake; /* guards `done` */
    bool done;
    bool started;
    pthread_t thread;
};

/* Starts the clock. Without a thread for it, nothing is forced. */
void ending_begin(struct ending *ending, const struct app *app, int64_t grace_ms);
/* The service has ended, but its store is not freed yet. Also when it was not begun. */
void ending_done(struct ending *ending);

#endif
