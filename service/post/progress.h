/* progress.h - says on standard error how far `alam post` has come: every second in one place on a terminal, else a line
 * every ten seconds. Threads: one. */
#ifndef ALAM_POST_PROGRESS_H
#define ALAM_POST_PROGRESS_H

#include "service/post/parcel.h"

struct progress {
    bool quiet, terminal;
    int64_t began, shown; /* timestamp_monotonic */
    int64_t bytes, size;  /* read so far; of all files, 0 when that is not known */
    bool open;            /* on a terminal: the line is not ended */
};

void progress_init(struct progress *progress, bool quiet);
/* Shows it when it is time to. */
void progress_show(struct progress *progress, const struct post_totals *totals);
/* Ends the line on a terminal, so that something else can be written. */
void progress_pause(struct progress *progress);

#endif
