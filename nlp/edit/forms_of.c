#include "nlp/edit/forms_of.h"

#include "nlp/build/candidate.h"
#include "nlp/build/entities.h"
#include "nlp/build/entity_rows.h"
#include "nlp/edit/meanings.h"

#include <stdlib.h>

static const enum column columns[] = {
#define X(name) COLUMN_##name,
    IMAGE_ROW_COLUMNS(X)
#undef X
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static enum status read_rows(struct tables *t, const char *id, enum entity_type type, struct text rows,
                             struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t line = 1; rows.length && status == STATUS_OK; line++) {
        struct row row = {.source = "rows", .line = line, .error = error};
        struct text rest = text_split(&rows, '\n');
        row.cells[COLUMN_ID] = text_of(id);
        row.cells[COLUMN_TYPE] = text_of(entity_type_name(type));
        for (size_t i = 0; i < COLUMNS; i++)
            row.cells[columns[i]] = text_split(&rest, '\t');
        status = entity_rows_add(t, &row);
    }
    return status;
}

/* What lists give the word alone: without what follows from names and from the dictionary. */
static word_classes listed_classes(const struct edited *e, const struct tables *t, uint32_t word)
{
    static const word_classes derived =
        WORD_CLASS(SEEN_GIVEN) | WORD_CLASS(SEEN_FAMILY) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM);
    uint32_t length;
    const uint8_t *letters = tables_letters(t, word, &length);
    uint32_t slot = word_table_find(e, letters, length);
    return slot == WORD_NONE ? 0 : meanings_classes(e, (struct node){.edge = false, .at = slot}) & ~derived;
}

enum status forms_of_init(struct forms_of *forms, const struct edited *e, const char *id, enum entity_type type,
                          struct text rows, struct error *error)
{
    *forms = (struct forms_of){.classes_of = NULL};
    enum status status = tables_init(&forms->tables) ? read_rows(&forms->tables, id, type, rows, error)
                                                     : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (status != STATUS_OK)
        return status;
    entities_complete(&forms->tables);
    size_t words = forms->tables.words.keys.count;
    forms->classes_of = calloc(words + 1, sizeof *forms->classes_of);
    for (uint32_t i = 0; forms->classes_of && i < words; i++)
        forms->classes_of[i] = listed_classes(e, &forms->tables, i);
    if (!forms->classes_of || !heads_init(&forms->heads, &forms->tables, forms->classes_of))
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    return STATUS_OK;
}

void forms_of_release(struct forms_of *forms)
{
    tables_release(&forms->tables);
    heads_release(&forms->heads);
    free(forms->classes_of);
}

struct image_candidate forms_of_candidate(const struct forms_of *forms, const struct build_form *form)
{
    const struct build_entity *entity = tables_entity(&forms->tables, form->entity);
    bool head = heads_outer(&forms->heads, form);
    return (struct image_candidate){.spelling = form->spelling,
                                    .type_prior = candidate_type_prior(entity->type, entity->prior),
                                    .flags = (uint8_t)(form->flags | (head ? CANDIDATE_HEAD : 0))};
}
