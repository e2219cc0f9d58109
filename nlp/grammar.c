#include "nlp/grammar.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
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
            scores->at[rule->place][rule->type] += rule->weight;
    }
}

enum { MEMO_SLOTS = 8192, MEMO_PROBES = 4 };

struct rule_memo {
    _Atomic(struct rule_scores *) slots[MEMO_SLOTS];
};

struct rule_memo *rule_memo_new(void)
{
    return calloc(1, sizeof(struct rule_memo));
}

void rule_memo_free(struct rule_memo *memo)
{
    for (int i = 0; memo && i < MEMO_SLOTS; i++)
        free(atomic_load(&memo->slots[i]));
    free(memo);
}

void grammar_init(struct grammar *grammar, const struct tagging *t)
{
    for (uint64_t latin = 0; latin < 2; latin++) {
        apply_rules(t->g, LEXICON_BIT(EDGE) | latin << LEXICON_LATIN, &grammar->edge[latin]);
        apply_rules(t->g, LEXICON_BIT(BREAK) | latin << LEXICON_LATIN, &grammar->broken[latin]);
    }
}

/* Computes the scores and publishes them in a free slot; whoever was first there wins. */
static const struct rule_scores *memorize(const struct gazetteer *g, _Atomic(struct rule_scores *) *slot, uint64_t classes)
{
    struct rule_scores *fresh = malloc(sizeof *fresh), *found = NULL;
    if (!fresh)
        return NULL;
    apply_rules(g, classes, fresh);
    if (atomic_compare_exchange_strong_explicit(slot, &found, fresh, memory_order_acq_rel, memory_order_acquire))
        return fresh;
    free(fresh);
    return found->classes == classes ? found : NULL;
}

static const struct rule_scores *scores_of(const struct tagging *t, uint64_t classes)
{
    uint64_t hash = hash_mix(classes ^ 0xe7037ed1a0b428dbULL, 0xa0761d6478bd642fULL);
    for (unsigned i = 0; i < MEMO_PROBES; i++) {
        _Atomic(struct rule_scores *) *slot = &t->g->memo->slots[(hash + i) % MEMO_SLOTS];
        const struct rule_scores *found = atomic_load_explicit(slot, memory_order_acquire);
        if (!found)
            found = memorize(t->g, slot, classes);
        if (found && found->classes == classes)
            return found;
    }
    struct rule_scores *spare = &t->grammar->spare[t->grammar->next_spare++ % SPARE_SCORES];
    apply_rules(t->g, classes, spare);
    return spare;
}

static int is_latin(const struct token *token)
{
    return (token->flags & TOKEN_LATIN) != 0;
}

/* Scores of the tokens of one segment, each looked up once. */
struct window {
    struct tagging *t;
    const struct field *field;
    size_t first, end;
    const struct rule_scores *scores[SEGMENT_TOKENS];
    float after[SEGMENT_TOKENS][TYPE_LANES]; /* what stands behind the token gives a span that ends with it */
    float rest[SEGMENT_TOKENS][TYPE_LANES];  /* the most that a span can gain which has come as far as the token */
};

static const struct rule_scores *word_scores(const struct window *w, size_t token)
{
    return token >= w->first && token < w->end ? w->scores[token - w->first] : scores_of(w->t, w->field->classes[token]);
}

/* Scores of a token that stands beside a span, across `gap`. */
static const struct rule_scores *beside(const struct window *w, size_t token, enum separator gap, int latin)
{
    if (gap >= SEPARATOR_SENTENCE)
        return &w->t->grammar->edge[latin];
    if (gap > SEPARATOR_PAREN)
        return &w->t->grammar->broken[latin];
    return word_scores(w, token);
}

/* What stands before a span that begins with `first` gives it. */
static void score_before(const struct window *w, size_t first, float ret_before[TYPE_LANES])
{
    static const float nothing[TYPE_LANES];
    const struct token *tokens = w->field->list.tokens;
    int latin = is_latin(&tokens[first]);
    const struct rule_scores *before = first == 0 ? &w->t->grammar->edge[latin] : beside(w, first - 1, (enum separator)tokens[first].gap, latin);
    const float *near = before->at[RULE_BEFORE], *far = nothing;
    if (first > 1 && tokens[first].gap <= SEPARATOR_PAREN)
        far = beside(w, first - 2, (enum separator)tokens[first - 1].gap, latin)->at[RULE_BEFORE2];
    for (int type = 0; type < TYPE_LANES; type++)
        ret_before[type] = near[type] + far[type];
}

static const struct rule_scores *scores_behind(const struct window *w, size_t last)
{
    const struct token_list *list = &w->field->list;
    int latin = is_latin(&list->tokens[last]);
    if (last + 1 >= list->count)
        return &w->t->grammar->edge[latin];
    return beside(w, last + 1, (enum separator)list->tokens[last + 1].gap, latin);
}

/* Fills `after` and `rest` from right to left: most spans cannot become positive, and are not tried. */
static void weigh_rest(struct window *w)
{
    for (size_t i = w->end - w->first; i-- > 0;) {
        const float *behind = scores_behind(w, w->first + i)->at[RULE_AFTER], *last = w->scores[i]->at[RULE_LAST];
        float *after = w->after[i], *rest = w->rest[i];
        for (int type = 0; type < TYPE_LANES; type++) {
            after[type] = behind[type];
            rest[type] = last[type] + behind[type];
        }
        if (w->first + i + 1 >= w->end || w->field->list.tokens[w->first + i + 1].gap > SEPARATOR_JOINS)
            continue;
        const float *word = w->scores[i + 1]->at[RULE_WORD], *inner = w->scores[i + 1]->at[RULE_INNER], *next = w->rest[i + 1];
        for (int type = 0; type < TYPE_LANES; type++) {
            float further = word[type] + inner[type];
            further = further >= FORBIDDEN ? further + next[type] : -INFINITY;
            rest[type] = further > rest[type] ? further : rest[type];
        }
    }
}

/* The spans of one type that begin with `first`; `sum` is what they have before their first word. */
static bool add_spans(const struct window *w, size_t first, enum entity_type type, float sum, struct arc_list *arcs)
{
    const struct token *tokens = w->field->list.tokens;
    for (size_t last = first; last < w->end && last < first + GRAMMAR_WORDS_MAXIMUM; last++) {
        const struct rule_scores *scores = w->scores[last - w->first];
        if (last > first) {
            if (tokens[last].gap > SEPARATOR_JOINS || scores->at[RULE_WORD][type] + scores->at[RULE_INNER][type] < FORBIDDEN)
                break;
            sum += scores->at[RULE_INNER][type];
        }
        sum += scores->at[RULE_WORD][type];
        float score = sum + scores->at[RULE_LAST][type] + (last == first ? scores->at[RULE_ONLY][type] : 0);
        if (score <= FORBIDDEN)
            continue;
        score += w->after[last - w->first][type];
        struct arc arc = {.first = (uint32_t)first, .last = (uint32_t)last, .score = score, .type = (uint8_t)type,
                          .skip = w->field->skips[first]};
        if (score > 0 && !arc_list_add(arcs, w->t->arena, &arc))
            return false;
    }
    return true;
}

/* The spans that begin with `first`, of the types of which one can become positive. */
static bool begin_spans(const struct window *w, size_t first, struct arc_list *arcs)
{
    const float(*at)[TYPE_LANES] = w->scores[first - w->first]->at;
    const float *rest = w->rest[first - w->first];
    float sum[TYPE_LANES], most[TYPE_LANES];
    score_before(w, first, sum);
    for (int type = 0; type < TYPE_LANES; type++) {
        float alone = at[RULE_ONLY][type] > 0 ? at[RULE_ONLY][type] : 0;
        sum[type] = at[RULE_FIRST][type] + sum[type];
        most[type] = sum[type] + at[RULE_WORD][type] + alone + rest[type];
        most[type] = at[RULE_FIRST][type] + at[RULE_WORD][type] >= FORBIDDEN ? most[type] : 0;
    }
    for (enum entity_type type = 0; type < ENTITY_TYPE_COUNT; type++)
        if (most[type] > 0 && !add_spans(w, first, type, sum[type], arcs))
            return false;
    return true;
}

bool grammar_arcs(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs)
{
    struct window w; /* its arrays are not zeroed */
    w.t = t;
    w.field = field;
    w.first = first;
    w.end = end;
    for (size_t i = first; i < end; i++)
        w.scores[i - first] = scores_of(t, field->classes[i]);
    weigh_rest(&w);
    for (size_t i = first; i < end; i++)
        if (!begin_spans(&w, i, arcs))
            return false;
    return true;
}

static void record_sum(struct score_record *record, enum rule_place place, float sum)
{
    static const char *const names[] = {
#define X(name, text) "rules-" text,
        RULE_PLACES(X)
#undef X
    };
    if (sum < 0 || sum > 0)
        record->parts[record->count++] = (struct score_part){names[place], (double)sum};
}

void grammar_explain(struct tagging *t, const struct field *field, const struct arc *arc, struct score_record *record)
{
    struct window w = {.t = t, .field = field, .first = 1, .end = 0};
    enum entity_type type = (enum entity_type)arc->type;
    float words = 0, inner = 0, before[TYPE_LANES];
    for (size_t i = arc->first; i <= arc->last; i++) {
        const struct rule_scores *scores = scores_of(t, field->classes[i]);
        words += scores->at[RULE_WORD][type];
        inner += i > arc->first ? scores->at[RULE_INNER][type] : 0;
    }
    record_sum(record, RULE_WORD, words);
    record_sum(record, RULE_FIRST, scores_of(t, field->classes[arc->first])->at[RULE_FIRST][type]);
    record_sum(record, RULE_INNER, inner);
    record_sum(record, RULE_LAST, scores_of(t, field->classes[arc->last])->at[RULE_LAST][type]);
    if (arc->first == arc->last)
        record_sum(record, RULE_ONLY, scores_of(t, field->classes[arc->first])->at[RULE_ONLY][type]);
    score_before(&w, arc->first, before);
    record_sum(record, RULE_BEFORE, before[type]);
    record_sum(record, RULE_AFTER, scores_behind(&w, arc->last)->at[RULE_AFTER][type]);
}
