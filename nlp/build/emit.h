/* emit.h - makes the image out of the filled tables.
 *
 *     words, entities, dictionary -> sorted forms -> trie with its candidates -> rules, keys, sources -> file
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_EMIT_H
#define ALAM_NLP_BUILD_EMIT_H

#include "nlp/build/tables.h"
#include "service/base/status.h"

/* *ret_image is malloc'ed and the caller's; *ret_nodes is how many nodes the trie has below its first words. `version` must
 * fit the header. STATUS_OUT_OF_MEMORY. */
enum status emit_image(struct tables *tables, const char *version, void **ret_image, size_t *ret_length,
                       size_t *ret_nodes, struct error *error);

#endif
