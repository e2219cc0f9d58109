#include "nlp/grammar/rules.h"

#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void apply_rules(const struct image *image, uint64_t classes, struct rule_scores *scores)
{
    memset(scores, 0, sizeof *scores);
    scores->classes = classes;
    for (uint32_t i = 0; i < image->rule_count; i++) {
        const struct image_rule *rule = &image->rules[i];
        if (rule->any & classes && !(rule->none & classes) && (rule->all & classes) == rule->all &&
            rule->latin == (classes >> LEXICON_LATIN & 1))
            scores->at[rule->place][rule->type] += rule->weight;
    }
    scores->before = scores->at[RULE_BEFORE];
    scores->before2 = scores->at[RULE_BEFORE2];
    scores->after = scores->at[RULE_AFTER];
    scores->last = scores->at[RULE_LAST];
    for (enum entity_type type = 0; type < ENTITY_TYPE_COUNT; type++) {
        float inside = scores->at[RULE_WORD][type] + scores->at[RULE_INNER][type], only = scores->at[RULE_ONLY][type];
        float first = scores->at[RULE_FIRST][type] + scores->at[RULE_WORD][type];
        scores->go_on[type] = inside >= RULES_FORBID ? inside : -INFINITY;
        scores->open[type] = first < RULES_FORBID ? -INFINITY : first + (only > 0 ? only : 0);
    }
    scores->open[ENTITY_TYPE_COUNT] = -INFINITY; /* the idle lane */
}

struct rule_memo *rule_memo_new(const struct image *image)
{
    struct rule_memo *memo = aligned_alloc(_Alignof(struct rule_memo), sizeof *memo);
    if (!memo)
        return NULL;
    memset(memo, 0, sizeof *memo);
    for (uint64_t latin = 0; latin < 2; latin++) {
        apply_rules(image, LEXICON_BIT(EDGE) | latin << LEXICON_LATIN, &memo->edge[latin]);
        apply_rules(image, LEXICON_BIT(BREAK) | latin << LEXICON_LATIN, &memo->broken[latin]);
    }
    return memo;
}

void rule_memo_free(struct rule_memo *memo)
{
    for (int i = 0; memo && i < RULE_MEMO_SLOTS; i++) {
        struct rule_scores *scores = atomic_load(&memo->slots[i]);
        if (scores) /* most slots are empty */
            free(scores);
    }
    free(memo);
}

/* Computes the scores and publishes them in a free slot. When another thread fills the slot first, its scores stay: they
 * are returned if they are of the same classes, else NULL. */
static const struct rule_scores *memorize(const struct image *image, _Atomic(struct rule_scores *) *slot,
                                          uint64_t classes)
{
    struct rule_scores *fresh = aligned_alloc(_Alignof(struct rule_scores), sizeof *fresh), *found = NULL;
    if (!fresh)
        return NULL;
    apply_rules(image, classes, fresh);
    if (atomic_compare_exchange_strong_explicit(slot, &found, fresh, memory_order_acq_rel, memory_order_acquire))
        return fresh;
    free(fresh);
    return found->classes == classes ? found : NULL;
}

const struct rule_scores *rules_scores_slow(const struct tagging *t, uint64_t classes, uint64_t hash)
{
    for (unsigned i = 0; i < RULE_MEMO_PROBES; i++) {
        _Atomic(struct rule_scores *) *slot = &t->rule_memo->slots[(hash + i) % RULE_MEMO_SLOTS];
        const struct rule_scores *found = atomic_load_explicit(slot, memory_order_acquire);
        if (!found)
            found = memorize(t->image, slot, classes);
        if (found && found->classes == classes)
            return found;
    }
    struct rule_scores *spare = &t->rule_spares->scores[t->rule_spares->next++ % RULE_SPARES];
    apply_rules(t->image, classes, spare);
    return spare;
}
