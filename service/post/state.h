/* state.h - how far each file of `alam post` is done, in a file of its own, so that a later run goes on from there.
 *
 *     alam-post 1 <tab> URL
 *     offset <tab> line <tab> tail <tab> hash <tab> path        a row for each file
 *
 * The file is written anew beside itself and moved into its place, so that it is always whole. Threads: one.
 */
#ifndef ALAM_POST_STATE_H
#define ALAM_POST_STATE_H

#include "service/post/input.h"

struct state {
    const char *path; /* NULL: nothing is kept */
    const char *url;  /* of the service */
    char **files;
    struct input_place *places; /* one for each of the files */
    size_t count;
};

/* Reads what an earlier run has noted of the files; those that it did not know begin at their beginning. A file that is not
 * there is an empty one. STATUS_INVALID_INPUT: it is no such file, or of another service. */
enum status state_read(struct state *state, struct error *error);
/* STATUS_IO: it cannot be written. */
enum status state_write(const struct state *state, struct error *error);

#endif
