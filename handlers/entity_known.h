/* entity_known.h - tells an entity that no article names from an id that is mistyped. Threads: whoever owns the
 * connection. */
#ifndef ALAM_HANDLERS_ENTITY_KNOWN_H
#define ALAM_HANDLERS_ENTITY_KNOWN_H

#include "service/route/request.h"

/* When the path's entity was merged into another one: answers 308 with the address of that one, and `rest` ("/articles")
 * behind it. False: it was not, and nothing was done. */
bool entity_moved(struct request *request, const char *rest);

/* For a list below /v1/entities/{id} that turned out empty: STATUS_OK when the gazetteer has the path's entity or some
 * article names it, else STATUS_NOT_FOUND, as the entity's card. */
enum status entity_known(struct request *request, struct store_conn *conn);

#endif
