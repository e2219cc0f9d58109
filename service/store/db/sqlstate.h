/* sqlstate.h - what an SQLSTATE means to alam: one table. Threads: constant data.
 */
#ifndef ALAM_STORE_DB_SQLSTATE_H
#define ALAM_STORE_DB_SQLSTATE_H

#include "service/base/status.h"

#include <stdbool.h>

enum sqlstate_trouble {
    TROUBLE_NONE,
    TROUBLE_UNMIGRATED, /* a table or column is not there */
    TROUBLE_READ_ONLY,  /* the server takes no writes */
    TROUBLE_UNPREPARED  /* a pooler handed the session's prepared statements to others */
};

struct sqlstate_meaning {
    const char *prefix; /* of a class, or a whole code */
    enum status status;
    bool broken;   /* the connection is of no use any more */
    bool conflict; /* it is worth doing once more */
    enum sqlstate_trouble trouble;
    const char *detail;
};

/* The row whose prefix fits; there is one for every text. */
const struct sqlstate_meaning *sqlstate_meaning(const char *sqlstate);

#endif
