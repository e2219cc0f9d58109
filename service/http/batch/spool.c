#include "service/http/batch/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MEMORY_MAXIMUM = 1 << 30, /* of one piece that an empty spool takes */
    PATH_ROOM = 4096
};

void spool_init(struct spool *spool, const char *directory, int64_t maximum)
{
    *spool = (struct spool){.directory = directory, .maximum = (off_t)maximum, .fd = -1};
    strbuf_init(&spool->memory, MEMORY_MAXIMUM);
}

void spool_release(struct spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    strbuf_release(&spool->memory);
}

bool spool_is_empty(const struct spool *spool)
{
    return spool->taken == spool->memory.length && spool->read == spool->written;
}

static bool refuse(struct spool *spool, int fault)
{
    spool->fault = fault;
    return false;
}

static bool put_in_memory(struct spool *spool, const char *bytes, size_t length)
{
    size_t before = spool->memory.length;
    strbuf_append(&spool->memory, bytes, length);
    if (strbuf_ok(&spool->memory))
        return true;
    spool->memory.broken = false;
    strbuf_truncate(&spool->memory, before);
    return refuse(spool, ENOMEM);
}

/* A file without a name; -1: see errno. */
static int open_file(const char *directory)
{
    char path[PATH_ROOM];
    if (snprintf(path, sizeof path, "%s/alam-XXXXXX", directory) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

/* A partial write is not counted, so the next one goes over it. */
static bool put_in_file(struct spool *spool, const char *bytes, size_t length)
{
    if (spool->fd < 0)
        spool->fd = open_file(spool->directory);
    if (spool->fd < 0)
        return refuse(spool, errno);
    if ((off_t)length > spool->maximum - spool->written)
        return refuse(spool, EFBIG);
    for (size_t done = 0; done < length;) {
        ssize_t written = pwrite(spool->fd, bytes + done, length - done, spool->written + (off_t)done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return refuse(spool, written ? errno : ENOSPC);
        done += (size_t)written;
    }
    spool->written += (off_t)length;
    return true;
}

bool spool_put(struct spool *spool, const char *bytes, size_t length)
{
    bool in_file = spool->read < spool->written;
    if (spool_is_empty(spool) || (!in_file && spool->memory.length + length <= SPOOL_MEMORY))
        return put_in_memory(spool, bytes, length);
    return put_in_file(spool, bytes, length);
}

static ssize_t take_from_file(struct spool *spool, char *buffer, size_t size)
{
    off_t left = spool->written - spool->read;
    size_t wanted = left < (off_t)size ? (size_t)left : size;
    ssize_t got;
    while ((got = pread(spool->fd, buffer, wanted, spool->read)) < 0 && errno == EINTR)
        ;
    if (got <= 0)
        return -1;
    spool->read += got;
    if (spool->read == spool->written && ftruncate(spool->fd, 0) == 0)
        spool->read = spool->written = 0;
    return got;
}

ssize_t spool_take(struct spool *spool, char *buffer, size_t size)
{
    size_t left = spool->memory.length - spool->taken;
    if (left == 0)
        return spool->read < spool->written ? take_from_file(spool, buffer, size) : 0;
    size_t length = left < size ? left : size;
    memcpy(buffer, spool->memory.data + spool->taken, length);
    spool->taken += length;
    if (spool->taken == spool->memory.length) {
        strbuf_clear(&spool->memory);
        spool->taken = 0;
    }
    return (ssize_t)length;
}
