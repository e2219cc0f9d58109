/* build.h - from TSV sources to a gazetteer image: the mutable side, used by `alam gazetteer build` and by tests.
 *
 * A source is TSV with a header row. Entities have the columns of nlp/data/README.md (id, type and one of ar, en are
 * needed; `prior` 0…255 may be added); lexicon files have `class` and `form`. Rows with the same id are one entity: the
 * first row's type and names stand, later rows add spellings and fill what is empty. The same sources in the same order
 * give the same bytes.
 *
 *     struct builder *builder = builder_new();
 *     builder_add(builder, "people.tsv", bytes, length, &error);
 *     builder_finish(builder, "2026-11-21.1", &image, &size, &error);
 *     builder_free(builder);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_H
#define ALAM_NLP_BUILD_H

#include "nlp/text/types.h"
#include "service/base/status.h"

struct builder;

struct builder *builder_new(void); /* NULL: out of memory */
void builder_free(struct builder *builder);

/* STATUS_BAD_SOURCE names file and line in `error`. */
enum status builder_add(struct builder *builder, const char *name, const char *bytes, size_t length,
                        struct error *error);

/* The image is malloc'ed and the caller's. The builder is used up. */
enum status builder_finish(struct builder *builder, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error);

struct builder_counts {
    size_t entities, names, words, nodes;
};
struct builder_counts builder_counts(const struct builder *builder);

#endif
