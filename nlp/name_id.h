/* name_id.h - which entity a name means that stands alone: for those who say that some words are a name, where the tagger
 * found none.
 *
 *     if (name_id(gazetteer, ENTITY_PERSON, text_of("كارولين ليفيت"), &arena, &id, &error) == STATUS_OK) …
 *
 * Threads: as tag() (nlp/tagger.h).
 */
#ifndef ALAM_NLP_NAME_ID_H
#define ALAM_NLP_NAME_ID_H

#include "nlp/gazetteer.h"

/* *ret_id is the id of the one entity of that type that the gazetteer has under the name; when it has none, the id of the
 * NIL entity that the tagger would make of these words. It lives in the arena or in the gazetteer. STATUS_INVALID_INPUT:
 * there is no word in the name, or it has several entities; STATUS_INVALID_UTF8; STATUS_OUT_OF_MEMORY. */
enum status name_id(const struct gazetteer *gazetteer, enum entity_type type, struct text name, struct arena *arena,
                    const char **ret_id, struct error *error);

#endif
