#include "nlp/grammar.h"

#include <string.h>

/* A word that scores less than this is never inside a name of that type; a rule that forbids weighs -100. */
static const float FORBIDDEN = -50;

static void apply_rules(const struct gazetteer *g, uint64_t classes, struct rule_scores *scores)
{
    memset(scores, 0, sizeof *scores);
    scores->classes = classes;
    for (uint32_t i = 0; i < g->rule_count; i++) {
        const struct image_rule *rule = &g->rules[i];
        if (rule->any & classes && !(rule->none & classes) && rule->latin == (classes >> LEXICON_LATIN & 1))
            scores->at[rule->type][rule->place] += rule->weight;
    }
}

bool grammar_init(struct grammar *grammar, const struct tagging *t)
{
    grammar->cache = arena_array(t->arena, RULE_CACHE_SIZE, sizeof *grammar->cache);
    for (uint64_t latin = 0; latin < 2; latin++) {
        apply_rules(t->g, LEXICON_BIT(EDGE) | latin << LEXICON_LATIN, &grammar->edge[latin]);
        apply_rules(t->g, LEXICON_BIT(BREAK) | latin << LEXICON_LATIN, &grammar->broken[latin]);
    }
    return grammar->cache != NULL;
}

static const struct rule_scores *scores_of(const struct tagging *t, uint64_t classes)
{
    struct rule_scores *slot = &t->grammar->cache[hash_mix(classes, 0xa0761d6478bd642fULL) % RULE_CACHE_SIZE];
    if (slot->classes != classes)
        apply_rules(t->g, classes, slot);
    return slot;
}

static int is_latin(const struct token *token)
{
    return (token->flags & TOKEN_LATIN) != 0;
}

static const struct rule_scores *beside(const struct tagging *t, const struct field *field, size_t token, enum separator gap, int latin)
{
    if (gap >= SEPARATOR_SENTENCE)
        return &t->grammar->edge[latin];
    if (gap > SEPARATOR_PAREN)
        return &t->grammar->broken[latin];
    return scores_of(t, field->classes[token]);
}

static float score_before(const struct tagging *t, const struct field *field, enum entity_type type, size_t first)
{
    const struct token *tokens = field->list.tokens;
    int latin = is_latin(&tokens[first]);
    if (first == 0)
        return t->grammar->edge[latin].at[type][RULE_BEFORE];
    float score = beside(t, field, first - 1, (enum separator)tokens[first].gap, latin)->at[type][RULE_BEFORE];
    if (first > 1 && tokens[first].gap <= SEPARATOR_PAREN)
        score += beside(t, field, first - 2, (enum separator)tokens[first - 1].gap, latin)->at[type][RULE_BEFORE2];
    return score;
}

static float score_after(const struct tagging *t, const struct field *field, enum entity_type type, size_t last)
{
    int latin = is_latin(&field->list.tokens[last]);
    if (last + 1 >= field->list.count)
        return t->grammar->edge[latin].at[type][RULE_AFTER];
    return beside(t, field, last + 1, (enum separator)field->list.tokens[last + 1].gap, latin)->at[type][RULE_AFTER];
}

static bool add_spans(struct tagging *t, const struct field *field, size_t first, size_t end, enum entity_type type, struct arc_list *arcs)
{
    const struct token *tokens = field->list.tokens;
    float sum = 0, before = 0;
    for (size_t last = first; last < end && last < first + GRAMMAR_WORDS_MAXIMUM; last++) {
        const float *at = scores_of(t, field->classes[last])->at[type];
        if (last > first && tokens[last].gap > SEPARATOR_JOINS)
            break;
        sum += at[RULE_WORD] + at[last == first ? RULE_FIRST : RULE_INNER];
        if (at[RULE_WORD] + at[last == first ? RULE_FIRST : RULE_INNER] < FORBIDDEN)
            break;
        if (last == first)
            before = score_before(t, field, type, first);
        float score = sum + before + at[RULE_LAST] + (last == first ? at[RULE_ONLY] : 0) + score_after(t, field, type, last);
        struct arc arc = {.first = (uint32_t)first, .last = (uint32_t)last, .score = score, .type = (uint8_t)type, .skip = (uint8_t)grammar_skip(field, first)};
        if (score > 0 && !arc_list_add(arcs, t->arena, &arc))
            return false;
    }
    return true;
}

bool grammar_arcs(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs)
{
    for (size_t i = first; i < end; i++) {
        const struct rule_scores *scores = scores_of(t, field->classes[i]);
        for (enum entity_type type = 0; type < ENTITY_TYPE_COUNT; type++)
            if (scores->at[type][RULE_FIRST] + scores->at[type][RULE_WORD] >= FORBIDDEN && !add_spans(t, field, i, end, type, arcs))
                return false;
    }
    return true;
}
