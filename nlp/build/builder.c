#include "nlp/build/builder.h"

#include "nlp/build/emit.h"
#include "nlp/build/entities.h"
#include "nlp/build/rows.h"

#include <stdlib.h>
#include <string.h>

struct builder {
    struct tables tables;
    size_t nodes;
};

struct builder *builder_new(void)
{
    struct builder *builder = calloc(1, sizeof *builder);
    if (builder && !tables_init(&builder->tables)) {
        builder_free(builder);
        return NULL;
    }
    return builder;
}

void builder_free(struct builder *builder)
{
    if (builder)
        tables_release(&builder->tables);
    free(builder);
}

enum status builder_add(struct builder *builder, const char *name, const char *bytes, size_t length,
                        struct error *error)
{
    return rows_add_source(&builder->tables, name, (struct text){bytes, length}, error);
}

void builder_on_fault(struct builder *builder, void (*take)(void *cls, const char *fault), void *cls)
{
    builder->tables.on_fault = take;
    builder->tables.on_fault_cls = cls;
}

const char *builder_header_fault(const char *line, size_t length)
{
    return rows_header_fault((struct text){line, length});
}

struct builder_counts builder_counts(const struct builder *builder)
{
    const struct tables *t = &builder->tables;
    return (struct builder_counts){t->entities.count, t->names, t->words.keys.count, builder->nodes};
}

enum status builder_finish(struct builder *builder, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error)
{
    struct tables *t = &builder->tables;
    if (strlen(version) >= IMAGE_VERSION_SIZE)
        return error_set(error, STATUS_BAD_SOURCE, "the version is longer than %d bytes", IMAGE_VERSION_SIZE - 1);
    entities_complete(t);
    return emit_image(t, version, ret_image, ret_length, &builder->nodes, error);
}
