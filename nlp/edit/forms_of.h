/* forms_of.h - the surface forms that the rows of one entity make, as the builder makes them.
 *
 *     struct forms_of forms;
 *     enum status status = forms_of_init(&forms, edited, id, type, rows, &error);
 *     if (status == STATUS_OK)
 *         for (uint32_t i = 0; i < forms.tables.forms.count; i++)
 *             use(tables_form(&forms.tables, i));
 *     forms_of_release(&forms);
 *
 * Words have numbers of their own here. Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_FORMS_OF_H
#define ALAM_NLP_EDIT_FORMS_OF_H

#include "nlp/build/heads.h"
#include "nlp/edit/edited.h"
#include "service/base/status.h"

struct forms_of {
    struct tables tables;     /* of this entity alone */
    word_classes *classes_of; /* that lists give the words alone, by the tables' numbers; malloc'ed */
    struct heads heads;
};

/* `rows` are lines of cells in the order of IMAGE_ROW_COLUMNS. STATUS_BAD_SOURCE: a row is wrong; STATUS_OUT_OF_MEMORY.
 * forms_of_release is needed in any case. */
enum status forms_of_init(struct forms_of *forms, const struct edited *edited, const char *id, enum entity_type type,
                          struct text rows, struct error *error);
void forms_of_release(struct forms_of *forms);

/* The form as a candidate, but for what the words of its node are besides. */
struct image_candidate forms_of_candidate(const struct forms_of *forms, const struct build_form *form);

#endif
