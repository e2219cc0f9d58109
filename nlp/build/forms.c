#include "nlp/build/forms.h"

enum { ACRONYM_LETTERS_MAXIMUM = 6 };

uint32_t forms_word(struct tables *t, const struct word *word)
{
    return interner_add(&t->words, word->letters, word->length);
}

bool forms_add(struct tables *t, const struct name *name, struct form_row row)
{
    if (name->count > NAME_WORDS_MAXIMUM)
        return true;
    struct build_form *form = array_grow(&t->forms, 1);
    uint32_t *sequence = array_grow(&t->sequence, name->count);
    if (!form || !sequence || t->sequence.count > UINT32_MAX - NAME_WORDS_MAXIMUM)
        return false;
    for (size_t i = 0; i < name->count; i++) {
        sequence[i] = forms_word(t, &name->words[i]);
        if (sequence[i] == UINT32_MAX)
            return false;
    }
    *form = (struct build_form){.words = (uint32_t)t->sequence.count,
                                .entity = row.entity,
                                .spelling = row.spelling,
                                .word_count = (uint8_t)name->count,
                                .flags = row.flags};
    t->sequence.count += name->count;
    t->forms.count++;
    return true;
}

/* What a Latin name's capitals say of it; an acronym is one word of two to six letters. */
static uint8_t case_flags(const struct token_list *list)
{
    const struct token *first = &list->tokens[0];
    bool acronym = list->count == 1 && first->flags & TOKEN_UPPER_ALL && first->length > 1 &&
                   first->length <= ACRONYM_LETTERS_MAXIMUM;
    return (uint8_t)((first->flags & TOKEN_UPPER_FIRST ? CANDIDATE_CASED : 0) | (acronym ? CANDIDATE_ACRONYM : 0));
}

enum status forms_read(struct tables *t, struct text text, struct name *ret_name, uint8_t *ret_case_flags)
{
    struct token_list list;
    if (text.length > NAME_BYTES_MAXIMUM)
        return STATUS_BAD_SOURCE;
    arena_reset(&t->arena);
    enum status status = tokenize(text, &t->arena, &list, NULL);
    if (status != STATUS_OK)
        return status == STATUS_OUT_OF_MEMORY ? status : STATUS_BAD_SOURCE;
    if (list.count == 0 || list.count > NAME_WORDS_MAXIMUM)
        return STATUS_BAD_SOURCE;
    for (size_t i = 0; i < list.count; i++)
        if (list.tokens[i].length > WORD_LETTERS_MAXIMUM)
            return STATUS_BAD_SOURCE;
    for (size_t i = 0; i < list.count; i++)
        ret_name->words[i] =
            (struct word){list.letters + list.tokens[i].letters, list.tokens[i].length, list.tokens[i].flags};
    ret_name->count = list.count;
    ret_name->joined_used = 0;
    *ret_case_flags = case_flags(&list);
    return STATUS_OK;
}
