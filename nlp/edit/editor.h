/* editor.h - changes single entities of an image, as if it had been built from changed sources.
 *
 * The base image is never changed: the editor works on copies of what edits touch, and gives out snapshots of them
 * (snapshot.h), which readers use while the editor goes on. What a snapshot answers is what an image answers that is built
 * anew from the base's sources with the same changes; tests/unit/test_edit.c holds them against each other.
 *
 *     struct editor *editor = editor_new(&image);
 *     status = editor_put(editor, "person:x", ENTITY_PERSON, rows, &error);
 *     status = editor_remove(editor, "person:y", &error);
 *
 * Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_EDITOR_H
#define ALAM_NLP_EDIT_EDITOR_H

#include "nlp/edit/edited.h"
#include "service/base/status.h"

struct editor {
    struct edited edited;
};

/* An editor of the image, which must outlive it. NULL: out of memory. */
struct editor *editor_new(const struct image *base);
void editor_free(struct editor *editor);

/* Makes the entity what these rows say: lines of cells in the order of IMAGE_ROW_COLUMNS (nlp/image/image.h). A new entity,
 * or a new type, is fine. STATUS_BAD_SOURCE: a row is wrong, and nothing was changed. STATUS_OUT_OF_MEMORY: the editor can
 * only be freed. */
enum status editor_put(struct editor *editor, const char *id, enum entity_type type, struct text rows,
                       struct error *error);
/* Makes the entity what the base says of it; one that the base does not have is removed. */
enum status editor_restore(struct editor *editor, const char *id, struct error *error);
/* Takes the entity out; nothing happens where there is none. */
enum status editor_remove(struct editor *editor, const char *id, struct error *error);

/* Whether so much was left behind by edits that a new editor, given the same changes, would be much smaller. */
bool editor_is_worn(const struct editor *editor);

#endif
