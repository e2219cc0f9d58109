/* entity_id.h - the outer form of an entity's id: "Q42", or a lower-case kind, a colon and a name.
 *
 * Ids of unlisted entities have the same form, so it does not tell whether there is such an entity. Threads: pure
 * functions.
 */
#ifndef ALAM_HANDLERS_INPUT_ENTITY_ID_H
#define ALAM_HANDLERS_INPUT_ENTITY_ID_H

#include "service/route/field_checks.h"
#include "service/route/request.h"

enum { ENTITY_ID_MAXIMUM = 1024 }; /* bytes */

field_check check_entity_id;

/* Checks the path's first value. STATUS_MALFORMED_ID: it is no entity's id. */
enum status entity_id_check_path(struct request *request);

#endif
