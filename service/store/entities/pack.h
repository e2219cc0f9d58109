/* pack.h - one entity of one article as bytes: article_entities.mentions.
 *
 *     version (1) | known (1) | name, name_ar, name_en, country, wikidata | count | mention…
 *     mention: field + 2 * method | start | length | start_byte | length_byte | confidence in thousandths | prefix
 *
 * Numbers are varints (7 bits a byte, low first), strings a varint length and bytes; offsets are code points. About ten
 * bytes a mention where jsonb takes 150; and the names as they were answered, so that a later gazetteer changes nothing
 * that was acknowledged. id, type and salience are columns of their own. Threads: pure functions.
 */
#ifndef ALAM_STORE_PACK_H
#define ALAM_STORE_PACK_H

#include "nlp/tagger.h"
#include "service/base/arena.h"
#include "service/base/strbuf.h"

void pack_entity(struct strbuf *out, const struct annotated_entity *entity);
/* Fills all but id, type, salience. False when the bytes are not what pack_entity writes. `text_lengths` bounds byte
 * offsets by field; NULL: mentions are counted but not unpacked. */
bool unpack_entity(const unsigned char *bytes, size_t length, const size_t *text_lengths, struct arena *arena,
                   struct annotated_entity *ret_entity);

#endif
