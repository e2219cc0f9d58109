/* known.h - what this process has seen in the tables entities and entity_names, as a set of 64-bit hashes.
 *
 * An id is added by the transaction that inserts it or finds it, together with an article that names it; the set is emptied
 * when that fails. So within KNOWN_SECONDS the clean-up (rollup.h) cannot have removed it, which waits an hour. The set is
 * also emptied after KNOWN_SECONDS, or when full. A wrong hit needs two hashes alike: 1 in 2^64 / KNOWN_MAXIMUM.
 * Threads: one set, one thread.
 */
#ifndef ALAM_STORE_KNOWN_H
#define ALAM_STORE_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KNOWN_SECONDS = 600, KNOWN_PLACES = 1 << 18, KNOWN_MAXIMUM = KNOWN_PLACES / 4 * 3 };

struct known {
    uint64_t *places; /* KNOWN_PLACES of them; NULL until the first addition, or when there is no memory */
    size_t count;
    int64_t born; /* timestamp_monotonic */
};

void known_init(struct known *known);
void known_release(struct known *known);
/* Empties the set when it is old or full; called before a batch. */
void known_refresh(struct known *known);
void known_clear(struct known *known);
bool known_has(const struct known *known, uint64_t hash);
void known_add(struct known *known, uint64_t hash);

#endif
