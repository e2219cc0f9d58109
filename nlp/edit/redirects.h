/* redirects.h - ids that stand for others: those of entities that were merged.
 *
 *     struct redirects redirects = {0};
 *     redirects_add(&redirects, "person:x", "person:y");
 *     bool done = redirects_give(&redirects, &image, &memory);   the image's owner frees `memory`
 *     redirects_release(&redirects);
 *
 * Threads: one at a time; the image's copy may be read by any number.
 */
#ifndef ALAM_NLP_EDIT_REDIRECTS_H
#define ALAM_NLP_EDIT_REDIRECTS_H

#include "nlp/image/image.h"
#include "service/base/array.h"

struct redirects {
    struct array strings; /* pairs of id and into, each with its NUL */
    size_t count;
};

void redirects_release(struct redirects *redirects);
void redirects_clear(struct redirects *redirects);
/* False: out of memory. */
bool redirects_add(struct redirects *redirects, const char *id, const char *into);

/* Gives the image a copy of all redirects, sorted; *ret_memory, malloc'ed, holds it. False: out of memory. */
bool redirects_give(const struct redirects *redirects, struct image *image, void **ret_memory);

#endif
