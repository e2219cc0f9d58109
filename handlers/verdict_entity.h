/* verdict_entity.h - which entity a verdict means. Threads: whoever owns the connection. */
#ifndef ALAM_HANDLERS_VERDICT_ENTITY_H
#define ALAM_HANDLERS_VERDICT_ENTITY_H

#include "service/route/request.h"
#include "service/store/articles/verdict.h"

/* The members of one verdict of a body. */
struct verdict_input {
    const char *verdict, *field, *text, *type, *entity, *note;
    int64_t start, end, new_start, new_end;
    bool has_new_start, has_new_end;
    const char *pointer; /* where it stands in the body */
};

/* Sets type, entity and name of the verdict from what the client says, what is found at the place (NULL: nothing) and the
 * words of `field`. What cannot be is noted in request->errors. */
enum status verdict_entity(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                           struct text field, const struct annotated_entity *mentioned, struct verdict *verdict);

#endif
