/* candidate_take.h - a candidate becomes part of the gazetteer: a new entry with its spellings, or spellings of an entry that
 * is there. The edit, the decision, and the re-tagging that has stored articles follow are one transaction. Threads: whoever
 * owns the connection. */
#ifndef ALAM_HANDLERS_CANDIDATE_TAKE_H
#define ALAM_HANDLERS_CANDIDATE_TAKE_H

#include "service/route/request.h"
#include "service/store/entities/candidates.h"

struct candidate_taking {
    const char *const *ids; /* NIL entities that are one; the first one's name is the entry's */
    size_t count;
    const char *entry;             /* to be merged into; NULL: a new one */
    const char *name_ar, *name_en; /* of a new entry; NULL: as the articles write it */
    bool typed;                    /* `type` is given, else it is that of the first id */
    enum entity_type type;
    bool retag;
};

/* Stores it all; `decision` has everything but its entry, which is set, as is *ret_retag ("" : none was asked for).
 * STATUS_INVALID_INPUT where the entry would break rules of the gazetteer, with the reasons in request->errors. */
enum status candidate_take(struct request *request, struct store_conn *conn, const struct candidate_taking *taking,
                           struct candidate_decision *decision, char ret_retag[UUID_LENGTH + 1]);

#endif
