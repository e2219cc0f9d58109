/* tagger.h - text in, entities out: a pure function of (gazetteer, text).
 *
 *     struct tag_request request = {.text = {bytes, length}, .types = ENTITY_TYPES_ALL};
 *     struct annotation annotation;
 *     if (tag(gazetteer, &request, &arena, &annotation, &error) == STATUS_OK) …
 *
 * Everything in the annotation lives in the arena or in the gazetteer. Spans never overlap within a field; offsets
 * refer to the bytes as they were given, in the unit asked for. Time and memory are linear in the text. Threads:
 * reentrant; one arena, one thread.
 */
#ifndef ALAM_NLP_TAGGER_H
#define ALAM_NLP_TAGGER_H

#include "nlp/answer/annotation.h"
#include "nlp/gazetteer.h"

/* STATUS_OK, STATUS_INVALID_UTF8 (error names field and byte offset), STATUS_TOO_LARGE (TAG_TEXT_MAXIMUM) or
 * STATUS_OUT_OF_MEMORY (the arena's maximum). Without explain an arena of tag_arena_size() bytes is always enough. */
enum status tag(const struct gazetteer *gazetteer, const struct tag_request *request, struct arena *arena,
                struct annotation *ret_annotation, struct error *error);

enum { TAG_TEXT_MAXIMUM = 64 * 1024 * 1024 }; /* bytes, title and text together */

/* Bytes of arena that tagging `text_length` bytes of title and text can need at the most, without `explain`:
 * explanations take as much again for every hundred readings that were weighed. */
size_t tag_arena_size(size_t text_length);

#endif
