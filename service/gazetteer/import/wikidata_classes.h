/* wikidata_classes.h - which of Wikidata's classes are persons, places and organizations: a table of classes (the values of
 * property P31), and what the dump says of their subclasses (P279).
 *
 * Threads: one.
 *
 *     subclasses_init(&subclasses);
 *     subclasses_add(&subclasses, child, parent);     for every edge of the dump, in any order
 *     subclasses_close(&subclasses);
 *     class = wikidata_class_find(&subclasses, number);
 *     subclasses_release(&subclasses);
 */
#ifndef ALAM_GAZETTEER_WIKIDATA_CLASSES_H
#define ALAM_GAZETTEER_WIKIDATA_CLASSES_H

#include "nlp/text/types.h"
#include "service/base/array.h"

struct wikidata_class {
    uint32_t number; /* after the Q */
    enum entity_type type;
    const char *subtype;
};

/* "Q`child` is a subclass of Q`parent`". */
struct subclass {
    uint32_t child, parent;
};

struct subclasses {
    struct array edges; /* of struct subclass, sorted by child once closed; about 40 MB for all of Wikidata */
};

void subclasses_init(struct subclasses *subclasses);
void subclasses_release(struct subclasses *subclasses);
void subclasses_add(struct subclasses *subclasses, uint32_t child, uint32_t parent);

/* No edges are added afterwards. */
void subclasses_close(struct subclasses *subclasses);

/* The class itself when the table has it, else the nearest class above it, at most eight steps up; NULL: there is none. */
const struct wikidata_class *wikidata_class_find(const struct subclasses *subclasses, uint32_t number);

#endif
