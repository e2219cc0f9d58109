/* spool.h - a queue of bytes that is bounded: in memory at first, past SPOOL_MEMORY in a temporary file.
 *
 *     put -> [memory, the oldest bytes] [file, the rest] -> take
 *
 * The file has no name, so that it is gone with the process however that ends. It is made when it is first needed, and
 * emptied whenever all of it was taken; until then it only grows. What does not fit is refused, and may be put again
 * later: a file that has reached its maximum, a full disk, and a directory that cannot be written to look alike. An
 * empty spool takes a piece of any size into memory, so that a refused piece gets in sooner or later.
 *
 *     spool_init(&spool, "/var/tmp", maximum);
 *     if (!spool_put(&spool, bytes, length))
 *         …wait until something was taken; spool.fault says why…
 *     ssize_t taken = spool_take(&spool, buffer, sizeof buffer);
 *     spool_release(&spool);
 *
 * Threads: one at a time.
 */
#ifndef ALAM_HTTP_SPOOL_H
#define ALAM_HTTP_SPOOL_H

#include "service/base/strbuf.h"

#include <sys/types.h>

enum { SPOOL_MEMORY = 1024 * 1024 };

struct spool {
    const char *directory; /* where the file is made; borrowed */
    off_t maximum;         /* bytes of the file */
    struct strbuf memory;
    size_t taken;        /* bytes of `memory` that were taken */
    int fd;              /* -1: there is no file yet */
    off_t read, written; /* places in the file; equal: it is empty */
    int fault;           /* errno of the last refusal; EFBIG: the file has its maximum */
};

void spool_init(struct spool *spool, const char *directory, int64_t maximum);
void spool_release(struct spool *spool);

/* Takes all of the bytes or, returning false, none of them. */
bool spool_put(struct spool *spool, const char *bytes, size_t length);

/* Moves the oldest bytes to `buffer`, as many as are at hand. Returns how many; 0: the spool is empty; -1: they cannot be
 * read back from the file. */
ssize_t spool_take(struct spool *spool, char *buffer, size_t size);

bool spool_is_empty(const struct spool *spool);

#endif
