/* recent.h - what one writer has lately sent into the tables entities and entity_names, as a set of 64-bit hashes, so
 * that it need not send it again: news repeat themselves.
 *
 * A hash is added in the transaction that inserts the row or finds it there, together with an article that names the
 * entity; when that transaction fails the set is emptied. The set is also emptied when it is TIMES_RECENT old, or full.
 * Entities are removed from the tables only when no article has named them for TIMES_UNNAMED (db/times.h),
 * which is longer: so what is in the set is still in the tables. Two different names are taken for one
 * another when their hashes are equal, with a chance of RECENT_MAXIMUM in 2^64.
 *
 * Threads: one set, one thread.
 */
#ifndef ALAM_STORE_ARTICLES_RECENT_H
#define ALAM_STORE_ARTICLES_RECENT_H

#include "service/base/array.h"
#include "service/base/slots.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECENT_MAXIMUM = 196608 /* hashes; with their slots 6 MB */ };

struct recent {
    struct array hashes; /* of uint64_t, in the order in which they were added */
    struct slots slots;
    int64_t born; /* when the set was last empty; timestamp_monotonic */
};

void recent_init(struct recent *recent);
void recent_release(struct recent *recent);
/* Empties the set when it is old or full; called before a batch. */
void recent_refresh(struct recent *recent);
void recent_clear(struct recent *recent);
bool recent_has(const struct recent *recent, uint64_t hash);
/* Adds a hash that is not in the set. A set that is full, or has no memory, stays as it is. */
void recent_add(struct recent *recent, uint64_t hash);

#endif
