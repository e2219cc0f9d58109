#include "service/store/db/sqlstate.h"

#include <string.h>

/* The first row whose prefix fits counts. */
static const struct sqlstate_meaning meanings[] = {
    {"08", STATUS_DATABASE_DOWN, true, false, TROUBLE_NONE, "The connection to the database was lost."},
    {"57P", STATUS_DATABASE_DOWN, true, false, TROUBLE_NONE, "The database is shutting down or starting."},
    {"57014", STATUS_UNAVAILABLE, false, false, TROUBLE_NONE, "The database took too long."},
    {"22023", STATUS_INVALID_PARAMETER, false, false, TROUBLE_NONE, "The database does not know this time zone."},
    {"54", STATUS_INVALID_INPUT, false, false, TROUBLE_NONE, "A field is too long for the database's index."},
    {"53", STATUS_UNAVAILABLE, false, false, TROUBLE_NONE, "The database is short of resources."},
    {"58", STATUS_UNAVAILABLE, false, false, TROUBLE_NONE, "The database has trouble with its disk."},
    {"40", STATUS_UNAVAILABLE, false, true, TROUBLE_NONE, "The database was busy with a conflicting change."},
    {"55P03", STATUS_UNAVAILABLE, false, true, TROUBLE_NONE, "The database was busy with a conflicting change."},
    {"42P01", STATUS_UNAVAILABLE, false, false, TROUBLE_UNMIGRATED,
     "The database is not migrated: run `alam migrate`."},
    {"42703", STATUS_UNAVAILABLE, false, false, TROUBLE_UNMIGRATED,
     "The database is not migrated: run `alam migrate`."},
    {"42501", STATUS_UNAVAILABLE, false, false, TROUBLE_NONE,
     "The database does not allow this to the user of DATABASE_URL: grant it the tables of alam."},
    {"25006", STATUS_UNAVAILABLE, true, true, TROUBLE_READ_ONLY, "The database takes no writes at the moment."},
    {"42P05", STATUS_UNAVAILABLE, false, true, TROUBLE_UNPREPARED,
     "A pooler shares prepared statements between sessions: set ALAM_DATABASE_PREPARE=off."},
    {"26000", STATUS_UNAVAILABLE, false, true, TROUBLE_UNPREPARED,
     "A pooler lost a prepared statement: set ALAM_DATABASE_PREPARE=off."},
    {"28", STATUS_DATABASE_DOWN, true, false, TROUBLE_NONE, "The database refuses this user."},
    {"3D", STATUS_DATABASE_DOWN, true, false, TROUBLE_NONE, "The database does not exist."},
    {"", STATUS_INTERNAL, false, false, TROUBLE_NONE, "A statement failed."},
};

const struct sqlstate_meaning *sqlstate_meaning(const char *sqlstate)
{
    const struct sqlstate_meaning *meaning = meanings;
    while (strncmp(meaning->prefix, sqlstate, strlen(meaning->prefix)) != 0)
        meaning++;
    return meaning;
}
