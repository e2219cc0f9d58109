#include "nlp/build/heads.h"

#include "nlp/text/word_class.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const char *const explained_subtypes[] = {"media", "news-agency", "platform", "club", "team"};

static const uint64_t cues = LEXICON_BIT(ORGANIZATION_CUE) | LEXICON_BIT(MEDIA_CUE) | LEXICON_BIT(OUTER_HEAD);

static const struct build_entity *entity_of(const struct builder *b, const struct build_form *form)
{
    return (const struct build_entity *)b->entities.items + form->entity;
}

static bool is_organization(const struct builder *b, const struct build_form *form)
{
    return !(form->flags & CANDIDATE_LEXICON) && entity_of(b, form)->type == ENTITY_ORGANIZATION;
}

/* Of the entity and the form's words from number `skip` on. */
static uint64_t name_hash(const struct builder *b, const struct build_form *form, unsigned skip)
{
    const uint32_t *words = (const uint32_t *)b->sequence.items + form->words + skip;
    return XXH3_64bits_withSeed(words, (form->word_count - skip) * sizeof *words, form->entity);
}

static void note_subtypes(struct heads *heads, const struct builder *b)
{
    const struct interned *subtypes = b->subtypes.keys.items;
    for (size_t i = 0; i < b->subtypes.keys.count && i < IMAGE_SUBTYPES; i++)
        for (size_t k = 0; k < sizeof explained_subtypes / sizeof *explained_subtypes; k++)
            heads->explains[i + 1] |=
                strcmp((const char *)b->subtype_names.items + subtypes[i].offset, explained_subtypes[k]) == 0;
}

bool heads_init(struct heads *heads, const struct builder *b, const uint64_t *classes_of)
{
    *heads = (struct heads){.builder = b, .classes_of = classes_of};
    heads->names = malloc((b->forms.count + 1) * sizeof *heads->names);
    if (!heads->names)
        return false;
    const struct build_form *forms = b->forms.items;
    for (size_t i = 0; i < b->forms.count; i++)
        if (is_organization(b, &forms[i]))
            heads->names[heads->count++] = name_hash(b, &forms[i], 0);
    qsort(heads->names, heads->count, sizeof *heads->names, compare_numbers);
    note_subtypes(heads, b);
    return true;
}

void heads_release(struct heads *heads)
{
    free(heads->names);
}

static bool has_short_name(const struct heads *heads, const struct build_form *form)
{
    uint64_t wanted = name_hash(heads->builder, form, 1);
    return bsearch(&wanted, heads->names, heads->count, sizeof wanted, compare_numbers) != NULL;
}

static bool has_article(const struct builder *b, uint32_t word)
{
    const struct interned *key = (const struct interned *)b->words.keys.items + word;
    const uint8_t *letters = (const uint8_t *)b->letters.items + key->offset;
    return key->length > 3 && letters[0] == LETTER_ALEF && letters[1] == LETTER_LAM;
}

bool heads_outer(const struct heads *heads, const struct build_form *form)
{
    const struct builder *b = heads->builder;
    if (form->word_count < 2)
        return false;
    const struct build_entity *entity = entity_of(b, form);
    const uint32_t *words = (const uint32_t *)b->sequence.items + form->words;
    uint64_t classes = heads->classes_of[words[0]];
    bool leads = entity->head_word == words[0] + 1; /* the main name begins so */
    if (entity->type == ENTITY_PLACE)
        return classes & LEXICON_BIT(OUTER_HEAD) && !leads;
    if (entity->type == ENTITY_PERSON)
        return classes & LEXICON_BIT(TITLE) && !(classes & (LEXICON_BIT(GIVEN) | LEXICON_BIT(PARTICLE)));
    bool outer = classes & LEXICON_BIT(OUTER_HEAD);
    if (!(classes & cues) || (outer && heads->classes_of[words[1]] & LEXICON_BIT(HEAD_KEEPER)))
        return false;
    if (has_short_name(heads, form) || (outer && heads->explains[entity->subtype]))
        return true;
    if (has_article(b, words[0]) && has_article(b, words[1])) /* a head and its adjective: الإذاعة الوطنية العامة */
        return false;
    return !leads;
}
