#include "nlp/grammar/rules.h"

#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Adds the weights of the rules first + n that hold, n being the bits of `numbers`. In the order of the rules: what a sum of
 * floats is depends on it. */
static void add_weights(const struct image_rule *first, uint64_t numbers, word_classes classes,
                        struct rule_scores *scores)
{
    for (; numbers; numbers &= numbers - 1) {
        const struct image_rule *rule = &first[__builtin_ctzll(numbers)];
        word_classes all = image_classes(&rule->all);
        if ((all & classes) == all)
            scores->at[rule->place][rule->type] += rule->weight;
    }
}

static void sum_weights(const struct rule_index *index, word_classes classes, struct rule_scores *scores)
{
    const struct rule_sets *of_class[WORD_CLASS_COUNT] = {0};
    size_t count = 0;
    for (int class = 0; class < WORD_CLASS_COUNT; class ++)
        if (classes >> class & 1)
            of_class[count++] = &index->sets[(size_t) class * index->words];
    for (size_t w = 0; w < index->words; w++) {
        uint64_t any = 0, none = 0;
        for (size_t i = 0; i < count; i++) {
            any |= of_class[i][w].any;
            none |= of_class[i][w].none;
        }
        add_weights(index->rules + w * RULE_SET_BITS, any & ~none, classes, scores);
    }
}

static void apply_rules(const struct rule_index *index, word_classes classes, struct rule_scores *scores)
{
    memset(scores, 0, sizeof *scores);
    scores->classes = classes;
    sum_weights(index, classes, scores);
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

static void fill_sets(const struct image *image, int class, struct rule_sets *sets)
{
    for (uint32_t i = 0; i < image->rule_count; i++) {
        uint64_t any = image_classes(&image->rules[i].any) >> class & 1;
        uint64_t none = image_classes(&image->rules[i].none) >> class & 1;
        sets[i / RULE_SET_BITS].any |= any << i % RULE_SET_BITS;
        sets[i / RULE_SET_BITS].none |= none << i % RULE_SET_BITS;
    }
}

/* False: out of memory. */
static bool fill_index(struct rule_index *index, const struct image *image)
{
    size_t words = (image->rule_count + RULE_SET_BITS - 1) / RULE_SET_BITS;
    struct rule_sets *sets = calloc(WORD_CLASS_COUNT * words + 1, sizeof *sets);
    for (int class = 0; class < WORD_CLASS_COUNT && sets; class ++)
        fill_sets(image, class, sets + (size_t) class * words);
    *index = (struct rule_index){image->rules, sets, words};
    return sets != NULL;
}

struct rule_memo *rule_memo_new(const struct image *image)
{
    struct rule_memo *memo = aligned_alloc(_Alignof(struct rule_memo), sizeof *memo);
    if (!memo)
        return NULL;
    memset(memo, 0, sizeof *memo);
    if (!fill_index(&memo->index, image)) {
        free(memo);
        return NULL;
    }
    for (int latin = 0; latin < 2; latin++) {
        word_classes script = latin ? WORD_CLASS(LATIN) : 0;
        apply_rules(&memo->index, WORD_CLASS(EDGE) | script, &memo->edge[latin]);
        apply_rules(&memo->index, WORD_CLASS(BREAK) | script, &memo->broken[latin]);
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
    if (memo)
        free(memo->index.sets);
    free(memo);
}

/* Computes the scores and publishes them in a free slot. When another thread fills the slot first, its scores stay: they
 * are returned if they are of the same classes, else NULL. */
static const struct rule_scores *memorize(const struct rule_index *index, _Atomic(struct rule_scores *) *slot,
                                          word_classes classes)
{
    struct rule_scores *fresh = aligned_alloc(_Alignof(struct rule_scores), sizeof *fresh), *found = NULL;
    if (!fresh)
        return NULL;
    apply_rules(index, classes, fresh);
    if (atomic_compare_exchange_strong_explicit(slot, &found, fresh, memory_order_acq_rel, memory_order_acquire))
        return fresh;
    free(fresh);
    return found->classes == classes ? found : NULL;
}

const struct rule_scores *rules_scores_slow(const struct tagging *t, word_classes classes, uint64_t hash)
{
    for (unsigned i = 0; i < RULE_MEMO_PROBES; i++) {
        _Atomic(struct rule_scores *) *slot = &t->rule_memo->slots[(hash + i) % RULE_MEMO_SLOTS];
        const struct rule_scores *found = atomic_load_explicit(slot, memory_order_acquire);
        if (!found)
            found = memorize(&t->rule_memo->index, slot, classes);
        if (found && found->classes == classes)
            return found;
    }
    struct rule_scores *spare = &t->rule_spares->scores[t->rule_spares->next++ % RULE_SPARES];
    apply_rules(&t->rule_memo->index, classes, spare);
    return spare;
}
