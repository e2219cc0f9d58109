#include "nlp/build/tables.h"

enum { NAME_ARENA_BYTES = 1 << 20 };

bool tables_init(struct tables *t)
{
    *t = (struct tables){
        .strings = {.size = 1},
        .letters = {.size = 1},
        .subtype_names = {.size = 1},
        .entities = {.size = sizeof(struct build_entity)},
        .forms = {.size = sizeof(struct build_form)},
        .rows = {.size = sizeof(struct build_row)},
        .row_text = {.size = 1},
        .sequence = {.size = sizeof(uint32_t)},
        .lexicon = {.size = sizeof(struct lexeme)},
        .nouns = {.size = sizeof(uint64_t)},
        .verbs = {.size = sizeof(uint64_t)},
        .rules = {.size = sizeof(struct image_rule)},
        .statistics = {.size = sizeof(struct build_statistics)},
        .features = {.size = sizeof(struct build_feature)},
        .sources = {.size = 1},
    };
    interner_init(&t->ids, &t->strings);
    interner_init(&t->words, &t->letters);
    interner_init(&t->subtypes, &t->subtype_names);
    arena_init(&t->arena, NAME_ARENA_BYTES);
    return pool_append(&t->strings, "", 0) != UINT32_MAX;
}

void tables_release(struct tables *t)
{
    struct array *arrays[] = {&t->strings,    &t->letters,  &t->subtype_names, &t->entities, &t->forms,
                              &t->sequence,   &t->lexicon,  &t->nouns,         &t->verbs,    &t->rules,
                              &t->statistics, &t->features, &t->sources,       &t->rows,     &t->row_text};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        array_release(arrays[i]);
    interner_release(&t->ids);
    interner_release(&t->words);
    interner_release(&t->subtypes);
    arena_release(&t->arena);
}
