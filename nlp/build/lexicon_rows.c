#include "nlp/build/lexicon_rows.h"

#include "nlp/build/dictionary.h"
#include "nlp/build/forms.h"

static bool note_lexeme(struct tables *t, const struct word *word, enum word_class class)
{
    struct lexeme lexeme = {forms_word(t, word), class};
    return lexeme.word != UINT32_MAX && array_append(&t->lexicon, &lexeme, 1);
}

/* Adds each word of the form to the nouns or the verb forms. */
static bool note_ordinary(struct array *hashes, const struct name *name)
{
    for (size_t i = 0; i < name->count; i++)
        if (!dictionary_add(hashes, name->words[i].letters, name->words[i].length))
            return false;
    return true;
}

static bool add_form(struct tables *t, const struct name *name, enum word_class class)
{
    if (class == WORD_CLASS_NOUN || class == WORD_CLASS_VERB_FORM)
        return note_ordinary(class == WORD_CLASS_NOUN ? &t->nouns : &t->verbs, name);
    struct form_row row = {.entity = class, .flags = CANDIDATE_LEXICON};
    return forms_add(t, name, row) && (name->count > 1 || note_lexeme(t, &name->words[0], class));
}

enum status lexicon_rows_add(struct tables *t, const struct row *row)
{
    char class_name[32];
    enum word_class class;
    text_copy(row->cells[COLUMN_CLASS], class_name, sizeof class_name);
    if (!word_class_parse(class_name, &class) || !word_class_is_listed(class))
        return row_fault(row, "unknown word class '%s'", class_name);
    struct text rest = row->cells[COLUMN_FORM];
    do {
        struct name name;
        uint8_t case_flags;
        enum status status = forms_read(t, text_split(&rest, '|'), &name, &case_flags);
        if (status == STATUS_BAD_SOURCE)
            return row_fault(row, "a form is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
        if (status != STATUS_OK || !add_form(t, &name, class))
            return row_out_of_memory(row);
    } while (rest.length);
    return STATUS_OK;
}
