/* entity_id.h - the outer form of an entity's id: "Q42", or a lower-case kind, a colon and a name. Threads: pure. */
#ifndef ALAM_HANDLERS_ENTITY_ID_H
#define ALAM_HANDLERS_ENTITY_ID_H

#include <stddef.h>

enum { ENTITY_ID_MAXIMUM = 1024 }; /* bytes */

/* NULL, or a sentence of what is wrong (the form of json_body.h's checks). */
const char *check_entity_id(const char *value, size_t length);

#endif
