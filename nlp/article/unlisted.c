#include "nlp/article/unlisted.h"

#include "nlp/article/confidence.h"
#include "nlp/text/name_key.h"

size_t unlisted_key(const struct field *field, const struct unlisted_name *name, char key[NAME_KEY_MAXIMUM])
{
    size_t used = 0;
    for (uint32_t i = name->first; i <= name->last; i++) {
        const struct token *token = &field->list.tokens[i];
        uint32_t skip = i == name->first ? name->skip : 0;
        const uint8_t *letters = field->list.letters + token->letters + skip;
        enum name_key_manner manner = name->type == ENTITY_PERSON
                                          ? name_key_manner_of(field->classes[i], letters, token->length - skip)
                                          : NAME_KEY_SPELLED;
        used = name_key_part(key, used, NAME_KEY_MAXIMUM);
        used = name_key_word(letters, token->length - skip, manner, key, used, NAME_KEY_MAXIMUM);
    }
    key[used] = '\0';
    return used;
}

const char *unlisted_id(struct arena *arena, enum entity_type type, const char *key)
{
    return arena_printf(arena, "name:%s:%s", entity_type_name(type), key);
}

/* Links the name to a person of the gazetteer if it is a new spelling of one of the person's names. */
static bool link_variant(const struct tagging *t, struct found *found, const char *key, size_t length)
{
    uint32_t entity = found->arc->type == ENTITY_PERSON && found->arc->last > found->arc->first
                          ? image_find_key(t->image, name_key_hash(key, length))
                          : UINT32_MAX;
    if (entity == UINT32_MAX)
        return false;
    found->entity = entity;
    found->evidence |= EVIDENCE_BIT(VARIANT);
    return true;
}

static bool is_unlisted(const struct found *found)
{
    return found->arc && !found->arc->payload;
}

static bool link_found(struct tagging *t, struct found *found)
{
    char key[NAME_KEY_MAXIMUM];
    const struct field *field = &t->fields[found->field];
    enum entity_type type = (enum entity_type)found->arc->type;
    const struct unlisted_name words = {found->arc->first, found->arc->last, found->arc->skip, type};
    size_t length = unlisted_key(field, &words, key);
    if (link_variant(t, found, key, length))
        return true;
    const char *id = unlisted_id(t->arena, type, key);
    struct text name = {field->list.bytes + found->start, found->end - found->start};
    const struct image_redirect *redirect = id ? image_find_redirect(t->image, id) : NULL;
    if (redirect && redirect->entity != UINT32_MAX) {
        found->entity = redirect->entity;
        found->evidence |= EVIDENCE_BIT(VARIANT);
        return true;
    }
    uint32_t number = id ? nil_list_add(&t->nil, t->arena, id, type, name) : UINT32_MAX;
    found->entity = FOUND_NIL | number;
    return number != UINT32_MAX;
}

bool unlisted_link(struct tagging *t, struct found_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += is_unlisted(&list->items[i]);
    if (!nil_list_init(&t->nil, t->arena, count))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (is_unlisted(&list->items[i]) && !link_found(t, &list->items[i]))
            return false;
    return true;
}
