/* pack.h - one entity of one article as bytes: the column article_entities.mentions.
 *
 *     entity   version (1 byte) | known (1 byte) | name | name_ar | name_en | country | wikidata
 *              | number of mentions | mention…
 *     mention  field + 2 * method | start | length | start_byte | length_byte | confidence in thousandths | prefix
 *
 * Numbers are varints (seven bits a byte, the low ones first), texts a varint length and their bytes. start and length
 * are code points. A mention takes about ten bytes where jsonb takes 150. The names are kept as they were answered, so
 * that a later gazetteer changes nothing that a client was told. id, type and salience of the entity are columns of
 * their own.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_STORE_ENTITIES_PACK_H
#define ALAM_STORE_ENTITIES_PACK_H

#include "nlp/answer/annotation.h"
#include "service/base/arena.h"
#include "service/base/strbuf.h"

/* Appends the entity's packed form. */
void pack_append(struct strbuf *out, const struct annotated_entity *entity);
/* Reads a packed form; fills all but id, type and salience. Byte offsets must stay within `text_lengths`, the length in
 * bytes of each field; with NULL mentions are counted but not read. Texts live in the arena. False when the bytes are
 * not what pack_append writes, or the arena has failed. */
bool pack_read(const unsigned char *bytes, size_t length, const size_t *text_lengths, struct arena *arena,
               struct annotated_entity *ret_entity);

#endif
