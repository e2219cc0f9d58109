#include "service/gazetteer/files.h"

#include "service/base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAXIMUM = 1 << 30 };

static bool complain(const char *path, const char *reason)
{
    fprintf(stderr, "alam gazetteer: %s: %s\n", path, reason);
    return false;
}

bool file_read(const char *path, char **ret_bytes, size_t *ret_length)
{
    struct strbuf bytes;
    FILE *file = fopen(path, "rb");
    if (!file)
        return complain(path, strerror(errno));
    strbuf_init(&bytes, FILE_MAXIMUM);
    bool done = strbuf_read(&bytes, file);
    const char *reason = strbuf_ok(&bytes) ? strerror(errno) : "too large";
    fclose(file);
    char *stolen = done ? strbuf_steal(&bytes, ret_length) : NULL;
    strbuf_release(&bytes);
    if (!stolen)
        return complain(path, reason);
    *ret_bytes = stolen;
    return true;
}

bool file_write(const char *path, const void *bytes, size_t length)
{
    char *beside = NULL;
    if (asprintf(&beside, "%s.%ld", path, (long)getpid()) < 0)
        return complain(path, "out of memory");
    FILE *file = fopen(beside, "wb");
    bool done = file && fwrite(bytes, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
    done = file && fclose(file) == 0 && done && rename(beside, path) == 0;
    if (!done) {
        complain(path, strerror(errno));
        unlink(beside);
    }
    free(beside);
    return done;
}
