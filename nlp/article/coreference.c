#include "nlp/article/coreference.h"

#include "nlp/article/antecedents.h"
#include "nlp/article/confidence.h"
#include "nlp/grammar/spans.h"
#include "nlp/text/word_class.h"

#include <string.h>

static bool is_name_word(word_classes classes)
{
    return classes & (WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY) | WORD_CLASS(PARTICLE));
}

/* Is the Latin word a name here? One that is also an ordinary word needs evidence: a capital inside the sentence, a title
 * before it, a verb of saying beside it. */
static bool has_evidence(const struct field *field, size_t token)
{
    static const word_classes ordinary = WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(NATIONALITY) |
                                         WORD_CLASS(VERB_FORM) | WORD_CLASS(VERB) | WORD_CLASS(PLACE_PREPOSITION);
    static const word_classes cue = WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(SAY);
    word_classes classes = field->classes[token];
    bool begins = field->list.tokens[token].gap >= SEPARATOR_SENTENCE; /* where every word has a capital */
    if (!(classes & ordinary) || (classes & WORD_CLASS(CAPITAL) && !(begins && classes & WORD_CLASS(VERB_FORM))))
        return true;
    bool before = token > 0 && field->list.tokens[token].gap <= SEPARATOR_QUOTE && field->classes[token - 1] & cue;
    bool after = token + 1 < field->list.count && field->list.tokens[token + 1].gap <= SEPARATOR_JOINS &&
                 field->classes[token + 1] & WORD_CLASS(SAY);
    return before || after;
}

/* Is the word no part of another name? A given name beside other words of names is somebody else's: after محمد صلاح, the
 * word صلاح refers to him, but not in صلاح الدين. */
static bool stands_alone(const struct field *field, size_t token)
{
    const struct token *tokens = field->list.tokens;
    if (token > 0 && tokens[token].gap <= SEPARATOR_JOINS && (field->classes[token - 1] & WORD_CLASS(GIVEN)) &&
        !field->covered[token - 1])
        return false;
    if (token + 1 >= field->list.count || tokens[token + 1].gap > SEPARATOR_JOINS)
        return true;
    return !(field->classes[token] & WORD_CLASS(GIVEN)) || !is_name_word(field->classes[token + 1]);
}

static const struct antecedent *find_behind_particle(const struct antecedents *a, const struct field *field,
                                                     const struct token *token, size_t position, uint32_t *ret_skip)
{
    for (const struct proclitic *p = proclitics_of(token->low); p && p->mask; p++) {
        if (!proclitic_fits(p, token->low, token->length, ANTECEDENT_LETTERS_MINIMUM) || p->restore > 1)
            continue;
        uint64_t low, high;
        letters_load(field->list.letters + token->letters + p->skip, token->length - p->skip, &low, &high);
        if (p->restore) {
            high = high << 8 | low >> 56;
            low = low << 8 | p->restored;
        }
        const struct antecedent *found = antecedents_find(a, low, high, position);
        if (found) {
            *ret_skip = p->skip;
            return found;
        }
    }
    return NULL;
}

/* The antecedent that the token refers to, and the letters of its particle. */
static const struct antecedent *match_token(const struct antecedents *a, const struct field *field, size_t index,
                                            size_t position, uint32_t *ret_skip)
{
    const struct token *token = &field->list.tokens[index];
    if (token->length < ANTECEDENT_LETTERS_MINIMUM || token->length > ANTECEDENT_LETTERS_MAXIMUM ||
        (token->flags & TOKEN_LATIN && !(token->flags & TOKEN_UPPER_FIRST)))
        return NULL;
    const struct antecedent *found = antecedents_find(a, token->low, token->high, position);
    if (!found)
        return find_behind_particle(a, field, token, position, ret_skip);
    *ret_skip = 0;
    return found;
}

static bool same_word(const struct token *a, const struct token *b)
{
    return a->low == b->low && a->high == b->high && a->length == b->length;
}

/* First token of the reference that ends with the token `index`: as many words of the full name as stand before it belong
 * to the reference. */
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

/* Does the token alone refer to the antecedent, by what stands around it? */
static bool stands_for(struct tagging *t, const struct field *field, size_t index, const struct antecedent *match)
{
    return stands_alone(field, index) && (field->list.tokens[index].flags & TOKEN_ARABIC
                                              ? spans_score_word(t, field, index, ENTITY_PERSON) > match->enough
                                              : has_evidence(field, index));
}

static bool add_reference(struct tagging *t, struct found_list *list, const struct field *field, size_t index,
                          const struct antecedent *match, uint32_t skip)
{
    const struct token *token = &field->list.tokens[index];
    const struct arc *full = match->full->arc;
    size_t first = skip ? index : extend_left(t, field, index, match->full);
    if (found_type(t, match->full) != ENTITY_PERSON && !antecedents_is_team(t, match->full) &&
        index - first < full->last - full->first)
        return true; /* a place or an organization is named in full or not at all */
    if (first == index && !stands_for(t, field, index, match))
        return true; /* an ordinary word, or a part of somebody else's name */
    uint32_t start = field->list.tokens[first].start;
    struct found found = {.field = field->which,
                          .method = METHOD_COREFERENCE,
                          .token = (uint32_t)first,
                          .prefix = start,
                          .start = skip ? token_skip(&field->list, token, skip) : start,
                          .end = token->end,
                          .entity = match->full->entity,
                          .evidence = EVIDENCE_BIT(REFERENCE)};
    memset(field->covered + first, 1, index - first + 1);
    return found_add(list, t->arena, &found);
}

/* The antecedent, unless its full name has one word only. */
static const struct antecedent *of_several(const struct antecedent *antecedent)
{
    return antecedent && antecedent->full->arc->last > antecedent->full->arc->first ? antecedent : NULL;
}

/* The antecedent of a mention of one word that the grammar found: behind the particle that the grammar took off, then
 * behind any other one, then by another spelling. */
static const struct antecedent *match_single(const struct tagging *t, struct antecedents *a, const struct found *found,
                                             size_t position, uint32_t *ret_skip)
{
    const struct field *field = &t->fields[found->field];
    const struct token *token = &field->list.tokens[found->arc->first];
    const uint32_t skip = found->arc->skip, length = token->length - skip;
    const uint8_t *letters = field->list.letters + token->letters + skip;
    uint64_t low, high;
    letters_load(letters, length, &low, &high);
    *ret_skip = skip;
    const struct antecedent *match =
        token->length > ANTECEDENT_LETTERS_MAXIMUM ? NULL : of_several(antecedents_find(a, low, high, position));
    if (!match)
        match = of_several(match_token(a, field, found->arc->first, position, ret_skip));
    if (!match) {
        *ret_skip = skip;
        match = antecedents_find_variant(a, t, letters, length, field->classes[found->arc->first]);
    }
    return match;
}

/* A name of one word that the grammar found is the person whose full name ends in it, when there is one. */
static void link_single(const struct tagging *t, struct antecedents *a, struct found *found, size_t position)
{
    if (!found->arc || found->arc->payload || found->arc->last > found->arc->first ||
        found_type(t, found) != ENTITY_PERSON)
        return;
    uint32_t skip = 0;
    const struct antecedent *match = match_single(t, a, found, position, &skip);
    if (!match)
        return;
    const struct token_list *list = &t->fields[found->field].list;
    const struct token *token = &list->tokens[found->arc->first];
    found->entity = match->full->entity;
    found->method = METHOD_COREFERENCE;
    found->evidence = EVIDENCE_BIT(REFERENCE);
    found->start = skip ? token_skip(list, token, skip) : token->start;
}

static bool is_before(const struct found *found, enum text_field field, size_t token)
{
    return found->field != field ? found->field < field : found->token <= token;
}

/* Brings the list into the order of the text: its first `full` mentions are, the references behind them stand last one
 * first. */
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

/* From right to left, so that a full name is taken whole before its first word is looked at. *position is the number of
 * mentions that stand before the end of the field, and moves along. */
static bool find_in_field(struct tagging *t, struct found_list *list, const struct antecedents *a,
                          const struct field *field, size_t *position)
{
    for (size_t i = field->list.count; i-- > 0;) {
        if (!antecedents_may_have(a, field, &field->list.tokens[i]) || field->covered[i] ||
            field->classes[i] & WORD_CLASS(FUNCTION))
            continue;
        while (*position > 0 && !is_before(&list->items[*position - 1], field->which, i))
            --*position;
        uint32_t skip;
        const struct antecedent *match = match_token(a, field, i, *position, &skip);
        if (match && !add_reference(t, list, field, i, match, skip))
            return false;
    }
    return true;
}

bool coreference_find(struct tagging *t, struct found_list *list)
{
    struct antecedents a;
    size_t full = list->count, position = full;
    if (!antecedents_collect(&a, t, list))
        return false;
    for (size_t i = 0; i < full && a.count; i++)
        link_single(t, &a, &list->items[i], i);
    for (enum text_field f = FIELD_COUNT; f-- > 0 && a.count;)
        if (!find_in_field(t, list, &a, &t->fields[f], &position))
            return false;
    return merge_references(t, list, full);
}
