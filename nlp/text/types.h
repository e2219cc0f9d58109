/* types.h - the terms that the tagger shares with all other parts: entity types, offset units, methods, text fields.
 *
 * Depends on struct text (service/base/text.h) only. Threads: constant data. */
#ifndef ALAM_NLP_TYPES_H
#define ALAM_NLP_TYPES_H

#include "service/base/text.h"

enum entity_type { ENTITY_PERSON, ENTITY_PLACE, ENTITY_ORGANIZATION, ENTITY_TYPE_COUNT };

enum { ENTITY_TYPES_ALL = (1 << ENTITY_TYPE_COUNT) - 1 };

/* What mention offsets count. Ends are exclusive. CODEPOINT is Unicode code points, UTF16 is 16-bit code units. */
enum offset_unit { OFFSET_CODEPOINT, OFFSET_UTF16, OFFSET_BYTE, OFFSET_UNIT_COUNT };

/* METHOD_EDITOR: a person said so (service/store/articles/verdict.h); the tagger itself never answers it. */
enum mention_method { METHOD_GAZETTEER, METHOD_GRAMMAR, METHOD_COREFERENCE, METHOD_EDITOR, METHOD_COUNT };

enum text_field { FIELD_TITLE, FIELD_TEXT, FIELD_COUNT };

/* "person", "codepoint", "gazetteer", "title": the names of the HTTP contract. */
const char *entity_type_name(enum entity_type type);
const char *offset_unit_name(enum offset_unit unit);
const char *mention_method_name(enum mention_method method);
const char *text_field_name(enum text_field field);

/* The reverse; false when the name is none of theirs. */
bool entity_type_parse(const char *name, enum entity_type *ret_type);
bool offset_unit_parse(const char *name, enum offset_unit *ret_unit);

#endif
