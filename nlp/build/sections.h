/* sections.h - an image under way: one growing array for each section of the file (nlp/image/image.h).
 *
 *     struct sections sections;
 *     sections_init(&sections);
 *     struct image_key *key = sections_grow(&sections, IMAGE_KEYS, 1);
 *     if (key)
 *         *key = …;
 *     status = sections_write(&sections, &header, &image, &size, &error);
 *     sections_release(&sections);
 *
 * Errors: once `failed` is set, nothing is added any more; whoever writes may go on and the caller looks once, at the end.
 * Pointers into a section are valid until that section grows. Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_SECTIONS_H
#define ALAM_NLP_BUILD_SECTIONS_H

#include "nlp/image/image.h"
#include "service/base/array.h"
#include "service/base/status.h"

struct sections {
    struct array of[IMAGE_SECTION_COUNT];
    bool failed; /* out of memory, or more elements than the format can refer to */
};

void sections_init(struct sections *sections);
void sections_release(struct sections *sections);

/* Appends `extra` zeroed elements and returns the first of them; NULL: failed. */
void *sections_grow(struct sections *sections, enum image_section section, size_t extra);

/* Makes of an empty section an open-addressing table for so many items: a power of two of slots, at least a third of them
 * free; none for no item. Its elements must begin with an image_check. False: failed. */
bool sections_grow_table(struct sections *sections, enum image_section section, size_t items);

/* The slot of that hash in such a table, with its check: a free one until now, of which *ret_added tells, or one that an equal
 * check has taken before. */
void *sections_slot(struct sections *sections, enum image_section section, uint64_t hash, bool *ret_added);

/* Appends copies of all of an array's items. */
void sections_copy(struct sections *sections, enum image_section section, const struct array *items);

/* Lays the sections out behind a header, which has its version and counts already, and computes offsets and checksums.
 * *ret_image is malloc'ed and the caller's. STATUS_OUT_OF_MEMORY. */
enum status sections_write(const struct sections *sections, const struct image_header *given, void **ret_image,
                           size_t *ret_length, struct error *error);

#endif
