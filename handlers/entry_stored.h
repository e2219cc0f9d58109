/* entry_stored.h - an entry as the base and what is stored of it make it, and how a change of it is stored.
 *
 *     struct edit_state state = {.kind = "entry", .id = id};
 *     status = edits_read(conn, &state, 1, …);
 *     status = entry_stored(request, &state, &stored);
 *     …change stored.entry…
 *     state.after = entry_stored_state(request, &stored);
 *
 * Threads: whoever owns the request.
 */
#ifndef ALAM_HANDLERS_ENTRY_STORED_H
#define ALAM_HANDLERS_ENTRY_STORED_H

#include "handlers/output/entry_json.h"
#include "service/route/request.h"
#include "service/store/operations/edits.h"

struct entry_stored {
    struct entry entry; /* as it is */
    struct entry base;  /* as the base has it, where standing.known */
    struct entry_standing standing;
};

/* Makes the entry of a state that was read. STATUS_NOT_FOUND: neither the base nor an edit has it. */
enum status entry_stored(struct request *request, const struct edit_state *state, struct entry_stored *ret_stored);

/* The state, as JSON, that makes of the base what the entry and its standing (deleted, merged_into) are; NULL: they are what
 * the base is. request->arena may be full, which request_answered tells. */
const char *entry_stored_state(struct request *request, const struct entry_stored *stored);

/* The version of the base and the number of the edit, as an entity tag. */
const char *entry_stored_etag(struct request *request, const struct entry_stored *stored);

/* Holds the entry against the rules. STATUS_INVALID_INPUT with the errors in request->errors, their pointers below `at`. */
enum status entry_stored_check(struct request *request, const struct entry_stored *stored, const char *at,
                               struct lint *ret_lint);

/* STATUS_CONFLICT where the entry was merged, STATUS_NOT_FOUND where it was deleted; `at` names it in request->errors, unless
 * that is NULL. */
enum status entry_stored_alive(struct request *request, const struct entry_stored *stored, const char *at);

/* Answers with the entry, as it is after the edit of that number. */
void entry_stored_answer(struct request *request, int http, struct entry_stored *stored, int64_t edit,
                         const struct lint *lint);

#endif
