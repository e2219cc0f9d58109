/* entry_id.h - makes an id for a new entity out of its name. Threads: pure but for the arena. */
#ifndef ALAM_EDITS_ENTRY_ID_H
#define ALAM_EDITS_ENTRY_ID_H

#include "service/edits/entry.h"

/* "person:karim-haddad", from the English name or, without one, from the Arabic name in Latin letters. NULL: neither has a
 * letter that an id can have, or memory is out. */
const char *entry_make_id(const struct entry *entry, struct arena *arena);

#endif
