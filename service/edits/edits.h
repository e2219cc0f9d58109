/* edits.h - all that editors changed, applied to a gazetteer.
 *
 *     struct edits *edits = edits_new(base);
 *     status = edits_take(edits, &(struct edit){"entry", "person:x", state, length}, &error);
 *     status = edits_view(edits, 42, &view, &error);        a gazetteer of version "2026-11-21.1+42"
 *
 * Edits come as rows of the table gazetteer_edits, in any order; the last one of a thing stands. What a row says that this
 * base cannot take is left out and counted (edits_refused), so that one row never keeps the others back.
 * Threads: one at a time.
 */
#ifndef ALAM_EDITS_EDITS_H
#define ALAM_EDITS_EDITS_H

#include "nlp/gazetteer.h"
#include "service/base/status.h"

struct edits;

/* One row; `state` is JSON, NULL: nothing is changed any more. */
struct edit {
    const char *kind, *id;
    const char *state;
};

/* NULL: out of memory. The base must outlive it. */
struct edits *edits_new(const struct gazetteer *base);
/* NULL is fine. */
void edits_free(struct edits *edits);

/* Applies a row. STATUS_OUT_OF_MEMORY: the edits can only be freed. */
enum status edits_take(struct edits *edits, const struct edit *edit, struct error *error);

/* How many rows were left out so far, and why the last one. */
size_t edits_refused(const struct edits *edits, struct error *ret_why);

/* Whether so much was changed over and over that edits which are read anew would take much less memory. */
bool edits_are_worn(const struct edits *edits);

/* A gazetteer as it is now, of the base's version and the edit's number; the caller's to gazetteer_free. */
enum status edits_view(struct edits *edits, int64_t number, struct gazetteer **ret_view, struct error *error);

#endif
