/* gazetteer_edit.h - views of a gazetteer in which single entities are changed.
 *
 * The gazetteer that was opened, the base, stays as it is. An editor makes views of it: gazetteers of their own, which
 * answer what one would that was built from changed sources. Making a view copies what edits can touch, some milliseconds
 * for the default gazetteer; a view that was made never changes, so readers go on with the one they have.
 *
 *     struct gazetteer_editor *editor = gazetteer_editor_new(base);
 *     status = gazetteer_editor_put(editor, "person:x", ENTITY_PERSON, rows, &error);
 *     status = gazetteer_editor_view(editor, "2026-11-21.1+1", &view, &error);
 *     …
 *     gazetteer_free(view);
 *     gazetteer_editor_free(editor);
 *
 * Rows are lines with the cells subtype, en, ar, aliases_en, aliases_ar, country, wikidata, prior and note, a tab between two
 * of them; nlp/data/README.md says what they mean. Threads: an editor one at a time; views any number.
 */
#ifndef ALAM_NLP_GAZETTEER_EDIT_H
#define ALAM_NLP_GAZETTEER_EDIT_H

#include "nlp/gazetteer.h"

struct gazetteer_editor;

/* An editor of the base, which must outlive it and all of its views. NULL: out of memory. */
struct gazetteer_editor *gazetteer_editor_new(const struct gazetteer *base);
/* NULL is fine. */
void gazetteer_editor_free(struct gazetteer_editor *editor);

/* Makes the entity what these rows say, whether it was there or not. STATUS_BAD_SOURCE: a row is wrong, and nothing was
 * changed. STATUS_OUT_OF_MEMORY: the editor can only be freed. */
enum status gazetteer_editor_put(struct gazetteer_editor *editor, const char *id, enum entity_type type,
                                 struct text rows, struct error *error);
/* Makes the entity what the base says of it; one that the base does not have is removed. */
enum status gazetteer_editor_restore(struct gazetteer_editor *editor, const char *id, struct error *error);
/* Takes the entity out; nothing happens where there is none. */
enum status gazetteer_editor_remove(struct gazetteer_editor *editor, const char *id, struct error *error);

/* Ids that stand for others in views made from now on, as of an entity that was merged into another one: gazetteer_redirect
 * answers them, and the tagger gives names whose machine-made id is redirected to the entity. False: out of memory. */
void gazetteer_editor_clear_redirects(struct gazetteer_editor *editor);
bool gazetteer_editor_redirect(struct gazetteer_editor *editor, const char *id, const char *into);

/* Whether edits left so much behind that a new editor with the same changes would be much smaller. */
bool gazetteer_editor_is_worn(const struct gazetteer_editor *editor);

/* A gazetteer as it is now. *ret_view is the caller's to gazetteer_free. STATUS_BAD_SOURCE: the version is longer than 63
 * bytes; STATUS_OUT_OF_MEMORY: the editor is as it was. */
enum status gazetteer_editor_view(struct gazetteer_editor *editor, const char *version, struct gazetteer **ret_view,
                                  struct error *error);

/* The rows of the entity number `index` of a base; views have none. */
struct text gazetteer_rows(const struct gazetteer *base, size_t index);

#endif
