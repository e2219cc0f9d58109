#include "nlp/grammar/spans.h"

#include "nlp/grammar/rules.h"
#include "nlp/text/word_class.h"

#include <math.h>

static int is_latin(const struct token *token)
{
    return (token->flags & TOKEN_LATIN) != 0;
}

/* Scores of the tokens first…end - 1, each looked up once. An empty window has first > end. */
struct window {
    struct tagging *t;
    const struct field *field;
    size_t first, end;
    const struct rule_scores *scores[SEGMENT_TOKENS];
    type_lanes after[SEGMENT_TOKENS]; /* what a span that ends with the token is given by the words behind it */
    type_lanes rest[SEGMENT_TOKENS];  /* upper bound of what a span that has reached the token can still gain */
};

static inline const struct rule_scores *word_scores(const struct window *w, size_t token)
{
    return token >= w->first && token < w->end ? w->scores[token - w->first]
                                               : rules_scores(w->t, w->field->classes[token]);
}

/* Scores of a token beside a span, with `gap` between them. Across a strong separator it counts as no word at all. */
static inline const struct rule_scores *beside(const struct window *w, size_t token, enum separator gap, int latin)
{
    if (gap >= SEPARATOR_SENTENCE)
        return &w->t->rule_memo->edge[latin];
    if (gap > SEPARATOR_PAREN)
        return &w->t->rule_memo->broken[latin];
    return word_scores(w, token);
}

/* The rules for Latin words are made for English text. In Arabic text, Latin words are products and formulas more often
 * than names, unless the word before says what they are (شركة Dunmoor Technologies), so spans of them get that much less. */
static const type_lanes STRANGE_SCRIPT = {12, 8, 4, 0};

static bool is_strange(const struct field *field, size_t first)
{
    enum { ARABIC_SHARE = 2 };
    static const word_classes cues = WORD_CLASS(ORGANIZATION_CUE) | WORD_CLASS(MEDIA_CUE) | WORD_CLASS(TITLE);
    return field->list.arabic > ARABIC_SHARE * field->list.latin && !(field->classes[first - 1] & cues);
}

/* What a span that begins with `first` is given by the words before it. */
static inline type_lanes score_before(const struct window *w, size_t first)
{
    const struct token *tokens = w->field->list.tokens;
    int latin = is_latin(&tokens[first]);
    if (first == 0)
        return w->t->rule_memo->edge[latin].before;
    type_lanes score = beside(w, first - 1, (enum separator)tokens[first].gap, latin)->before;
    if (first > 1 && tokens[first].gap <= SEPARATOR_PAREN)
        score += beside(w, first - 2, (enum separator)tokens[first - 1].gap, latin)->before2;
    return latin && is_strange(w->field, first) ? score - STRANGE_SCRIPT : score;
}

/* What a span that ends with `last` is given by the word behind it; across a comma, also by the word behind the comma. */
static inline type_lanes score_behind(const struct window *w, size_t last)
{
    const struct token_list *list = &w->field->list;
    int latin = is_latin(&list->tokens[last]);
    if (last + 1 >= list->count)
        return w->t->rule_memo->edge[latin].after;
    enum separator gap = (enum separator)list->tokens[last + 1].gap;
    type_lanes score = beside(w, last + 1, gap, latin)->after;
    if (gap == SEPARATOR_COMMA)
        score += word_scores(w, last + 1)->at[RULE_APPOSED];
    return score;
}

typedef int32_t mask_lanes __attribute__((vector_size(16)));

static inline type_lanes greater(type_lanes a, type_lanes b)
{
    mask_lanes mask = a > b;
    return (type_lanes)(((mask_lanes)a & mask) | ((mask_lanes)b & ~mask));
}

static inline bool any_positive(type_lanes lanes)
{
    typedef uint64_t halves __attribute__((vector_size(16)));
    halves mask = (halves)(lanes > (type_lanes){0});
    return mask[0] | mask[1];
}

/* Fills `after` and `rest`, from right to left. Most spans cannot become positive, which the bound shows before they are
 * tried. */
static void weigh_rest(struct window *w)
{
    for (size_t i = w->end - w->first; i-- > 0;) {
        w->after[i] = score_behind(w, w->first + i);
        w->rest[i] = w->scores[i]->last + w->after[i];
        if (w->first + i + 1 < w->end && w->field->list.tokens[w->first + i + 1].gap <= SEPARATOR_JOINS)
            w->rest[i] = greater(w->scores[i + 1]->go_on + w->rest[i + 1], w->rest[i]);
    }
}

enum { SCRIPTS = TOKEN_ARABIC | TOKEN_LATIN };

/* Adds the spans of one type that begin with `first`; `sum` is what they have before the weights of their words. */
static bool add_spans(const struct window *w, size_t first, enum entity_type type, float sum, struct arc_list *arcs)
{
    const struct token *tokens = w->field->list.tokens;
    for (size_t last = first; last < w->end && last < first + SPAN_WORDS_MAXIMUM; last++) {
        const struct rule_scores *scores = w->scores[last - w->first];
        if (last > first) {
            bool other_script = ((tokens[last].flags ^ tokens[first].flags) & SCRIPTS) == SCRIPTS;
            if (tokens[last].gap > SEPARATOR_JOINS || scores->go_on[type] < RULES_FORBID || other_script)
                break;
            sum += scores->at[RULE_INNER][type];
        }
        sum += scores->at[RULE_WORD][type];
        float score = sum + scores->at[RULE_LAST][type] + (last == first ? scores->at[RULE_ONLY][type] : 0);
        if (score <= RULES_FORBID)
            continue;
        score += w->after[last - w->first][type];
        struct arc arc = {.first = (uint32_t)first,
                          .last = (uint32_t)last,
                          .score = score,
                          .type = (uint8_t)type,
                          .skip = w->field->skips[first]};
        if (score > 0 && !arc_list_add(arcs, w->t->arena, &arc))
            return false;
    }
    return true;
}

/* Adds the spans that begin with `first`, of those types of which one can become positive. */
static inline bool begin_spans(const struct window *w, size_t first, struct arc_list *arcs)
{
    const struct rule_scores *scores = w->scores[first - w->first];
    type_lanes before = score_before(w, first), most = before + scores->open + w->rest[first - w->first];
    if (!any_positive(most))
        return true;
    type_lanes sum = before + scores->at[RULE_FIRST];
    for (enum entity_type type = 0; type < ENTITY_TYPE_COUNT; type++)
        if (most[type] > 0 && !add_spans(w, first, type, sum[type], arcs))
            return false;
    return true;
}

bool spans_find(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs)
{
    struct window w; /* its arrays are not zeroed */
    w.t = t;
    w.field = field;
    w.first = first;
    w.end = end;
    for (size_t i = first; i < end; i++)
        w.scores[i - first] = rules_scores(t, field->classes[i]);
    weigh_rest(&w);
    for (size_t i = first; i < end; i++)
        if (!begin_spans(&w, i, arcs))
            return false;
    return true;
}

float spans_score_word(struct tagging *t, const struct field *field, size_t token, enum entity_type type)
{
    struct window w = {.t = t, .field = field, .first = 1, .end = 0};
    const struct rule_scores *scores = rules_scores(t, field->classes[token]);
    return scores->at[RULE_WORD][type] + scores->at[RULE_FIRST][type] + scores->at[RULE_LAST][type] +
           scores->at[RULE_ONLY][type] + score_before(&w, token)[type] + score_behind(&w, token)[type];
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

void spans_explain(struct tagging *t, const struct field *field, const struct arc *arc, struct score_record *record)
{
    struct window w = {.t = t, .field = field, .first = 1, .end = 0};
    enum entity_type type = (enum entity_type)arc->type;
    float words = 0, inner = 0;
    for (size_t i = arc->first; i <= arc->last; i++) {
        const struct rule_scores *scores = rules_scores(t, field->classes[i]);
        words += scores->at[RULE_WORD][type];
        inner += i > arc->first ? scores->at[RULE_INNER][type] : 0;
    }
    record_sum(record, RULE_WORD, words);
    record_sum(record, RULE_FIRST, rules_scores(t, field->classes[arc->first])->at[RULE_FIRST][type]);
    record_sum(record, RULE_INNER, inner);
    record_sum(record, RULE_LAST, rules_scores(t, field->classes[arc->last])->at[RULE_LAST][type]);
    if (arc->first == arc->last)
        record_sum(record, RULE_ONLY, rules_scores(t, field->classes[arc->first])->at[RULE_ONLY][type]);
    record_sum(record, RULE_BEFORE, score_before(&w, arc->first)[type]);
    record_sum(record, RULE_AFTER, score_behind(&w, arc->last)[type]);
}
