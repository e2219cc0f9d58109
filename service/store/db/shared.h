/* shared.h - what the connections of one process know together. Threads: all of them at once; shared_init and
 * shared_release belong to one.
 */
#ifndef ALAM_STORE_DB_SHARED_H
#define ALAM_STORE_DB_SHARED_H

#include "service/store/db/outage.h"

#include <stdatomic.h>

struct shared {
    atomic_bool schema_is_current; /* schema.h */
    atomic_bool unprepared;        /* a pooler loses prepared statements: none is made any more */
    atomic_bool given_up;          /* the process ends: nobody waits for an answer of the server any more */
    struct outage unreachable, unmigrated, read_only;
    struct outage replica; /* ALAM_READ_DATABASE_URL is out of reach, and the primary answers */
};

void shared_init(struct shared *shared);
void shared_release(struct shared *shared);

#endif
