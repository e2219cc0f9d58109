#include "nlp/lexicon.h"

#include <string.h>

static const char *const names[] = {
#define X(name, text, note) text,
    LEXICON_CLASSES(X)
#undef X
};

bool lexicon_class_parse(const char *name, enum lexicon_class *ret_class)
{
    for (int i = 0; i < LEXICON_CLASS_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_class = (enum lexicon_class)i;
            return true;
        }
    return false;
}
