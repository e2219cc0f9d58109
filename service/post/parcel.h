/* parcel.h - some lines of a file that travel in one request, and what becomes of them.
 *
 * The service answers line by line (application/x-ndjson, Prefer: return=minimal). parcel_take_answer reads that as it
 * comes. A parcel is DELIVERED when each of its lines was stored or refused for good; else it is sent again as a whole,
 * which stores nothing twice. Threads: one.
 */
#ifndef ALAM_POST_PARCEL_H
#define ALAM_POST_PARCEL_H

#include "service/base/arena.h"
#include "service/base/array.h"
#include "service/post/input.h"

enum {
    PARCEL_BYTES = 4 << 20, /* a parcel takes no further line past this */
    PARCEL_REASON = 512
};

struct post_totals {
    int64_t lines, stored, existing, refused;
};

enum parcel_state { PARCEL_WAITING, PARCEL_FLYING, PARCEL_DELIVERED, PARCEL_HOPELESS };

struct parcel {
    struct parcel *next; /* the one that was read after it */
    const char *path;    /* of its file */
    size_t file;         /* its number */
    struct strbuf body;
    struct array lines;     /* struct parcel_line */
    struct input_place end; /* behind its last line */
    struct strbuf refused;  /* a line of JSON for each line refused */
    size_t refused_before;  /* bytes of that from before it was sent: lines that are too long to be sent */
    struct post_totals totals, totals_before;

    enum parcel_state state;
    int tries;
    int64_t not_before;         /* timestamp_monotonic: when it may be sent again */
    char reason[PARCEL_REASON]; /* why it was not delivered */

    struct arena arena;   /* an answer's line as JSON */
    struct strbuf answer; /* the line of the answer that is not complete; or the start of another answer */
    long http;            /* status of the answer; 0: none came */
    bool again;           /* some line may yet succeed: the database was busy */
    bool done;            /* the answer's last line has come */
    void *transfer;       /* of the sender */
};

struct parcel *parcel_new(const char *path, size_t file);
void parcel_free(struct parcel *parcel);

/* Fills a new parcel with at most `maximum` lines; blank ones are left out. It may stay empty. */
enum status parcel_fill(struct parcel *parcel, struct input *input, size_t maximum, struct error *error);

/* Before it is sent, for the first time or again. */
void parcel_begin(struct parcel *parcel);
/* Takes bytes of an answer with the status `http`. */
void parcel_take_answer(struct parcel *parcel, long http, const char *bytes, size_t length);
/* The answer has ended; `fault` says why when it has not ended well, else NULL. Sets the state, and the reason unless it is
 * delivered: PARCEL_WAITING when it is worth another try, PARCEL_HOPELESS when not. */
void parcel_end(struct parcel *parcel, const char *fault);

#endif
