/* Reference inside an article: after a full name, a part of it alone is the same person. */
#include "nlp/article/confidence.h"
#include "nlp/grammar/grammar.h"
#include "nlp/text/name_key.h"

#include <stdlib.h>
#include <string.h>

/* What the grammar may at the least say of a word alone: measured on the development articles, where four in five such
 * words stand for the person. A first name is seldom used alone, and a
 * word that a list has is seldom the same person's name again. */
static const float LAST_ENOUGH = -15, FIRST_ENOUGH = -4, SINGLE_ENOUGH = -6;

/* A word that stands for a person of this article. */
struct part {
    uint64_t low, high;
    const struct found *full; /* the name it is part of */
    float enough;             /* the grammar's score of an Arabic word alone that suffices where it stands for it */
    uint32_t position;        /* of the full name: number among the found */
};

/* The same by transliteration key. */
struct variant {
    uint64_t key;
    const struct part *part; /* NULL: of several persons */
};

enum { ENDING_BITS = 1024 };

struct parts {
    struct part *items; /* in the order of the text */
    uint64_t
        *order; /* sorted: some bits of the letters' hash, then the item's number: so those of a word lie together */
    size_t count;
    uint64_t endings[ENDING_BITS / 64]; /* a bit for the last three letters of each: no particle changes those */
    struct variant *variants;           /* sorted by key; NULL until they are needed */
};

/* Texts have fewer names than 2^26 (TAG_TEXT_MAXIMUM). */
enum { ITEM_BITS = 26 };

static uint64_t order_of(uint64_t low, uint64_t high, size_t item)
{
    return word_hash(low, high, 0) >> ITEM_BITS << ITEM_BITS | item;
}

static size_t item_of(uint64_t order)
{
    return order & (((uint64_t)1 << ITEM_BITS) - 1);
}

enum { PART_LETTERS_MINIMUM = 3, PART_LETTERS_MAXIMUM = 16 };

static const uint64_t no_part = LEXICON_BIT(COMMON) | LEXICON_BIT(FUNCTION) | LEXICON_BIT(PARTICLE) |
                                LEXICON_BIT(TITLE) | LEXICON_BIT(ROLE) | LEXICON_BIT(MONTH) | LEXICON_BIT(NUMBER) |
                                LEXICON_BIT(SAY) | LEXICON_BIT(VERB) | LEXICON_BIT(NOUN) | LEXICON_BIT(VERB_FORM);
/* What a Latin word must not be to be a part although it is an ordinary word: Player after Ben Player. */
static const uint64_t no_capital_part = LEXICON_BIT(FUNCTION) | LEXICON_BIT(PARTICLE) | LEXICON_BIT(MONTH) |
                                        LEXICON_BIT(NUMBER) | LEXICON_BIT(NATIONALITY) | LEXICON_BIT(SAY);
static const uint64_t part_anyway = LEXICON_BIT(FAMILY) | LEXICON_BIT(SEEN_FAMILY);

/* May the mention's last word alone, or all its words again, refer to it? Names of the gazetteer are found again by
 * themselves; of those that the grammar found, one word alone must be surely a name. */
/* A team, which its last word alone names too: the Bruins after the Boston Bruins. */
static bool is_team(const struct tagging *t, const struct found *found)
{
    return found->arc && found_type(t, found) == ENTITY_ORGANIZATION &&
           t->fields[found->field].classes[found->arc->last] & LEXICON_BIT(TEAM_NAME);
}

static bool is_antecedent(const struct tagging *t, const struct found *found)
{
    static const float SURE = 5;
    if (!found->arc)
        return false;
    bool several = found->arc->last > found->arc->first, person = found_type(t, found) == ENTITY_PERSON;
    uint64_t classes = t->fields[found->field].classes[found->arc->first];
    if (!several && found->arc->payload) /* a small place that something near it told once */
        return found_type(t, found) == ENTITY_PLACE && classes & LEXICON_BIT(LATIN);
    if (found->method == METHOD_GRAMMAR && !several)
        return found->score >= SURE && (person || classes & LEXICON_BIT(LATIN)) &&
               classes & (LEXICON_BIT(UNKNOWN) | LEXICON_BIT(CAPITAL) | LEXICON_BIT(GIVEN) | part_anyway);
    return several && (found->method == METHOD_GRAMMAR || person || is_team(t, found));
}

/* Number of the bit for the last three letters of a word of three or more. */
static uint32_t ending_of(const uint8_t *letters, uint32_t length)
{
    uint32_t last;
    memcpy(&last, letters + length - PART_LETTERS_MINIMUM, sizeof last);
    return (last & 0xffffff) * 0x9E3779B1u >> 22;
}

static bool has_ending(const struct parts *parts, const struct field *field, const struct token *token)
{
    if (token->length < PART_LETTERS_MINIMUM)
        return false;
    uint32_t bit = ending_of(field->list.letters + token->letters, token->length);
    return parts->endings[bit / 64] >> bit % 64 & 1;
}

static void note_ending(struct parts *parts, const struct field *field, const struct token *token)
{
    uint32_t bit = ending_of(field->list.letters + token->letters, token->length);
    parts->endings[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool can_be_part(uint64_t classes)
{
    return !(classes & no_part) || classes & part_anyway ||
           (classes & LEXICON_BIT(CAPITAL) && !(classes & no_capital_part));
}

static void add_part(struct parts *parts, const struct field *field, size_t token, const struct part *part)
{
    const struct token *word = &field->list.tokens[token];
    if (word->length < PART_LETTERS_MINIMUM || word->length > PART_LETTERS_MAXIMUM)
        return;
    note_ending(parts, field, word);
    parts->items[parts->count] = *part;
    parts->items[parts->count].low = word->low;
    parts->items[parts->count].high = word->high;
    parts->order[parts->count] = order_of(word->low, word->high, parts->count);
    parts->count++;
}

static bool collect_parts(const struct tagging *t, const struct found_list *list, struct parts *parts)
{
    parts->items = arena_array_raw(t->arena, list->count * 2 + 1, sizeof *parts->items);
    parts->order = arena_array_raw(t->arena, list->count * 2 + 1, sizeof *parts->order);
    if (!parts->items || !parts->order)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct found *found = &list->items[i];
        const struct field *field = &t->fields[found->field];
        if (!is_antecedent(t, found))
            continue;
        const struct arc *arc = found->arc;
        bool listed = arc->last == arc->first && !(field->classes[arc->first] & LEXICON_BIT(UNKNOWN));
        struct part part = {.full = found, .enough = listed ? SINGLE_ENOUGH : LAST_ENOUGH, .position = (uint32_t)i};
        if (can_be_part(field->classes[arc->last]))
            add_part(parts, field, arc->last, &part);
        part.enough = FIRST_ENOUGH;
        if (arc->last > arc->first && field->list.tokens[arc->first].flags & TOKEN_ARABIC && !arc->proclitic &&
            !arc->skip && found_type(t, found) == ENTITY_PERSON)
            add_part(parts, field, arc->first, &part);
    }
    qsort(parts->order, parts->count, sizeof *parts->order, compare_numbers);
    return true;
}

/* The part that these letters are: the nearest full name before `position`, else the first one after it. */
static const struct part *find_part(const struct parts *parts, uint64_t low, uint64_t high, size_t position)
{
    const uint64_t wanted = order_of(low, high, 0);
    size_t first = 0, end = parts->count;
    while (first < end) { /* the first part of the word that is not before the position */
        size_t middle = first + (end - first) / 2;
        uint64_t order = parts->order[middle];
        if (order < wanted ||
            (order - wanted < (uint64_t)1 << ITEM_BITS && parts->items[item_of(order)].position < position))
            first = middle + 1;
        else
            end = middle;
    }
    const struct part *before = first > 0 ? &parts->items[item_of(parts->order[first - 1])] : NULL,
                      *after = first < parts->count ? &parts->items[item_of(parts->order[first])] : NULL;
    if (before && before->low == low && before->high == high)
        return before;
    return after && after->low == low && after->high == high ? after : NULL;
}

static bool is_name_word(uint64_t classes)
{
    return classes & (LEXICON_BIT(GIVEN) | LEXICON_BIT(FAMILY) | LEXICON_BIT(PARTICLE));
}

/* Latin words that are words of the language too are a name only where something says so: a title, a verb of saying. */
static bool has_evidence(const struct field *field, size_t token)
{
    static const uint64_t ordinary = LEXICON_BIT(COMMON) | LEXICON_BIT(NOUN) | LEXICON_BIT(NATIONALITY) |
                                     LEXICON_BIT(VERB_FORM) | LEXICON_BIT(VERB) | LEXICON_BIT(PLACE_PREPOSITION);
    static const uint64_t cue = LEXICON_BIT(TITLE) | LEXICON_BIT(ROLE) | LEXICON_BIT(SAY);
    uint64_t classes = field->classes[token];
    bool begins = field->list.tokens[token].gap >= SEPARATOR_SENTENCE; /* where any word has a capital */
    if (!(classes & ordinary) || (classes & LEXICON_BIT(CAPITAL) && !(begins && classes & LEXICON_BIT(VERB_FORM))))
        return true;
    bool before = token > 0 && field->list.tokens[token].gap <= SEPARATOR_QUOTE && field->classes[token - 1] & cue;
    bool after = token + 1 < field->list.count && field->list.tokens[token + 1].gap <= SEPARATOR_JOINS &&
                 field->classes[token + 1] & LEXICON_BIT(SAY);
    return before || after;
}

/* A given name beside other name words is somebody else's: after محمد صلاح, "صلاح" but not "صلاح الدين". */
static bool stands_alone(const struct field *field, size_t token)
{
    const struct token *tokens = field->list.tokens;
    if (token > 0 && tokens[token].gap <= SEPARATOR_JOINS && (field->classes[token - 1] & LEXICON_BIT(GIVEN)) &&
        !field->covered[token - 1])
        return false;
    if (token + 1 >= field->list.count || tokens[token + 1].gap > SEPARATOR_JOINS)
        return true;
    return !(field->classes[token] & LEXICON_BIT(GIVEN)) || !is_name_word(field->classes[token + 1]);
}

static const struct part *match_token(const struct parts *parts, const struct field *field, size_t index,
                                      size_t position, uint32_t *ret_skip)
{
    const struct token *token = &field->list.tokens[index];
    *ret_skip = 0;
    if (token->length < PART_LETTERS_MINIMUM || token->length > PART_LETTERS_MAXIMUM ||
        (token->flags & TOKEN_LATIN && !(token->flags & TOKEN_UPPER_FIRST)))
        return NULL;
    const struct part *part = find_part(parts, token->low, token->high, position);
    const struct proclitic *p = part ? NULL : proclitics_of(token->low);
    for (; p && p->mask && !part; p++) {
        if ((token->low & p->mask) != p->pattern || p->restore > 1 ||
            token->length < p->skip + (uint32_t)PART_LETTERS_MINIMUM)
            continue;
        uint64_t low, high;
        letters_load(field->list.letters + token->letters + p->skip, token->length - p->skip, &low, &high);
        if (p->restore) {
            high = high << 8 | low >> 56;
            low = low << 8 | p->restored;
        }
        part = find_part(parts, low, high, position);
        *ret_skip = p->skip;
    }
    return part;
}

static bool same_word(const struct token *a, const struct token *b)
{
    return a->low == b->low && a->high == b->high && a->length == b->length;
}

/* First token of the mention whose last is `index`: the full name's words before it are taken in where they stand. */
static size_t extend_left(const struct tagging *t, const struct field *field, size_t index, const struct found *full)
{
    const struct field *other = &t->fields[full->field];
    const struct token *tokens = field->list.tokens;
    size_t first = index, last = full->arc->last;
    while (last > full->arc->first && first > 0 && tokens[first].gap <= SEPARATOR_JOINS && !field->covered[first - 1] &&
           same_word(&tokens[first - 1], &other->list.tokens[last - 1])) {
        first--;
        last--;
    }
    return first;
}

/* Is the token alone the person, by what stands around it? */
static bool stands_for(struct tagging *t, const struct field *field, size_t index, const struct part *part)
{
    return stands_alone(field, index) && (field->list.tokens[index].flags & TOKEN_ARABIC
                                              ? grammar_score(t, field, index, ENTITY_PERSON) > part->enough
                                              : has_evidence(field, index));
}

static bool add_reference(struct tagging *t, struct found_list *list, const struct field *field, size_t index,
                          const struct part *part, uint32_t skip)
{
    const struct token *token = &field->list.tokens[index];
    const struct arc *full = part->full->arc;
    size_t first = skip ? index : extend_left(t, field, index, part->full);
    if (found_type(t, part->full) != ENTITY_PERSON && !is_team(t, part->full) &&
        index - first < full->last - full->first)
        return true; /* a place or an organization is named in full or not at all */
    if (first == index && !stands_for(t, field, index, part))
        return true; /* a word of the language, or a part of somebody else's name */
    uint32_t start = field->list.tokens[first].start;
    struct found found = {.field = field->which,
                          .method = METHOD_COREFERENCE,
                          .token = (uint32_t)first,
                          .prefix = start,
                          .start = skip ? token_skip(&field->list, token, skip) : start,
                          .end = token->end,
                          .entity = part->full->entity,
                          .evidence = EVIDENCE_BIT(REFERENCE)};
    memset(field->covered + first, 1, index - first + 1);
    return found_add(list, t->arena, &found);
}

enum { KEY_LETTERS_MINIMUM = 3 };

/* The transliteration key of a part's word; 0: the word has one spelling only, or too little is left of it. */
static uint64_t key_of_word(const uint8_t *letters, uint32_t length, uint64_t classes)
{
    char key[NAME_KEY_MAXIMUM];
    size_t used =
        name_key_reduces(classes, letters, length) ? name_key_word(letters, length, true, key, 0, sizeof key) : 0;
    return used < KEY_LETTERS_MINIMUM ? 0 : name_key_hash(key, used);
}

static int compare_variants(const void *left, const void *right)
{
    const struct variant *a = left, *b = right;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : 0;
}

/* Sorts the parts by key, once an article has a name that needs it. */
static bool index_variants(const struct tagging *t, struct parts *parts)
{
    parts->variants = arena_array_raw(t->arena, parts->count + 1, sizeof *parts->variants);
    for (size_t i = 0; i < parts->count && parts->variants; i++) {
        const struct found *full = parts->items[i].full;
        const struct field *field = &t->fields[full->field];
        const struct token *last = &field->list.tokens[full->arc->last];
        bool several = full->arc->last > full->arc->first;
        uint64_t key =
            several ? key_of_word(field->list.letters + last->letters, last->length, field->classes[full->arc->last])
                    : 0;
        parts->variants[i] = (struct variant){key, &parts->items[i]};
    }
    if (!parts->variants)
        return false;
    qsort(parts->variants, parts->count, sizeof *parts->variants, compare_variants);
    for (size_t i = 0, end; i < parts->count; i = end) { /* a key that two persons share is nobody's */
        bool shared = false;
        for (end = i + 1; end < parts->count && parts->variants[end].key == parts->variants[i].key; end++)
            shared |= parts->variants[end].part->full->entity != parts->variants[i].part->full->entity;
        for (size_t k = i; shared && k < end; k++)
            parts->variants[k].part = NULL;
    }
    return true;
}

/* The full name whose last word is another spelling of this one (بولر after آدم بوهلر). NULL: none, or several. */
static const struct part *find_variant(const struct tagging *t, struct parts *parts, const uint8_t *letters,
                                       uint32_t length, uint64_t classes)
{
    uint64_t key = key_of_word(letters, length, classes);
    if (!key || (!parts->variants && !index_variants(t, parts)))
        return NULL;
    const struct variant *at =
        bsearch(&(struct variant){key, NULL}, parts->variants, parts->count, sizeof *at, compare_variants);
    return at ? at->part : NULL;
}

/* The part, unless it is a name of one word itself. */
static const struct part *of_several(const struct part *part)
{
    return part && part->full->arc->last > part->full->arc->first ? part : NULL;
}

/* A name of one word that the grammar found is the person whose full name ends in it, when there is one. */
static void link_single(const struct tagging *t, struct parts *parts, struct found *found, size_t position)
{
    if (!found->arc || found->arc->payload || found->arc->last > found->arc->first ||
        found_type(t, found) != ENTITY_PERSON)
        return;
    const struct field *field = &t->fields[found->field];
    const struct token *token = &field->list.tokens[found->arc->first];
    uint64_t low, high;
    letters_load(field->list.letters + token->letters + found->arc->skip, token->length - found->arc->skip, &low,
                 &high);
    const struct part *part =
        token->length > PART_LETTERS_MAXIMUM ? NULL : of_several(find_part(parts, low, high, position));
    uint32_t skip = found->arc->skip;
    if (!part)
        part = of_several(match_token(parts, field, found->arc->first, position, &skip));
    if (!part) {
        skip = found->arc->skip;
        part = find_variant(t, parts, field->list.letters + token->letters + skip, token->length - skip,
                            field->classes[found->arc->first]);
    }
    if (!part)
        return;
    found->entity = part->full->entity;
    found->method = METHOD_COREFERENCE;
    found->evidence = EVIDENCE_BIT(REFERENCE);
    found->start = skip ? token_skip(&field->list, token, skip) : token->start;
}

static bool is_before(const struct found *found, enum text_field field, size_t token)
{
    return found->field != field ? found->field < field : found->token <= token;
}

/* The references stand behind the `full` names, last one first: brings all into the order of the text. */
static bool merge_references(struct tagging *t, struct found_list *list, size_t full)
{
    struct found *merged = list->count > full ? arena_array_raw(t->arena, list->count, sizeof *merged) : NULL;
    if (!merged)
        return list->count == full;
    size_t name = 0, reference = list->count, count = 0;
    while (name < full || reference > full) {
        const struct found *a = &list->items[name], *b = &list->items[reference - 1];
        bool names_first = reference == full || (name < full && is_before(a, b->field, b->token));
        merged[count++] = names_first ? *a : *b;
        name += names_first;
        reference -= !names_first;
    }
    *list = (struct found_list){merged, count, count};
    return true;
}

bool find_references(struct tagging *t, struct found_list *list)
{
    struct parts parts = {0};
    size_t full = list->count, position = 0;
    if (!collect_parts(t, list, &parts))
        return false;
    for (size_t i = 0; i < full && parts.count; i++)
        link_single(t, &parts, &list->items[i], i);
    /* from right to left, so that a full name is taken whole before its first word is looked at */
    position = full;
    for (enum text_field f = FIELD_COUNT; f-- > 0 && parts.count;) {
        const struct field *field = &t->fields[f];
        for (size_t i = field->list.count; i-- > 0;) {
            if (!has_ending(&parts, field, &field->list.tokens[i]) || field->covered[i] ||
                field->classes[i] & LEXICON_BIT(FUNCTION))
                continue;
            while (position > 0 && !is_before(&list->items[position - 1], f, i))
                position--;
            uint32_t skip;
            const struct part *part = match_token(&parts, field, i, position, &skip);
            if (part && !add_reference(t, list, field, i, part, skip))
                return false;
        }
    }
    return merge_references(t, list, full);
}
