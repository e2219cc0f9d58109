/* annotation_json.h - the annotation object of the API (schema Annotation in openapi.json): one writer for annotate, stored
 * articles and `alam tag`.
 *
 * Salience and confidence are rounded to thousandths, so that a stored article prints the scores of its first answer.
 * Members without content are left out: names in a language that has none, links that are not known, an empty `prefix`,
 * `country`, and `explain` unless it was asked for. Threads: pure functions.
 */
#ifndef ALAM_ANNOTATION_JSON_H
#define ALAM_ANNOTATION_JSON_H

#include "nlp/tagger.h"
#include "service/base/json.h"

/* `fields` are the texts that were tagged, indexed by enum text_field: a mention's `text` is cut out of them. */
void annotation_write_json(struct json *json, const struct annotation *annotation,
                           const struct text fields[FIELD_COUNT]);

/* The members of that object, inside one that is open. */
void annotation_write_members(struct json *json, const struct annotation *annotation,
                              const struct text fields[FIELD_COUNT]);

/* The members that say who an entity is, inside an object that is open: id, type, name, names, known, links, country.
 * Only these fields of `entity` are read. */
void annotation_write_identity(struct json *json, const struct annotated_entity *entity);

/* To the nearest thousandth: the precision of every score in an answer. */
double annotation_round_score(double score);

#endif
