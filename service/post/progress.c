#include "service/post/progress.h"

#include "service/base/timestamp.h"

#include <stdio.h>
#include <unistd.h>

enum { SECOND_US = 1000000, LINE_US = 10 * SECOND_US };

void progress_init(struct progress *progress, bool quiet)
{
    int64_t now = timestamp_monotonic();
    *progress = (struct progress){.quiet = quiet, .terminal = isatty(STDERR_FILENO), .began = now, .shown = now};
}

void progress_show(struct progress *progress, const struct post_totals *totals)
{
    int64_t now = timestamp_monotonic(), passed = now - progress->began;
    if (progress->quiet || now - progress->shown < (progress->terminal ? SECOND_US : LINE_US))
        return;
    progress->shown = now;
    fprintf(stderr, "%salam post: %lld lines, %lld a second, %lld refused", progress->terminal ? "\r" : "",
            (long long)totals->lines, (long long)(totals->lines * SECOND_US / (passed ? passed : 1)),
            (long long)totals->refused);
    if (progress->size)
        fprintf(stderr, ", %lld %% of %lld MB", (long long)(progress->bytes * 100 / progress->size),
                (long long)(progress->size / 1000000));
    fputs(progress->terminal ? "\033[K" : "\n", stderr);
    progress->open = progress->terminal;
}

void progress_pause(struct progress *progress)
{
    if (progress->open)
        fputc('\n', stderr);
    progress->open = false;
}
