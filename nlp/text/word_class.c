#include "nlp/text/word_class.h"

#include <stddef.h>
#include <string.h>

enum who { LISTED, DICTIONARY, BUILDER, TAGGER };

static const struct {
    const char *name;
    enum who who;
} rows[WORD_CLASS_COUNT] = {
#define X(name, text, who, note) [WORD_CLASS_##name] = {text, who},
    WORD_CLASSES(X)
#undef X
};

bool word_class_parse(const char *name, enum word_class *ret_class)
{
    for (enum word_class class = 0; class < WORD_CLASS_COUNT; class ++)
        if (strcmp(rows[class].name, name) == 0) {
            *ret_class = class;
            return true;
        }
    return false;
}

bool word_class_is_listed(enum word_class class)
{
    return rows[class].who == LISTED || rows[class].who == DICTIONARY;
}
