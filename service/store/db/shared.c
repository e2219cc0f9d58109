#include "service/store/db/shared.h"

void shared_init(struct shared *shared)
{
    atomic_init(&shared->schema_is_current, false);
    atomic_init(&shared->unprepared, false);
    atomic_init(&shared->given_up, false);
    outage_init(&shared->unreachable, "database-unreachable", "database-reached");
    outage_init(&shared->unmigrated, "database-not-migrated", "database-migrated");
    outage_init(&shared->read_only, "database-read-only", "database-writable");
    outage_init(&shared->replica, "replica-unreachable", "replica-reached");
}

void shared_release(struct shared *shared)
{
    outage_release(&shared->unreachable);
    outage_release(&shared->unmigrated);
    outage_release(&shared->read_only);
    outage_release(&shared->replica);
}
