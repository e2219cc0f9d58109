#include "nlp/build/builder.h"

#include "nlp/build/emit.h"
#include "nlp/build/rows.h"

#include <stdlib.h>
#include <string.h>

enum { PRIOR_DEFAULT = 128 };

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

struct builder_counts builder_counts(const struct builder *builder)
{
    const struct tables *t = &builder->tables;
    return (struct builder_counts){t->entities.count, t->names, t->words.keys.count, builder->nodes};
}

/* How likely a name means an entity of the kind when the source gives no prior: news names countries and capitals
 * most. */
static const struct {
    const char *subtype;
    uint8_t prior;
} default_priors[] = {
    {"country", 250},      {"capital", 220},       {"continent", 220},
    {"region", 160},       {"head-of-state", 160}, {"head-of-government", 150},
    {"neighbourhood", 70}, {"town", 90},           {"village", 60},
    {"historical", 90},
};

static uint8_t default_prior(const char *subtype)
{
    for (size_t i = 0; i < sizeof default_priors / sizeof *default_priors; i++)
        if (strcmp(default_priors[i].subtype, subtype) == 0)
            return default_priors[i].prior;
    return PRIOR_DEFAULT;
}

enum status builder_finish(struct builder *builder, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error)
{
    struct tables *t = &builder->tables;
    if (strlen(version) >= IMAGE_VERSION_SIZE)
        return error_set(error, STATUS_BAD_SOURCE, "the version is longer than %d bytes", IMAGE_VERSION_SIZE - 1);
    for (uint32_t i = 0; i < t->entities.count; i++)
        if (tables_entity(t, i)->prior == 0)
            tables_entity(t, i)->prior = default_prior(tables_subtype(t, tables_entity(t, i)->subtype));
    return emit_image(t, version, ret_image, ret_length, &builder->nodes, error);
}
