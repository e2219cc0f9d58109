#include "nlp/build/heads.h"

#include "nlp/text/proclitic.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const word_classes cues = WORD_CLASS(ORGANIZATION_CUE) | WORD_CLASS(MEDIA_CUE) | WORD_CLASS(OUTER_HEAD);

static bool is_organization(const struct tables *t, const struct build_form *form)
{
    return !(form->flags & CANDIDATE_LEXICON) && tables_entity(t, form->entity)->type == ENTITY_ORGANIZATION;
}

/* Hash of the entity and the form's words from number `skip` on. */
static uint64_t name_hash(const struct tables *t, const struct build_form *form, unsigned skip)
{
    const uint32_t *words = tables_words(t, form) + skip;
    return XXH3_64bits_withSeed(words, (form->word_count - skip) * sizeof *words, form->entity);
}

bool heads_init(struct heads *heads, const struct tables *t, const word_classes *classes_of)
{
    *heads = (struct heads){.tables = t, .classes_of = classes_of};
    heads->names = malloc((t->forms.count + 1) * sizeof *heads->names);
    if (!heads->names)
        return false;
    for (uint32_t i = 0; i < t->forms.count; i++)
        if (is_organization(t, tables_form(t, i)))
            heads->names[heads->count++] = name_hash(t, tables_form(t, i), 0);
    qsort(heads->names, heads->count, sizeof *heads->names, compare_numbers);
    for (size_t subtype = 1; subtype <= t->subtypes.keys.count && subtype <= IMAGE_SUBTYPES; subtype++)
        heads->said[subtype] = subtype_find(tables_subtype(t, (uint8_t)subtype)).kinds & SUBTYPE_SAID;
    return true;
}

void heads_release(struct heads *heads)
{
    free(heads->names);
    heads->names = NULL;
}

/* Does the organization have the form without its first word as a name? */
static bool has_short_name(const struct heads *heads, const struct build_form *form)
{
    uint64_t wanted = name_hash(heads->tables, form, 1);
    return bsearch(&wanted, heads->names, heads->count, sizeof wanted, compare_numbers) != NULL;
}

static bool has_article(const struct tables *t, uint32_t word)
{
    uint32_t length;
    const uint8_t *letters = tables_letters(t, word, &length);
    return proclitic_has_article(proclitic_load(letters), length, ARTICLE_LEAVES_FEW);
}

/* `leads`: the main name begins with the form's first word. */
static bool organization_outer(const struct heads *heads, const struct build_form *form, bool leads)
{
    const struct tables *t = heads->tables;
    const uint32_t *words = tables_words(t, form);
    word_classes classes = heads->classes_of[words[0]];
    bool outer = classes & WORD_CLASS(OUTER_HEAD);
    if (!(classes & cues) || (outer && heads->classes_of[words[1]] & WORD_CLASS(HEAD_KEEPER)))
        return false;
    if (has_short_name(heads, form) || (outer && heads->said[tables_entity(t, form->entity)->subtype]))
        return true;
    bool adjective = has_article(t, words[0]) && has_article(t, words[1]);
    return !adjective && !leads;
}

bool heads_outer(const struct heads *heads, const struct build_form *form)
{
    const struct tables *t = heads->tables;
    if (form->word_count < 2)
        return false;
    const struct build_entity *entity = tables_entity(t, form->entity);
    uint32_t first = *tables_words(t, form);
    word_classes classes = heads->classes_of[first];
    bool leads = entity->head_word == first + 1;
    switch ((enum entity_type)entity->type) {
    case ENTITY_PLACE:
        return classes & WORD_CLASS(OUTER_HEAD) && !leads;
    case ENTITY_PERSON:
        return classes & WORD_CLASS(TITLE) && !(classes & (WORD_CLASS(GIVEN) | WORD_CLASS(PARTICLE)));
    default:
        return organization_outer(heads, form, leads);
    }
}
