#include "service/gazetteer/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAXIMUM = 1 << 30 };

bool file_read(const char *path, char **ret_bytes, size_t *ret_length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t length = 0, room = 0;
    bool done = false;
    while (file) {
        if (room - length < 2) {
            room = room ? room * 2 : 1 << 16;
            char *grown = room <= FILE_MAXIMUM ? realloc(bytes, room) : NULL;
            if (!grown)
                break;
            bytes = grown;
        }
        size_t got = fread(bytes + length, 1, room - length - 1, file);
        length += got;
        if (got == 0) {
            done = !ferror(file);
            break;
        }
    }
    if (file)
        fclose(file);
    if (!done) {
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, errno ? strerror(errno) : "too large");
        free(bytes);
        return false;
    }
    bytes[length] = '\0';
    *ret_bytes = bytes;
    *ret_length = length;
    return true;
}

bool file_write(const char *path, const void *bytes, size_t length)
{
    char *beside = NULL;
    if (asprintf(&beside, "%s.%ld", path, (long)getpid()) < 0)
        return false;
    FILE *file = fopen(beside, "wb");
    bool done = file && fwrite(bytes, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
    done = file && fclose(file) == 0 && done && rename(beside, path) == 0;
    if (!done) {
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, strerror(errno));
        unlink(beside);
    }
    free(beside);
    return done;
}

static void *or_die(void *memory)
{
    if (!memory) {
        fputs("alam gazetteer: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void *array_room(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room + *room / 2 + 64;
    return or_die(reallocarray(items, *room, size));
}

void *memory_take(size_t size)
{
    return or_die(calloc(1, size ? size : 1));
}
