#include "nlp/text/word_class.h"

#include <string.h>

static const struct {
    const char *name;
    enum lexicon_class class;
    bool listed;
} rows[] = {
#define X(name, text, note)                                                                                            \
    {text, LEXICON_##name,                                                                                             \
     LEXICON_##name < LEXICON_SEEN_GIVEN || LEXICON_##name == LEXICON_NOUN || LEXICON_##name == LEXICON_VERB_FORM},
    LEXICON_CLASSES(X)
#undef X
#define X(name, text, shared, note) {text, LEXICON_##name, LEXICON_##name == LEXICON_HEAD_KEEPER},
        LEXICON_ARABIC_CLASSES(X)
#undef X
};

bool lexicon_class_parse(const char *name, enum lexicon_class *ret_class)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0) {
            *ret_class = rows[i].class;
            return true;
        }
    return false;
}

bool lexicon_class_listed(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].listed;
    return false;
}
