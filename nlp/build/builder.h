/* builder.h - makes a gazetteer image out of TSV sources: used by `alam gazetteer build` and by tests.
 *
 * The builder collects and the image is frozen: rows are added to growing tables (tables.h), and builder_finish sorts
 * those tables and lays them out as the file that nlp/image reads.
 *
 * A source is TSV with a header row that names its columns. There are five kinds of rows, told apart by their columns:
 * - entities, with the columns of nlp/data/README.md: `id`, `type` and one of `ar` and `en` are needed, `prior`
 *   (0…255) may be given. Rows with the same id are one entity: the type and the names of the first row stand; later
 *   rows add spellings and fill what is still empty;
 * - the lexicon, with `class` and `form`: word classes of one or more forms;
 * - the grammar, with `type`, `at`, `any`, `none`, `weight` and `script`: one feature weight a row;
 * - word statistics, with `word`, `cluster`, `coarse` and `buckets` (statistics_rows.h);
 * - the weights of the sequence model, with `script`, `key` and `weights` (model_rows.h).
 *
 * The same sources in the same order give the same bytes.
 *
 *     struct builder *builder = builder_new();
 *     enum status status = builder ? builder_add(builder, "people.tsv", bytes, length, &error) : STATUS_OUT_OF_MEMORY;
 *     if (status == STATUS_OK)
 *         status = builder_finish(builder, "2026-11-21.1", &image, &size, &error);
 *     builder_free(builder);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_BUILDER_H
#define ALAM_NLP_BUILD_BUILDER_H

#include "service/base/status.h"

#include <stddef.h>

struct builder;

struct builder *builder_new(void); /* NULL: out of memory */
void builder_free(struct builder *builder);

/* Reads one source of `length` bytes; `name` is its path or file name, for messages and for the image's list of sources.
 * STATUS_BAD_SOURCE: a row is wrong; `error` names file and line. STATUS_OUT_OF_MEMORY. After either the builder can only
 * be freed. */
enum status builder_add(struct builder *builder, const char *name, const char *bytes, size_t length,
                        struct error *error);

/* From now on a faulty row is handed to `take`, as "FILE:LINE: reason", and the rows behind it are still read; builder_add
 * fails at the end of such a source. */
void builder_on_fault(struct builder *builder, void (*take)(void *cls, const char *fault), void *cls);

/* What is wrong with a header row: it has not the columns of any kind of rows. NULL: nothing. */
const char *builder_header_fault(const char *line, size_t length);

/* Makes the image. *ret_image is malloc'ed and the caller's. The builder is used up: only builder_counts and builder_free
 * may follow. STATUS_BAD_SOURCE: `version` is too long. STATUS_OUT_OF_MEMORY: also when the sources have more names than
 * the format can refer to. */
enum status builder_finish(struct builder *builder, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error);

struct builder_counts {
    size_t entities, names, words, nodes; /* nodes: of the trie, once the image was made */
};
struct builder_counts builder_counts(const struct builder *builder);

#endif
