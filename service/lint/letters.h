/* letters.h - what ids and names of a gazetteer are made of. Threads: pure functions. */
#ifndef ALAM_LINT_LETTERS_H
#define ALAM_LINT_LETTERS_H

#include "nlp/text/types.h"

/* Whether the id has the form that ids of this type have. ENTITY_TYPE_COUNT: the type is not known. */
bool lint_id_fits(struct text id, enum entity_type type);

/* Decimal digits and nothing else. */
bool lint_is_number(struct text text);

struct lint_letters {
    size_t arabic, latin, capitals, foreign, invisible, digits;
    bool utf8, blanks;
};

struct lint_letters lint_letters(struct text name);

#endif
