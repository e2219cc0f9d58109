/* nil.h - NIL entities: the entities of an article that the gazetteer does not have.
 *
 * The term is that of entity linking (TAC KBP): a mention whose entity is in no knowledge base is linked to NIL. Here such
 * an entity gets an id of its own, made from its name (nlp/text/name_key.h); names with one id are one entity.
 *
 * Threads: as the tagging that owns the list.
 */
#ifndef ALAM_NLP_NIL_H
#define ALAM_NLP_NIL_H

#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/slots.h"

struct nil_entity {
    const char *id;   /* "name:person:…" */
    const char *name; /* as the article writes it first */
    enum entity_type type;
};

struct nil_list {
    struct nil_entity *items;
    size_t count;
    struct slots slots; /* by the id's hash */
};

/* Makes room for `room` entities; adding more is not allowed. False: out of memory. */
bool nil_list_init(struct nil_list *list, struct arena *arena, size_t room);

/* Number of the entity of that id, which is added when it is new, with copies of id and name. UINT32_MAX: out of
 * memory. */
uint32_t nil_list_add(struct nil_list *list, struct arena *arena, const char *id, enum entity_type type,
                      struct text name);

#endif
