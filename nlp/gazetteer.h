/* gazetteer.h - a gazetteer: the entities that are known, and all names by which texts call them.
 *
 * It is an image, a file that `alam gazetteer build` makes (nlp/build/builder.h) and that is read into memory and never
 * changed; nlp/image/image.h draws its layout. Opening checks all of it once, so that no later look-up can leave the image,
 * whatever the file holds. Threads: any number may use one gazetteer.
 */
#ifndef ALAM_NLP_GAZETTEER_H
#define ALAM_NLP_GAZETTEER_H

#include "nlp/text/types.h"
#include "nlp/text/word_class.h"
#include "service/base/arena.h"
#include "service/base/status.h"

struct gazetteer;

/* Maps the image at `path`. STATUS_IO: it cannot be read; STATUS_BAD_IMAGE: it is truncated, corrupted or no image of this
 * format; STATUS_OUT_OF_MEMORY. */
enum status gazetteer_open(const char *path, struct gazetteer **ret_gazetteer, struct error *error);
/* The same of an image in memory, which must be aligned to 8 bytes and must outlive the gazetteer. */
enum status gazetteer_open_memory(const void *image, size_t length, struct gazetteer **ret_gazetteer,
                                  struct error *error);

/* Unmaps the image; NULL is allowed. Annotations point into the gazetteer, and may not be read afterwards. */
void gazetteer_free(struct gazetteer *gazetteer);

/* The version that its builder gave it ("2026-11-21.1"); the string belongs to the gazetteer. */
const char *gazetteer_version(const struct gazetteer *gazetteer);

/* How many entities it has, and how many names of all entities together. */
size_t gazetteer_entity_count(const struct gazetteer *gazetteer);
size_t gazetteer_name_count(const struct gazetteer *gazetteer);

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

/* The entity number `index`, below gazetteer_entity_count. */
void gazetteer_entity(const struct gazetteer *gazetteer, size_t index, struct gazetteer_entity *ret_entity);
/* The index of the entity of that id. False: there is none. */
bool gazetteer_find(const struct gazetteer *gazetteer, const char *id, size_t *ret_index);

/* The id of the entity that took the place of the one of that id; NULL: none did. */
const char *gazetteer_redirect(const struct gazetteer *gazetteer, const char *id);

/* The word classes that lists give the whole of `name`; 0 also when memory is out. */
word_classes gazetteer_classes(const struct gazetteer *gazetteer, struct text name, struct arena *arena);

/* The entities that have the whole of `name`, after folding, among their names: their indexes, best prior first, in
 * `arena`. STATUS_INVALID_UTF8, STATUS_OUT_OF_MEMORY. */
enum status gazetteer_lookup(const struct gazetteer *gazetteer, struct text name, struct arena *arena,
                             const uint32_t **ret_indexes, size_t *ret_count);

#endif
