#include "nlp/article/disambiguate.h"

#include "nlp/match/article_context.h"
#include "nlp/match/score.h"

bool disambiguate(struct tagging *t)
{
    t->context = article_context_new(t);
    if (!t->context)
        return false;
    for (int f = 0; f < FIELD_COUNT; f++) {
        struct field *field = &t->fields[f];
        for (size_t i = 0; i < field->chosen.count; i++)
            if (arc_has_rivals(t->image, &field->chosen.arcs[i]))
                score_choose(t, field, &field->chosen.arcs[i], t->context);
    }
    return true;
}
