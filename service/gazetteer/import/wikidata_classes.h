/* wikidata_classes.h - what Wikidata's classes are to alam: a table of classes (P31), and what the dump says of their
 * subclasses (P279). Threads: one. */
#ifndef ALAM_GAZETTEER_WIKIDATA_CLASSES_H
#define ALAM_GAZETTEER_WIKIDATA_CLASSES_H

#include "nlp/text/types.h"

struct wikidata_class {
    uint32_t number; /* after the Q */
    enum entity_type type;
    const char *subtype;
};

struct subclass {
    uint32_t child, parent;
};

struct subclasses {
    struct subclass *list; /* sorted by child once closed; 8 bytes an edge, about 40 MB for all of Wikidata */
    size_t count, room;
};

void subclasses_add(struct subclasses *subclasses, uint32_t child, uint32_t parent);
void subclasses_close(struct subclasses *subclasses);
void subclasses_release(struct subclasses *subclasses);

/* The class itself when the table has it, else the nearest class above it; NULL: none within eight steps. */
const struct wikidata_class *wikidata_class_find(const struct subclasses *subclasses, uint32_t number);

#endif
