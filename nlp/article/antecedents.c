#include "nlp/article/antecedents.h"

#include "nlp/text/hash.h"
#include "nlp/text/name_key.h"
#include "nlp/text/word_class.h"

#include <stdlib.h>

/* Minimum grammar score at which a single word counts as a reference to the person: for the last word of a name, for its
 * first word, and for a listed name of one word. Measured on the development articles: above it, four in five such words
 * mean the person. A first name is seldom used alone, and a listed word is seldom the same person again. */
static const float LAST_ENOUGH = -15, FIRST_ENOUGH = -4, SINGLE_ENOUGH = -6;

/* The word of an antecedent by its transliteration key. */
struct antecedent_variant {
    uint64_t key;
    const struct antecedent *antecedent; /* NULL: the key is shared by several entities */
};

/* Enough for the number of any mention: a text has fewer than 2^26 (TAG_TEXT_MAXIMUM). */
enum { ITEM_BITS = 26 };

static uint64_t order_of(uint64_t low, uint64_t high, size_t item)
{
    return word_hash(low, high, 0) >> ITEM_BITS << ITEM_BITS | item;
}

static size_t item_of(uint64_t order)
{
    return order & (((uint64_t)1 << ITEM_BITS) - 1);
}

/* A word of these classes refers to nobody by itself, unless it is a family name, too. */
static const word_classes no_reference = WORD_CLASS(COMMON) | WORD_CLASS(FUNCTION) | WORD_CLASS(PARTICLE) |
                                         WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(MONTH) | WORD_CLASS(NUMBER) |
                                         WORD_CLASS(SAY) | WORD_CLASS(VERB) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM);
/* A capitalized Latin word may refer although it is an ordinary word (Player after Ben Player), unless it is of these. */
static const word_classes no_capital_reference = WORD_CLASS(FUNCTION) | WORD_CLASS(PARTICLE) | WORD_CLASS(MONTH) |
                                                 WORD_CLASS(NUMBER) | WORD_CLASS(NATIONALITY) | WORD_CLASS(SAY);
static const word_classes family = WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_FAMILY);

bool antecedents_is_team(const struct tagging *t, const struct found *found)
{
    return found->arc && found_type(t, found) == ENTITY_ORGANIZATION &&
           t->fields[found->field].classes[found->arc->last] & WORD_CLASS(TEAM_NAME);
}

/* May one of the mention's words, or all of them again, refer to it? Names of the gazetteer of one word are found again by
 * themselves; of those that the grammar found, a single word must surely be a name. */
static bool is_antecedent(const struct tagging *t, const struct found *found)
{
    static const float SURE = 5;
    if (!found->arc)
        return false;
    bool several = found->arc->last > found->arc->first, person = found_type(t, found) == ENTITY_PERSON;
    word_classes classes = t->fields[found->field].classes[found->arc->first];
    if (!several && found->arc->payload) /* a small place, which needed evidence here, may stand without it elsewhere */
        return found_type(t, found) == ENTITY_PLACE && classes & WORD_CLASS(LATIN);
    if (found->method == METHOD_GRAMMAR && !several)
        return found->score >= SURE && (person || classes & WORD_CLASS(LATIN)) &&
               classes & (WORD_CLASS(UNKNOWN) | WORD_CLASS(CAPITAL) | WORD_CLASS(GIVEN) | family);
    return several && (found->method == METHOD_GRAMMAR || person || antecedents_is_team(t, found));
}

static void note_ending(struct antecedents *a, const struct field *field, const struct token *token)
{
    uint32_t bit = antecedents_ending(field->list.letters + token->letters, token->length);
    a->endings[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool may_refer(word_classes classes)
{
    return !(classes & no_reference) || classes & family ||
           (classes & WORD_CLASS(CAPITAL) && !(classes & no_capital_reference));
}

static void add_word(struct antecedents *a, const struct field *field, size_t token, const struct antecedent *added)
{
    const struct token *word = &field->list.tokens[token];
    if (word->length < ANTECEDENT_LETTERS_MINIMUM || word->length > ANTECEDENT_LETTERS_MAXIMUM)
        return;
    note_ending(a, field, word);
    a->items[a->count] = *added;
    a->items[a->count].low = word->low;
    a->items[a->count].high = word->high;
    a->order[a->count] = order_of(word->low, word->high, a->count);
    a->count++;
}

/* May the first word of the name stand for it? */
static bool first_may_refer(const struct tagging *t, const struct field *field, const struct found *found)
{
    const struct arc *arc = found->arc;
    return arc->last > arc->first && field->list.tokens[arc->first].flags & TOKEN_ARABIC && !arc->proclitic &&
           !arc->skip && found_type(t, found) == ENTITY_PERSON;
}

static void add_antecedents(struct antecedents *a, const struct tagging *t, const struct found *found,
                            uint32_t position)
{
    const struct field *field = &t->fields[found->field];
    const struct arc *arc = found->arc;
    bool listed = arc->last == arc->first && !(field->classes[arc->first] & WORD_CLASS(UNKNOWN));
    struct antecedent added = {.full = found, .enough = listed ? SINGLE_ENOUGH : LAST_ENOUGH, .position = position};
    if (may_refer(field->classes[arc->last]))
        add_word(a, field, arc->last, &added);
    added.enough = FIRST_ENOUGH;
    if (first_may_refer(t, field, found))
        add_word(a, field, arc->first, &added);
}

bool antecedents_collect(struct antecedents *a, const struct tagging *t, const struct found_list *list)
{
    *a = (struct antecedents){.items = arena_array_raw(t->arena, list->count * 2 + 1, sizeof *a->items),
                              .order = arena_array_raw(t->arena, list->count * 2 + 1, sizeof *a->order)};
    if (!a->items || !a->order)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (is_antecedent(t, &list->items[i]))
            add_antecedents(a, t, &list->items[i], (uint32_t)i);
    qsort(a->order, a->count, sizeof *a->order, compare_numbers);
    return true;
}

const struct antecedent *antecedents_find(const struct antecedents *a, uint64_t low, uint64_t high, size_t position)
{
    const uint64_t wanted = order_of(low, high, 0);
    size_t first = 0, end = a->count;
    while (first < end) { /* the first antecedent of the word that is not before the position */
        size_t middle = first + (end - first) / 2;
        uint64_t order = a->order[middle];
        if (order < wanted ||
            (order - wanted < (uint64_t)1 << ITEM_BITS && a->items[item_of(order)].position < position))
            first = middle + 1;
        else
            end = middle;
    }
    const struct antecedent *before = first > 0 ? &a->items[item_of(a->order[first - 1])] : NULL,
                            *after = first < a->count ? &a->items[item_of(a->order[first])] : NULL;
    if (before && before->low == low && before->high == high)
        return before;
    return after && after->low == low && after->high == high ? after : NULL;
}

enum { KEY_LETTERS_MINIMUM = 3 };

/* The word's transliteration key; 0: it has one spelling only, or its key is too short to tell words apart. */
static uint64_t key_of_word(const uint8_t *letters, uint32_t length, word_classes classes)
{
    char key[NAME_KEY_MAXIMUM];
    enum name_key_manner manner = name_key_manner_of(classes, letters, length);
    size_t used = manner == NAME_KEY_SPELLED ? 0 : name_key_word(letters, length, manner, key, 0, sizeof key);
    return used < KEY_LETTERS_MINIMUM ? 0 : name_key_hash(key, used);
}

static int compare_variants(const void *left, const void *right)
{
    const struct antecedent_variant *a = left, *b = right;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : 0;
}

static uint64_t variant_key(const struct tagging *t, const struct found *full)
{
    const struct field *field = &t->fields[full->field];
    const struct token *last = &field->list.tokens[full->arc->last];
    if (full->arc->last == full->arc->first)
        return 0;
    return key_of_word(field->list.letters + last->letters, last->length, field->classes[full->arc->last]);
}

/* A key that several entities share means none of them. */
static void drop_shared_keys(struct antecedent_variant *variants, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        bool shared = false;
        for (end = i + 1; end < count && variants[end].key == variants[i].key; end++)
            shared |= variants[end].antecedent->full->entity != variants[i].antecedent->full->entity;
        for (size_t k = i; shared && k < end; k++)
            variants[k].antecedent = NULL;
    }
}

static bool index_variants(struct antecedents *a, const struct tagging *t)
{
    struct antecedent_variant *variants = arena_array_raw(t->arena, a->count + 1, sizeof *variants);
    if (!variants)
        return false;
    for (size_t i = 0; i < a->count; i++)
        variants[i] = (struct antecedent_variant){variant_key(t, a->items[i].full), &a->items[i]};
    qsort(variants, a->count, sizeof *variants, compare_variants);
    drop_shared_keys(variants, a->count);
    a->variants = variants;
    return true;
}

const struct antecedent *antecedents_find_variant(struct antecedents *a, const struct tagging *t,
                                                  const uint8_t *letters, uint32_t length, word_classes classes)
{
    uint64_t key = key_of_word(letters, length, classes);
    if (!key || (!a->variants && !index_variants(a, t)))
        return NULL;
    const struct antecedent_variant *at =
        bsearch(&(struct antecedent_variant){key, NULL}, a->variants, a->count, sizeof *at, compare_variants);
    return at ? at->antecedent : NULL;
}
