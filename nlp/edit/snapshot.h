/* snapshot.h - an edited image as it is at one moment, for readers.
 *
 *     struct snapshot snapshot;
 *     status = snapshot_make(&snapshot, &editor->edited, "2026-11-21.1+42", &error);
 *     use(&snapshot.image);
 *     snapshot_release(&snapshot);
 *
 * It shares with its base what edits never change; the base must outlive it. A snapshot has no ROWS. Threads: it is made
 * while nobody edits; afterwards any number may read it.
 */
#ifndef ALAM_NLP_EDIT_SNAPSHOT_H
#define ALAM_NLP_EDIT_SNAPSHOT_H

#include "nlp/edit/edited.h"
#include "service/base/status.h"

struct snapshot {
    struct image image;
    void *bytes; /* of all that it does not share; malloc'ed */
};

/* STATUS_OUT_OF_MEMORY; STATUS_BAD_SOURCE: the version is too long. */
enum status snapshot_make(struct snapshot *ret_snapshot, struct edited *edited, const char *version,
                          struct error *error);
void snapshot_release(struct snapshot *snapshot);

#endif
