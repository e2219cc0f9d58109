#include "nlp/sequence/context.h"

#include "nlp/match/article_context.h"
#include "nlp/sequence/labels.h"
#include "nlp/sequence/statistics.h"
#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"
#include "service/base/slots.h"

#include <math.h>
#include <string.h>

static const word_classes title_classes = WORD_CLASS(TITLE) | WORD_CLASS(ROLE);
static const word_classes given_classes = WORD_CLASS(GIVEN) | WORD_CLASS(SEEN_GIVEN);
static const word_classes organization_classes =
    WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(ORGANIZATION_CUE) | WORD_CLASS(MEDIA_CUE);
static const word_classes place_classes = WORD_CLASS(PLACE_HEAD) | WORD_CLASS(PLACE_HEAD_IN);

/* Classes that concern transliteration keys alone: no features. */
static const word_classes key_classes = WORD_CLASS(FOREIGN) | WORD_CLASS(LONE_NAME);

/* ---- words ---- */

static uint64_t hash_letters(const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    letters_load(letters, length, &low, &high);
    return word_key(low, high, letters, length).hash;
}

static void find_statistics(const struct image *image, struct context_word *word, uint64_t whole)
{
    const struct image_statistics *as_written = statistics_find(image, whole);
    const struct image_statistics *bare = word->skip ? statistics_find(image, word->bare) : as_written;
    bool clustered = as_written && as_written->cluster != IMAGE_CLUSTER_NONE;
    const struct image_statistics *cluster = clustered ? as_written : bare;
    word->statistics = bare ? bare : as_written;
    word->cluster = cluster ? cluster->cluster : IMAGE_CLUSTER_NONE;
    word->coarse = cluster ? cluster->coarse : 0;
}

/* Is there a line break before the token, beside a stronger separator too? */
static bool begins_line(const struct token_list *list, uint32_t number)
{
    const struct token *token = &list->tokens[number];
    if (number == 0 || token->gap <= SEPARATOR_LINE)
        return number == 0 || token->gap == SEPARATOR_LINE;
    uint32_t end = token[-1].end;
    return memchr(list->bytes + end, '\n', token->start - end) != NULL;
}

static void read_word(const struct image *image, const struct field *field, uint32_t number, struct context_word *word)
{
    const struct token *token = &field->list.tokens[number];
    const uint8_t *letters = field->list.letters + token->letters;
    uint32_t skip = field->skips[number] < token->length ? field->skips[number] : 0;
    uint64_t whole = hash_letters(letters, token->length);
    *word = (struct context_word){
        .letters = letters,
        .length = token->length,
        .skip = skip,
        .token = number,
        .field = (uint8_t)field->which,
        .gap = number ? token->gap : SEPARATOR_PARAGRAPH,
        .flags = token->flags,
        .begins_line = begins_line(&field->list, number),
        .classes = field->classes[number] & ~key_classes,
        .whole = whole,
        .bare = skip ? hash_letters(letters + skip, token->length - skip) : whole,
        .listed = field->slots[number] != WORD_NONE,
        .article = token->length - skip >= 2 && letters[skip] == LETTER_ALEF && letters[skip + 1] == LETTER_LAM,
        .head = -1,
        .verb = -1,
    };
    find_statistics(image, word, whole);
}

/* ---- listed names ---- */

static void note_arc(struct context_word *word, const struct context_arc *arc)
{
    unsigned at = word->arc_count;
    if (at == CONTEXT_ARCS && word->arcs[--at].score >= arc->score)
        return;
    for (; at > 0 && word->arcs[at - 1].score < arc->score; at--)
        word->arcs[at] = word->arcs[at - 1];
    word->arcs[at] = *arc;
    word->arc_count += word->arc_count < CONTEXT_ARCS;
}

static uint8_t place_in(const struct arc *arc, uint32_t at)
{
    if (arc->first == arc->last)
        return ARC_SINGLE;
    return at == arc->first ? ARC_FIRST : at == arc->last ? ARC_LAST : ARC_INSIDE;
}

static bool is_local(const struct image_candidate *candidate)
{
    return candidate->type_prior >> 6 == ENTITY_PLACE && (candidate->type_prior & 63) < LOCAL_PRIOR;
}

/* Notes the name of a small place over the arc's words, the longest one where there are several. */
static void note_local(const struct tagging *t, const struct arc *arc, struct context_word *words)
{
    static const float SHARES[LOCAL_SHARES - 1] = {0.001F, 0.3F, 0.6F};
    float share = article_context_country(t->context, t->image, &t->image->candidates[arc->candidate]);
    unsigned step = 0;
    while (step < LOCAL_SHARES - 1 && share >= SHARES[step])
        step++;
    for (uint32_t at = arc->first; at <= arc->last; at++)
        if (!words[at].local || arc->last > arc->first)
            words[at].local = (uint8_t)(place_in(arc, at) | LOCAL_NAMED | step << LOCAL_SHARE_SHIFT);
}

static void read_arcs(const struct tagging *t, const struct field *field, struct context_word *words)
{
    for (size_t i = 0; i < field->all.count; i++) {
        const struct arc *arc = &field->all.arcs[i];
        const struct image_candidate *c = &t->image->candidates[arc->candidate];
        if (!arc->payload || !isfinite(arc->score) || c->flags & CANDIDATE_LEXICON)
            continue;
        if (is_local(c)) {
            note_local(t, arc, words);
            continue;
        }
        struct context_arc note = {.score = arc->score,
                                   .more = (uint16_t)(arc->last - arc->first),
                                   .type = c->type_prior >> 6,
                                   .prior = c->type_prior & 63,
                                   .subtype = t->image->entities[candidate_entity(c)].subtype,
                                   .canonical = c->flags & CANDIDATE_CANONICAL};
        for (uint32_t at = arc->first; at <= arc->last; at++) {
            note.place = place_in(arc, at);
            note_arc(&words[at], &note);
        }
    }
}

/* ---- the first reading ---- */

static void read_answer(const struct tagging *t, const struct found_list *list, const struct context *context)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct found *found = &list->items[i];
        const struct token_list *tokens = &t->fields[found->field].list;
        struct context_word *words = context->words + context->offsets[found->field];
        enum entity_type type = found_type(t, found);
        for (size_t at = found->token; at < tokens->count && tokens->tokens[at].start < found->end; at++) {
            words[at].label = (uint8_t)(at == found->token ? label_begins(type) : label_inside(type));
            words[at].method = (uint8_t)found->method;
        }
    }
}

/* ---- sentences and phrases ---- */

/* Does the word begin an item of a list? Running text has longer lines, and a name may be broken over two of them. */
static bool begins_item(const struct context_word *word)
{
    enum { ITEM_WORDS = 5 };
    return word->begins_line && word->line <= ITEM_WORDS && word[-1].line <= ITEM_WORDS;
}

size_t context_sentence_end(const struct context *context, size_t first)
{
    size_t end = first + 1;
    while (end < context->count && end - first < CONTEXT_SENTENCE_MAXIMUM &&
           context->words[end].gap < SEPARATOR_SENTENCE && !begins_item(&context->words[end]))
        end++;
    return end;
}

/* Finds the script and the topic of each sentence. */
static void read_sentences(const struct context *context)
{
    for (size_t first = 0, end; first < context->count; first = end) {
        size_t arabic = 0, latin = 0;
        uint64_t topic = 0;
        end = context_sentence_end(context, first);
        for (size_t i = first; i < end; i++) {
            const struct context_word *word = &context->words[i];
            arabic += (word->flags & TOKEN_ARABIC) != 0;
            latin += (word->flags & TOKEN_LATIN) != 0;
            if (word->cluster != IMAGE_CLUSTER_NONE)
                topic |= (uint64_t)1 << word->coarse % 64;
        }
        for (size_t i = first; i < end; i++) {
            context->words[i].script = arabic >= latin ? SCRIPT_ARABIC : SCRIPT_LATIN;
            context->words[i].topic = topic;
        }
    }
}

/* Lines of running text are long, those of lists are short. */
static void measure_lines(const struct context *context)
{
    for (size_t first = 0, end; first < context->count; first = end) {
        end = first + 1;
        while (end < context->count && !context->words[end].begins_line)
            end++;
        for (size_t i = first; i < end; i++)
            context->words[i].line = (uint8_t)(end - first < UINT8_MAX ? end - first : UINT8_MAX);
    }
}

/* The head of a phrase is the last word of a class that begins names, a few words back with no break between; the verb before it
 * is the last one that is no noun as well. */
static void find_heads(const struct context *context)
{
    enum { HEAD_WORDS = 7 };
    static const word_classes heads = WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(ORGANIZATION_CUE) |
                                      WORD_CLASS(MEDIA_CUE) | WORD_CLASS(PLACE_HEAD) | WORD_CLASS(PLACE_HEAD_IN) |
                                      WORD_CLASS(OTHER_HEAD);
    static const word_classes verbs = WORD_CLASS(VERB) | WORD_CLASS(SAY) | WORD_CLASS(VERB_FORM);
    int64_t head = -1, verb = -1;
    for (size_t i = 0; i < context->count; i++) {
        struct context_word *word = &context->words[i];
        bool cut = word->gap > SEPARATOR_JOINS;
        head = cut ? -1 : head;
        verb = cut ? -1 : verb;
        word->head = head >= 0 && (int64_t)i - head <= HEAD_WORDS ? (int32_t)head : -1;
        word->verb = verb >= 0 && (int64_t)i - verb <= HEAD_WORDS ? (int32_t)verb : -1;
        head = word->classes & heads ? (int64_t)i : head;
        if (word->classes & verbs && !(word->classes & (WORD_CLASS(NOUN) | WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY))))
            verb = (int64_t)i;
    }
}

/* ---- the same word elsewhere ---- */

static uint16_t shows_of(const struct context *context, size_t i)
{
    const struct context_word *word = &context->words[i];
    word_classes before = i && word->gap <= SEPARATOR_JOINS ? word[-1].classes : 0;
    word_classes behind = i + 1 < context->count && word[1].gap <= SEPARATOR_JOINS ? word[1].classes : 0;
    unsigned shows = 0;
    shows |= before & title_classes ? SHOWS_TITLE : 0;
    shows |= before & given_classes && !(before & WORD_CLASS(FUNCTION)) ? SHOWS_GIVEN : 0;
    shows |= before & organization_classes ? SHOWS_HEAD : 0;
    shows |= before & (place_classes | WORD_CLASS(PLACE_PREPOSITION)) ? SHOWS_PLACE : 0;
    shows |= behind & WORD_CLASS(SAY) ? SHOWS_SAY : 0;
    shows |= behind & given_classes ? SHOWS_FIRST : 0;
    if (word->arc_count && word->arcs[0].more)
        shows |= (unsigned)SHOWS_ARC << (word->arcs[0].type * 3 + word->arcs[0].place - ARC_FIRST);
    return (uint16_t)shows;
}

/* How often a word stands in the article, and how often it shows what. */
struct tally {
    uint8_t count[SHOWS_COUNT], same;
};

static void count_place(struct tally *tally, uint16_t shows)
{
    tally->same += tally->same < UINT8_MAX;
    for (unsigned rest = shows; rest; rest &= rest - 1) {
        uint8_t *count = &tally->count[__builtin_ctz(rest)];
        *count += *count < UINT8_MAX;
    }
}

static void use_tally(struct context_word *word, const struct tally *tally)
{
    enum { LETTERS_MINIMUM = 3 /* shorter words repeat by chance */ };
    if (word->length - word->skip < LETTERS_MINIMUM)
        return;
    word->same = tally->same;
    if (tally->same < 2)
        return;
    for (int k = 0; k < SHOWS_COUNT; k++) {
        int others = tally->count[k] - (word->shows >> k & 1);
        word->seen |= (uint16_t)((others > 0) << k);
        word->seen_twice |= (uint16_t)((others > 1) << k);
    }
}

static bool compare_places(const struct tagging *t, const struct context *context)
{
    size_t needed = slots_needed(context->count);
    struct slots slots = {.numbers = arena_array(t->arena, needed, sizeof *slots.numbers), .mask = needed - 1};
    struct tally *tallies = arena_array(t->arena, context->count + 1, sizeof *tallies);
    uint32_t *first = arena_array_raw(t->arena, context->count + 1, sizeof *first);
    if (!slots.numbers || !tallies || !first)
        return false;
    for (uint32_t i = 0; i < context->count; i++) {
        struct context_word *word = &context->words[i];
        size_t at = slots_first(&slots, word->bare);
        while (slots.numbers[at] && context->words[slots.numbers[at] - 1].bare != word->bare)
            at = slots_next(&slots, at);
        slots.numbers[at] = slots.numbers[at] ? slots.numbers[at] : i + 1;
        first[i] = slots.numbers[at] - 1;
        word->shows = shows_of(context, i);
        count_place(&tallies[first[i]], word->shows);
    }
    for (size_t i = 0; i < context->count; i++)
        use_tally(&context->words[i], &tallies[first[i]]);
    return true;
}

bool context_read(const struct tagging *t, const struct found_list *list, struct context *ret_context)
{
    struct context context = {0};
    for (int f = 0; f < FIELD_COUNT; f++) {
        context.offsets[f] = context.count;
        context.count += t->fields[f].list.count;
    }
    context.words = arena_array_raw(t->arena, context.count + 1, sizeof *context.words);
    if (!context.words)
        return false;
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = &t->fields[f];
        for (uint32_t i = 0; i < field->list.count; i++)
            read_word(t->image, field, i, &context.words[context.offsets[f] + i]);
        read_arcs(t, field, context.words + context.offsets[f]);
    }
    read_answer(t, list, &context);
    measure_lines(&context);
    read_sentences(&context);
    find_heads(&context);
    if (!compare_places(t, &context))
        return false;
    *ret_context = context;
    return true;
}
