/* edits.h - what editors changed in the gazetteer: what holds of each thing, as a JSON state, and the log of all changes.
 *
 *     status = edits_begin(conn, 1, &first, &arena, &error);             …all other editors wait from here on
 *     status = edits_read(conn, states, count, &arena, &error);          …what holds, in `before`
 *     …decide; fill `after`…
 *     status = edits_store(conn, &change, 1, first, request->key_id, &arena, &error);     …committed
 *
 * Edits have numbers without gaps, in the order in which they were committed: a transaction that fails gives its number
 * back. Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_EDITS_H
#define ALAM_STORE_OPERATIONS_EDITS_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store_conn;

/* The channel of NOTIFY. */
#define EDITS_CHANNEL "alam_gazetteer"

/* A thing that edits change (migrations/0026_gazetteer_edits.sql). */
struct edit_state {
    const char *kind, *id;
    int64_t edit;               /* that changed it last; 0: none did */
    const char *before, *after; /* JSON; NULL: nothing is changed */
};

/* One edit: a row of the log. */
struct edit_change {
    const char *action, *reason; /* reason: NULL where none was given */
    struct edit_state *states;
    size_t count;
    int64_t undoes; /* the edit that it undoes; 0: none */
};

/* The number of the last edit, and when it was made (microseconds since 1970). */
enum status edits_number(struct store_conn *conn, struct arena *arena, int64_t *ret_number, int64_t *ret_made_at,
                         struct error *error);
/* What was changed by edits above `number`, in `after`. *ret_number is the number up to which this is complete. */
enum status edits_since(struct store_conn *conn, int64_t number, struct arena *arena, struct edit_state **ret_states,
                        size_t *ret_count, int64_t *ret_number, struct error *error);

/* Opens a transaction and takes numbers for so many edits. *ret_first is the first of them. */
enum status edits_begin(struct store_conn *conn, int64_t count, struct arena *arena, int64_t *ret_first,
                        struct error *error);
/* Fills `edit` and `before` of states, whose kind and id are set. */
enum status edits_read(struct store_conn *conn, struct edit_state *states, size_t count, struct arena *arena,
                       struct error *error);
/* Stores the changes, whose numbers are `first` and those behind it, and commits. `key_id`: whose they are, or "". */
enum status edits_store(struct store_conn *conn, const struct edit_change *changes, size_t count, int64_t first,
                        const char *key_id, struct arena *arena, struct error *error);

/* The ids of all that were merged into the entity. */
enum status edits_merged(struct store_conn *conn, const char *id, struct arena *arena, const char *const **ret_ids,
                         size_t *ret_count, struct error *error);

/* A row of the log. */
struct edit_logged {
    const char *json; /* as the API answers with it */
    const char *action, *before, *after;
    int64_t undone_by; /* 0: it was not undone */
};

/* STATUS_NOT_FOUND: there is no such edit. */
enum status edits_logged(struct store_conn *conn, int64_t edit, struct arena *arena, struct edit_logged *ret_logged,
                         struct error *error);

/* What a thing was before an edit; NULL: nothing was changed of it. */
enum status edits_former(struct store_conn *conn, int64_t edit, const char *kind, const char *id, struct arena *arena,
                         const char **ret_state, struct error *error);

struct edit_filter {
    int64_t before;       /* the log: below this edit; 0: from the newest */
    const char *after_id; /* things: behind this id; NULL: from the first */
    const char *thing;    /* "entry person:x"; NULL: any */
    const char *made_by;  /* NULL: any */
    const int64_t *since; /* microseconds since 1970; NULL: any */
    int64_t above;        /* things: changed by an edit above this number */
    int64_t limit;        /* rows */
};

struct edit_page {
    const char **items; /* JSON */
    const char **ids;   /* of things; of the log the edit's number in decimals */
    int64_t *edits;
    size_t count;
    bool more;
};

enum status edits_log(struct store_conn *conn, const struct edit_filter *filter, struct arena *arena,
                      struct edit_page *ret_page, struct error *error);
/* What holds of one kind of things, by id. */
enum status edits_list(struct store_conn *conn, const char *kind, const struct edit_filter *filter, struct arena *arena,
                       struct edit_page *ret_page, struct error *error);

#endif
