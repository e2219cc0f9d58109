/* files.h - whole files in and out, and a growing array. Complaints go to stderr as "alam gazetteer: PATH: reason".
 * Depends on libc only. Threads: no shared state. */
#ifndef ALAM_GAZETTEER_FILES_H
#define ALAM_GAZETTEER_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes are malloc'ed and the caller's; a NUL stands behind the last one. At most 1 GiB. */
bool file_read(const char *path, char **ret_bytes, size_t *ret_length);

/* Writes beside the target and renames, so that a running service never maps half an image. */
bool file_write(const char *path, const void *bytes, size_t length);

/* `items` with room for one more than `count`, grown by half when it is full; never NULL: without memory the process
 * ends, which for a command that only reads and prints loses nothing. */
void *array_room(void *items, size_t count, size_t *room, size_t size);

/* malloc that never returns NULL, likewise; zeroed. */
void *memory_take(size_t size);

#endif
