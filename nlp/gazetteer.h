/* gazetteer.h - a frozen gazetteer: one memory-mapped image, looked up but never changed.
 *
 * `alam gazetteer build` makes the image (nlp/build/builder.h); the layout is drawn in nlp/image/image.h. Opening checks header,
 * section bounds and every offset once, so that no later look-up can leave the image, whatever the file holds.
 * Threads: a struct gazetteer is immutable; any number of threads may use one.
 */
#ifndef ALAM_NLP_GAZETTEER_H
#define ALAM_NLP_GAZETTEER_H

#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/status.h"

struct gazetteer;

/* Maps the image at `path`. Failures: STATUS_IO (cannot be read), STATUS_BAD_IMAGE (truncated, corrupted, foreign). */
enum status gazetteer_open(const char *path, struct gazetteer **ret_gazetteer, struct error *error);
/* The same over bytes in memory, which must stay valid and be 8-byte aligned. */
enum status gazetteer_open_memory(const void *image, size_t length, struct gazetteer **ret_gazetteer,
                                  struct error *error);
void gazetteer_free(struct gazetteer *gazetteer);

/* "2026-11-21.1": belongs to the gazetteer. */
const char *gazetteer_version(const struct gazetteer *gazetteer);
size_t gazetteer_entity_count(const struct gazetteer *gazetteer);
size_t gazetteer_name_count(const struct gazetteer *gazetteer); /* surface forms, all entities */

/* One entity as the gazetteer knows it. Strings belong to the gazetteer; absent ones are "". */
struct gazetteer_entity {
    const char *id;
    enum entity_type type;
    const char *subtype;
    const char *name_ar;
    const char *name_en;
    char country[3];   /* ISO 3166-1 alpha-2, or "" */
    uint32_t wikidata; /* the number after Q, or 0 */
};

void gazetteer_entity(const struct gazetteer *gazetteer, size_t index, struct gazetteer_entity *ret_entity);
/* False when there is no entity of that id. */
bool gazetteer_find(const struct gazetteer *gazetteer, const char *id, size_t *ret_index);

/* Entities that have `name`, as a whole and after folding, among their spellings. Indexes, best prior first, in
 * `arena`. */
enum status gazetteer_lookup(const struct gazetteer *gazetteer, struct text name, struct arena *arena,
                             const uint32_t **ret_indexes, size_t *ret_count);

#endif
