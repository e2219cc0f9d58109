#include "nlp/build/candidates.h"

#include "nlp/build/dictionary.h"
#include "nlp/text/proclitic.h"

#include <stdlib.h>

static const word_classes name_classes =
    WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_GIVEN) | WORD_CLASS(SEEN_FAMILY);

/* A name equal to a word of these classes needs evidence. */
static const word_classes risky_classes =
    WORD_CLASS(COMMON) | WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(SAY);

/* type_prior: the entity's type above six bits of its prior. */
enum { TYPE_SHIFT = 6, PRIOR_MASK = 63, PRIOR_SHIFT = 2 };

/* The main name comes first, then aliases, then variants. */
static int rank_of(const struct image_candidate *candidate)
{
    return candidate->flags & CANDIDATE_VARIANT ? 2 : candidate->flags & CANDIDATE_CANONICAL ? 0 : 1;
}

static int compare_candidates(const void *left, const void *right)
{
    const struct image_candidate *a = left, *b = right;
    if ((a->flags ^ b->flags) & CANDIDATE_LEXICON)
        return a->flags & CANDIDATE_LEXICON ? -1 : 1;
    if ((a->type_prior ^ b->type_prior) & PRIOR_MASK)
        return (a->type_prior & PRIOR_MASK) > (b->type_prior & PRIOR_MASK) ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) - rank_of(b);
    return a->spelling < b->spelling ? -1 : a->spelling > b->spelling;
}

/* Index in LEXICON of the set of classes, which is added when it is new. */
static uint32_t lexicon_index(struct sections *out, word_classes classes)
{
    const struct image_classes *sets = out->of[IMAGE_LEXICON].items;
    uint32_t count = (uint32_t)out->of[IMAGE_LEXICON].count;
    for (uint32_t i = 0; i < count; i++)
        if (image_classes(&sets[i]) == classes)
            return i;
    struct image_classes *added = sections_grow(out, IMAGE_LEXICON, 1);
    if (added)
        *added = image_classes_of(classes);
    return count;
}

/* What the dictionary says of a form that is one Arabic word of a list of names. The tagger asks the dictionary for
 * unlisted words only, so the answer for listed ones is stored with their classes. */
static word_classes ordinary_classes(const struct candidates *c, size_t form, word_classes classes)
{
    uint32_t length;
    if (!(classes & name_classes) || order_form(c->order, form)->word_count != 1)
        return 0;
    const uint8_t *letters = tables_letters(c->order->tables, order_word(c->order, form, 0), &length);
    if (letters[0] < LETTER_HAMZA)
        return 0;
    word_classes classes_behind = 0;
    if (proclitic_has_article(proclitic_load(letters), length, ARTICLE_LEAVES_MORE))
        classes_behind = dictionary_classes(c->out, letters + ARTICLE_LETTERS, length - ARTICLE_LETTERS);
    return dictionary_classes(c->out, letters, length) | (classes_behind & WORD_CLASS(NOUN));
}

/* All classes that the lexicon and the dictionary give the words of the forms. */
static word_classes classes_of(const struct candidates *c, size_t low, size_t high)
{
    word_classes classes = 0;
    for (size_t i = low; i < high; i++)
        if (order_form(c->order, i)->flags & CANDIDATE_LEXICON)
            classes |= (word_classes)1 << order_form(c->order, i)->entity;
    const struct build_form *form = order_form(c->order, low);
    if (classes & WORD_CLASS(FOREIGN) && form->word_count == 1)
        classes |= c->classes_of_words[*tables_words(c->order->tables, form)] & WORD_CLASS(LONE_NAME);
    return classes | ordinary_classes(c, low, classes);
}

static void emit_classes(const struct candidates *c, word_classes classes)
{
    struct image_candidate *candidate = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    if (candidate)
        *candidate = (struct image_candidate){.entity = lexicon_index(c->out, classes), .flags = CANDIDATE_LEXICON};
}

static void emit_entity(const struct candidates *c, const struct build_form *form, bool risky)
{
    struct image_candidate *candidate = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    const struct build_entity *entity = tables_entity(c->order->tables, form->entity);
    bool head = heads_outer(c->heads, form);
    if (candidate)
        *candidate = (struct image_candidate){
            .entity = entity->rank,
            .spelling = form->spelling,
            .type_prior = (uint8_t)(entity->type << TYPE_SHIFT | entity->prior >> PRIOR_SHIFT),
            .flags = (uint8_t)(form->flags | (risky ? CANDIDATE_RISKY : 0) | (head ? CANDIDATE_HEAD : 0))};
}

/* Is the candidate one that the sorted list has already? A variant adds nothing to another spelling of its entity. */
static bool repeats(const struct image_candidate *last, const struct image_candidate *candidate)
{
    return last->entity == candidate->entity && !((last->flags ^ candidate->flags) & CANDIDATE_LEXICON) &&
           (last->spelling == candidate->spelling || candidate->flags & CANDIDATE_VARIANT);
}

/* Sorts the candidates from index `first` on, drops repeated ones and closes the list. */
static void close_list(struct sections *out, uint32_t first)
{
    struct array *table = &out->of[IMAGE_CANDIDATES];
    struct image_candidate *list = (struct image_candidate *)table->items + first;
    size_t count = table->count - first, kept = 1;
    qsort(list, count, sizeof *list, compare_candidates);
    for (size_t i = 1; i < count; i++)
        if (!repeats(&list[kept - 1], &list[i]))
            list[kept++] = list[i];
    table->count = first + kept;
    list[kept - 1].entity |= CANDIDATE_LAST;
}

void candidates_begin(const struct candidates *c)
{
    struct image_candidate *none = sections_grow(c->out, IMAGE_CANDIDATES, 1);
    if (none)
        *none = (struct image_candidate){.entity = CANDIDATE_LAST, .flags = CANDIDATE_LEXICON};
}

uint32_t candidates_emit(const struct candidates *c, size_t low, size_t high)
{
    uint32_t first = (uint32_t)c->out->of[IMAGE_CANDIDATES].count;
    word_classes classes = classes_of(c, low, high);
    if (classes)
        emit_classes(c, classes);
    for (size_t i = low; i < high && !c->out->failed; i++)
        if (!(order_form(c->order, i)->flags & CANDIDATE_LEXICON))
            emit_entity(c, order_form(c->order, i), classes & risky_classes);
    if (c->out->failed)
        return 0;
    close_list(c->out, first);
    return first | (classes ? PAYLOAD_LEXICON : 0);
}
