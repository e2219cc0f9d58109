/* post.h - loads archives into a running service: files of articles, one JSON object a line, sent in batches over several
 * connections.
 *
 * Parcels are read in the order of the files, sent side by side, and noted in their order once delivered: refused lines
 * first, then the state (state.h). Whenever the run ends, a later one with the same state goes on; at worst the last
 * parcels are sent again, which stores nothing twice. A parcel that is not delivered is sent again after a pause that
 * doubles, as often as `tries` allows; then the run stops.
 *
 * Threads: one, with libcurl's multi interface.
 */
#ifndef ALAM_POST_POST_H
#define ALAM_POST_POST_H

#include "service/post/parcel.h"

struct post_options {
    const char *url;         /* of the service */
    const char *key;         /* an API key; NULL: none is sent */
    const char *authorities; /* PEM file of the certificates to trust; NULL: the system's */
    int64_t connections, lines, tries;
    const char *state;   /* NULL: nothing is noted */
    const char *refused; /* file that refused lines are appended to; NULL: they are named on standard error */
    bool quiet;          /* no progress */
    char **files;
    size_t count;
};

/* STATUS_OK: all lines of all files were stored or refused for good. Else *error says what stopped it, and *ret_totals
 * counts what was delivered until then. */
enum status post_run(const struct post_options *options, struct post_totals *ret_totals, struct error *error);

#endif
