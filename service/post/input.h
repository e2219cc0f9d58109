/* input.h - an archive's file, read line by line, from its beginning or from where an earlier run has left it.
 *
 * A place in a file is kept with the hash of the bytes before it, so that a file that was changed since is noticed and not
 * taken up in the middle of something else. Works for files that cannot be sought in: what lies before the place is read
 * over.
 *
 *     input_open(&input, path, &place, &error);
 *     while (input_next(&input, &line, &error) == STATUS_OK && !input.ended)
 *         …line.length bytes without the newline; input.too_long: it has more than INPUT_LINE_MAXIMUM…
 *     input_close(&input);
 *
 * Threads: one.
 */
#ifndef ALAM_POST_INPUT_H
#define ALAM_POST_INPUT_H

#include "service/base/status.h"
#include "service/base/strbuf.h"

#include <stdint.h>
#include <stdio.h>

enum {
    INPUT_LINE_MAXIMUM = 64 << 20, /* bytes: the greatest ALAM_BODY_MAXIMUM */
    INPUT_TAIL_MAXIMUM = 4096      /* bytes before a place that are hashed */
};

/* Behind a line. Zeroed: the beginning of a file. */
struct input_place {
    int64_t offset;     /* bytes */
    int64_t line;       /* lines before it */
    int64_t tail;       /* how many of the bytes before it are hashed */
    uint64_t tail_hash; /* their hash */
};

struct input {
    const char *path; /* "-": standard input */
    FILE *file;
    int64_t size; /* bytes; 0 when that is not known */
    struct input_place place;
    bool ended;    /* there was no further line */
    bool too_long; /* the line has more than INPUT_LINE_MAXIMUM bytes, of which none are kept */
};

/* STATUS_IO: it cannot be read. STATUS_INVALID_INPUT: it is not the file that `from` was noted for. */
enum status input_open(struct input *input, const char *path, const struct input_place *from, struct error *error);
void input_close(struct input *input);

/* Reads the next line into `line`, without its newline. STATUS_IO: reading failed; STATUS_INVALID_INPUT: the file is not
 * UTF-8 but UTF-16 or UTF-32; STATUS_OUT_OF_MEMORY. */
enum status input_next(struct input *input, struct strbuf *line, struct error *error);

#endif
