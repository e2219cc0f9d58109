#include "nlp/article/acronyms.h"

#include <ctype.h>
#include <string.h>

static struct text text_of_found(const struct tagging *t, const struct found *found)
{
    return (struct text){t->fields[found->field].list.bytes + found->start, found->end - found->start};
}

static bool is_one_word(const struct found *found)
{
    return found->arc && found->arc->first == found->arc->last;
}

static bool is_listed(const struct found *found)
{
    return !(found->entity & FOUND_NIL);
}

/* Does the short form stand in brackets right behind the full one? */
static bool is_bracketed(const struct tagging *t, const struct found *full, const struct found *brief)
{
    const struct token_list *list = &t->fields[full->field].list;
    if (full->field != brief->field || !full->arc || is_one_word(full) || !is_one_word(brief) ||
        found_type(t, full) != ENTITY_ORGANIZATION || found_type(t, brief) != ENTITY_ORGANIZATION)
        return false;
    uint32_t at = full->end;
    while (at < brief->start && list->bytes[at] == ' ')
        at++;
    return at + 1 == brief->start && list->bytes[at] == '(' && brief->end < list->length &&
           list->bytes[brief->end] == ')';
}

/* Are the short form's letters the initials of words of the full one, in their order? */
static bool are_initials(struct text brief, struct text full)
{
    size_t at = 0;
    for (size_t i = 0; i < full.length && at < brief.length; i++) {
        bool begins = i == 0 || full.bytes[i - 1] == ' ' || full.bytes[i - 1] == '-';
        at += begins && toupper((unsigned char)full.bytes[i]) == toupper((unsigned char)brief.bytes[at]);
    }
    return at == brief.length;
}

/* Stand all long words of the text in the name? */
static bool has_words(const char *name, struct text text)
{
    enum { LONG = 5 };
    char copy[64];
    bool any = false;
    while (text.length) {
        struct text word = text_split(&text, ' ');
        if (word.length < LONG)
            continue;
        if (word.length >= sizeof copy || !strstr(name, text_copy(word, copy, sizeof copy)))
            return false;
        any = true;
    }
    return any;
}

/* Is the full form, which no list has, another spelling of the listed entity that the short one means? */
static bool is_spelling(const struct tagging *t, const struct found *full, const struct found *brief)
{
    if (is_listed(full) || !is_listed(brief))
        return false;
    const struct image_entity *entity = &t->image->entities[brief->entity];
    struct text text = text_of_found(t, full);
    return has_words(t->image->strings + entity->name_ar, text) || has_words(t->image->strings + entity->name_en, text);
}

/* Gives the entity to all mentions of another one; of a short form, to those of one word only. */
static void replace(struct found_list *list, uint32_t old, uint32_t entity, bool brief)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].entity == old && (!brief || is_one_word(&list->items[i])))
            list->items[i].entity = entity;
}

static void link(const struct tagging *t, struct found_list *list, const struct found *full, const struct found *brief)
{
    struct text text = text_of_found(t, brief);
    bool latin = text.length > 0 && isalpha((unsigned char)text.bytes[0]);
    if (full->entity == brief->entity)
        return;
    if (is_spelling(t, full, brief))
        replace(list, full->entity, brief->entity, false);
    else if (latin ? are_initials(text, text_of_found(t, full)) : !is_listed(full) || !is_listed(brief))
        replace(list, brief->entity, full->entity, true);
}

void acronyms_link(const struct tagging *t, struct found_list *list)
{
    for (size_t i = 0; i + 1 < list->count; i++)
        if (is_bracketed(t, &list->items[i], &list->items[i + 1]))
            link(t, list, &list->items[i], &list->items[i + 1]);
}
