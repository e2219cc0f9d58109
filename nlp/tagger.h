/* tagger.h - text in, entities out: a pure function of (gazetteer, text).
 *
 *     struct tag_request request = {.text = {bytes, length}, .types = ENTITY_TYPES_ALL};
 *     struct annotation annotation;
 *     if (tag(gazetteer, &request, &arena, &annotation, &error) == STATUS_OK) …
 *
 * This is the public header of the library. Everything in the annotation lives in the arena or in the gazetteer. Spans do
 * not overlap within a field; offsets refer to the text as it was given, in the unit asked for. Time and memory are linear
 * in the length of the text. Threads: tag() may be called by any number at once, each with an arena of its own.
 */
#ifndef ALAM_NLP_TAGGER_H
#define ALAM_NLP_TAGGER_H

#include "nlp/answer/annotation.h"
#include "nlp/gazetteer.h"

/* Finds the entities of a text. STATUS_INVALID_UTF8: `error` names field and byte offset; STATUS_TOO_LARGE: more than
 * TAG_TEXT_MAXIMUM bytes; STATUS_OUT_OF_MEMORY: more than the arena's maximum. Without `explain` a maximum of
 * tag_arena_size() bytes is always enough. */
enum status tag(const struct gazetteer *gazetteer, const struct tag_request *request, struct arena *arena,
                struct annotation *ret_annotation, struct error *error);

/* Bytes of arena that tagging `text_length` bytes of title and text takes at most, without `explain`. Explanations take as
 * much again for every hundred readings that were weighed. */
size_t tag_arena_size(size_t text_length);

#endif
