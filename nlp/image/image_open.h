/* image_open.h - opens a gazetteer image: maps the file and checks all of it once.
 *
 * An image may come from anywhere, so nothing in it is believed. Opening checks the header, the checksum of each section,
 * the bounds of the sections, and every index against the section that it refers to. After that no look-up (image.h) can
 * leave the image, whatever the file holds. Threads: pure functions.
 */
#ifndef ALAM_NLP_IMAGE_OPEN_H
#define ALAM_NLP_IMAGE_OPEN_H

#include "nlp/image/image.h"
#include "service/base/status.h"

/* A file in memory, read only. {0}: none. */
struct image_mapping {
    void *bytes;
    size_t length;
};

/* Checks `length` bytes, aligned to 8, and points ret_image at their sections; they must stay as they are while it is
 * used. STATUS_BAD_IMAGE: truncated, corrupted, or of another format; `error` says what is wrong. */
enum status image_open(struct image *ret_image, const void *bytes, size_t length, struct error *error);

/* Reads the file at `path` into memory of the process, unchecked; image_unmap gives it back. The file is not mapped: who
 * cuts it or writes over it in place would otherwise end the process, or change names while they are used. STATUS_IO: it cannot be read. STATUS_BAD_IMAGE: it is no
 * file, or smaller than a header. */
enum status image_map(struct image_mapping *ret_mapping, const char *path, struct error *error);

/* Gives the memory back and empties the mapping; nothing happens to one that is empty. */
void image_unmap(struct image_mapping *mapping);

#endif
