#include "service/grammar/corpus.h"

#include "nlp/reading.h"
#include "nlp/tagger.h"
#include "nlp/text/hash.h"
#include "nlp/text/word_class.h"
#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Where a word stands, in code points of the text; `skip` of them are its particle. */
struct place {
    uint32_t start, end, skip;
};

/* The particle's length of a listed name over these words. */
struct listed {
    uint32_t first, last, skip;
    enum entity_type type;
};

struct corpus_article {
    char *text;
    size_t length;
    struct scored_span *gold;
    size_t gold_count;
    struct place *places; /* of the words */
    struct listed *listed;
    size_t listed_count;
    enum part part;
    uint32_t root; /* an article that it shares sentences with, itself in the end */
};

struct sentence {
    uint64_t hash;
    uint32_t article;
};

void corpus_init(struct corpus *corpus, const struct gazetteer *gazetteer, enum script script)
{
    *corpus = (struct corpus){.gazetteer = gazetteer,
                              .articles = {.size = sizeof(struct corpus_article)},
                              .sentences = {.size = sizeof(struct sentence)}};
    examples_init(&corpus->examples, script);
}

static struct corpus_article *article_at(const struct corpus *corpus, size_t number)
{
    return (struct corpus_article *)corpus->articles.items + number;
}

static void article_release(struct corpus_article *article)
{
    free(article->text);
    free(article->gold);
    free(article->places);
    free(article->listed);
}

void corpus_release(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->articles.count; i++)
        article_release(article_at(corpus, i));
    array_release(&corpus->articles);
    array_release(&corpus->sentences);
    free(corpus->sentence_slots.numbers);
    free(corpus->folds);
    examples_release(&corpus->examples);
}

/* ---- what an article keeps ---- */

/* Code points before each byte of the text; malloc'ed. */
static uint32_t *count_points(struct text text)
{
    uint32_t *points = malloc((text.length + 1) * sizeof *points), count = 0;
    for (size_t i = 0; points && i < text.length; i++) {
        points[i] = count;
        count += i + 1 == text.length || ((uint8_t)text.bytes[i + 1] & 0xC0) != 0x80;
    }
    if (points)
        points[text.length] = count;
    return points;
}

static uint32_t skip_of(const struct token_list *list, const struct token *token, uint32_t letters,
                        const uint32_t *points)
{
    return letters ? points[token_skip(list, token, letters)] - points[token->start] : 0;
}

static bool keep_places(struct corpus_article *article, const struct field *field, const struct context *context,
                        const uint32_t *points)
{
    article->places = calloc(field->list.count + 1, sizeof *article->places);
    for (size_t i = 0; article->places && i < field->list.count; i++) {
        const struct token *token = &field->list.tokens[i];
        article->places[i] = (struct place){points[token->start], points[token->end],
                                            skip_of(&field->list, token, context->words[i].skip, points)};
    }
    return article->places;
}

static bool keep_listed(struct corpus_article *article, const struct tagging *t, const struct field *field,
                        const uint32_t *points)
{
    article->listed = malloc((field->all.count + 1) * sizeof *article->listed);
    for (size_t i = 0; article->listed && i < field->all.count; i++) {
        const struct arc *arc = &field->all.arcs[i];
        if (!arc->payload)
            continue;
        article->listed[article->listed_count++] = (struct listed){
            arc->first, arc->last,
            skip_of(&field->list, &field->list.tokens[arc->first], arc->proclitic ? arc->proclitic->skip : 0, points),
            (enum entity_type)(t->image->candidates[arc->candidate].type_prior >> 6)};
    }
    return article->listed;
}

static bool keep_article(struct corpus_article *article, const struct labelled_article *given, const struct tagging *t,
                         const struct context *context)
{
    const struct field *field = &t->fields[FIELD_TEXT];
    uint32_t *points = count_points(given->text);
    article->text = malloc(given->text.length + 1);
    article->gold = calloc(given->span_count + 1, sizeof *article->gold);
    bool done = points && article->text && article->gold && keep_places(article, field, context, points) &&
                keep_listed(article, t, field, points);
    if (done) {
        memcpy(article->text, given->text.bytes, given->text.length);
        article->length = given->text.length;
        for (size_t i = 0; i < given->span_count; i++)
            article->gold[i] = (struct scored_span){
                .start = given->spans[i].start, .end = given->spans[i].end, .type = given->spans[i].type};
        article->gold_count = given->span_count;
    }
    free(points);
    return done;
}

/* ---- gold labels ---- */

static void label_span(uint8_t *gold, const struct place *places, size_t words, uint32_t start, uint32_t end,
                       const enum entity_type *type)
{
    bool begun = false;
    for (size_t i = 0; i < words; i++) {
        if (places[i].start >= end || places[i].end <= start)
            continue;
        if (!type)
            gold[i] = gold[i] ? gold[i] : LABEL_OTHER_NAME;
        else
            gold[i] = (uint8_t)(begun ? label_inside(*type) : label_begins(*type));
        begun = true;
    }
}

static bool is_name_word(const struct context_word *word)
{
    return word->label != LABEL_NONE || word->arc_count > 0;
}

/* Nobody marks other names in annotated news. Behind the head of one, a few words on, what the first reading or the gazetteer takes
 * for a name and the annotator does not is one. */
static void label_other_names(uint8_t *gold, const struct context *context)
{
    enum { AWAY_MAXIMUM = 3, WORDS_MAXIMUM = 6 };
    const struct context_word *words = context->words;
    for (size_t i = 0; i < context->count; i++) {
        if (!(words[i].classes & WORD_CLASS(OTHER_HEAD)) || gold[i])
            continue;
        size_t at = i + 1;
        while (at < context->count && at - i <= AWAY_MAXIMUM && words[at].gap <= SEPARATOR_SLASH && !gold[at] &&
               !is_name_word(&words[at]) && !(words[at].classes & WORD_CLASS(FUNCTION)))
            at++;
        if (at >= context->count || at - i > AWAY_MAXIMUM || words[at].gap > SEPARATOR_SLASH)
            continue;
        for (size_t end = at; end < context->count && end - at < WORDS_MAXIMUM && !gold[end] &&
                              (end == at || words[end].gap <= SEPARATOR_JOINS) &&
                              (is_name_word(&words[end]) || (end > at && words[end].classes & WORD_CLASS(GIVEN)));
             end++)
            gold[end] = LABEL_OTHER_NAME;
    }
}

static uint8_t *label_words(const struct corpus_article *article, const struct labelled_article *given,
                            const struct context *context)
{
    uint8_t *gold = calloc(context->count + 1, 1);
    if (!gold)
        return NULL;
    for (size_t i = 0; i < given->span_count; i++)
        label_span(gold, article->places, context->count, given->spans[i].start, given->spans[i].end,
                   &given->spans[i].type);
    for (size_t i = 0; i < given->other_count; i++)
        label_span(gold, article->places, context->count, given->others[i].start, given->others[i].end, NULL);
    if (article->part == PART_OWN)
        label_other_names(gold, context);
    return gold;
}

/* ---- articles that share sentences ---- */

static uint64_t sentence_hash(const void *owner, uint32_t number)
{
    return ((const struct sentence *)((const struct array *)owner)->items)[number].hash;
}

static uint32_t root_of(const struct corpus *corpus, uint32_t number)
{
    while (article_at(corpus, number)->root != number)
        number = article_at(corpus, number)->root = article_at(corpus, article_at(corpus, number)->root)->root;
    return number;
}

static bool join_by_sentence(struct corpus *corpus, uint32_t article, uint64_t hash)
{
    if (!slots_widen(&corpus->sentence_slots, corpus->sentences.count, sentence_hash, &corpus->sentences))
        return false;
    const struct sentence *sentences = corpus->sentences.items;
    size_t at = slots_first(&corpus->sentence_slots, hash);
    for (; corpus->sentence_slots.numbers[at]; at = slots_next(&corpus->sentence_slots, at)) {
        const struct sentence *known = &sentences[corpus->sentence_slots.numbers[at] - 1];
        if (known->hash != hash)
            continue;
        article_at(corpus, root_of(corpus, article))->root = root_of(corpus, known->article);
        return true;
    }
    struct sentence added = {hash, article};
    if (!array_append(&corpus->sentences, &added, 1))
        return false;
    corpus->sentence_slots.numbers[at] = (uint32_t)corpus->sentences.count;
    return true;
}

static bool join_articles(struct corpus *corpus, uint32_t article, const struct context *context)
{
    enum { WORDS_MINIMUM = 6 };
    for (size_t first = 0, end; first < context->count; first = end) {
        uint64_t hash = 0;
        end = context_sentence_end(context, first);
        for (size_t i = first; i < end; i++)
            hash = hash_mix(hash ^ context->words[i].bare, 0x9e3779b97f4a7c15ULL);
        if (end - first >= WORDS_MINIMUM && !join_by_sentence(corpus, article, hash))
            return false;
    }
    return true;
}

/* ---- the corpus ---- */

static bool add_reading(struct corpus *corpus, const struct labelled_article *given, const struct reading *reading,
                        enum part part, float importance)
{
    struct context context;
    uint32_t number = (uint32_t)corpus->articles.count;
    struct corpus_article article = {.part = part, .root = number}, *kept;
    uint8_t *gold = NULL;
    bool done = context_read(&reading->tagging, &reading->found, &context) &&
                keep_article(&article, given, &reading->tagging, &context) &&
                (gold = label_words(&article, given, &context)) != NULL &&
                examples_add(&corpus->examples, &context, gold, number, importance) &&
                (kept = array_grow(&corpus->articles, 1)) != NULL;
    if (done) {
        *kept = article;
        corpus->articles.count++;
        done = part != PART_OWN || join_articles(corpus, number, &context);
    } else {
        article_release(&article);
    }
    free(gold);
    return done;
}

enum status corpus_add(struct corpus *corpus, const struct labelled_article *given, enum part part, float importance,
                       struct error *error)
{
    struct arena arena;
    struct reading reading;
    arena_init(&arena, tag_arena_size(given->text.length) * 2);
    enum status status = reading_first(&reading, corpus->gazetteer, (struct text){NULL, 0}, given->text, &arena, error);
    if (status == STATUS_OK && !add_reading(corpus, given, &reading, part, importance))
        status = error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the labelled articles");
    arena_release(&arena);
    return status;
}

enum status corpus_finish(struct corpus *corpus, unsigned folds, struct error *error)
{
    unsigned next = 0;
    corpus->folds = malloc(corpus->articles.count + 1);
    if (!corpus->folds || !examples_finish(&corpus->examples))
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the labelled articles");
    for (uint32_t i = 0; i < corpus->articles.count; i++) {
        bool own = article_at(corpus, i)->part == PART_OWN;
        corpus->folds[i] = own && root_of(corpus, i) == i ? (uint8_t)(next++ % folds) : CORPUS_NO_FOLD;
    }
    for (uint32_t i = 0; i < corpus->articles.count; i++)
        if (article_at(corpus, i)->part == PART_OWN)
            corpus->folds[i] = corpus->folds[root_of(corpus, i)];
    return STATUS_OK;
}

/* ---- scoring ---- */

static struct scored_span span_of(const struct corpus_article *article, uint32_t first, uint32_t last,
                                  enum entity_type type, float sure)
{
    uint32_t skip = article->places[first].skip;
    for (size_t i = 0; i < article->listed_count; i++)
        if (article->listed[i].first == first && article->listed[i].last == last && article->listed[i].type == type) {
            skip = article->listed[i].skip;
            break;
        }
    return (struct scored_span){.start = article->places[first].start + skip,
                                .end = article->places[last].end,
                                .type = type,
                                .confidence = (double)sure};
}

static bool find_spans(const struct corpus_article *article, const struct example *example,
                       const struct crf_sentence *sentence, struct array *found)
{
    uint8_t labels[CRF_WORDS_MAXIMUM];
    crf_decode(sentence, labels);
    for (size_t i = 0, last; i < sentence->count; i = last + 1) {
        last = i;
        if (labels[i] == LABEL_NONE || label_is_inside(labels[i]))
            continue;
        float sure = crf_span_confidence(sentence, labels, i, &last);
        struct scored_span span = span_of(article, example->first + (uint32_t)i, example->first + (uint32_t)last,
                                          label_type(labels[i]), sure);
        if (!array_append(found, &span, 1))
            return false;
    }
    return true;
}

static bool score_article(const struct corpus_article *article, const struct array *found,
                          struct evaluation *evaluation)
{
    return evaluation_add(evaluation, (struct text){article->text, article->length}, article->gold, article->gold_count,
                          found->items, found->count);
}

bool corpus_score(const struct corpus *corpus, const struct trained *trained, unsigned fold,
                  struct evaluation *evaluation)
{
    const struct examples *examples = &corpus->examples;
    struct crf_sentence *sentence = aligned_alloc(64, (sizeof *sentence + 63) / 64 * 64);
    struct array found = {.size = sizeof(struct scored_span)};
    struct crf_steps steps;
    bool done = sentence != NULL;
    size_t at = 0;
    crf_steps_of(&trained->moves, &steps);
    for (uint32_t i = 0; done && i < corpus->articles.count; i++) {
        const struct corpus_article *article = article_at(corpus, i);
        if (corpus->folds[i] != fold)
            continue;
        found.count = 0;
        while (at < examples->sentences.count && examples_sentence(examples, at)->document < i)
            at++;
        for (; done && at < examples->sentences.count && examples_sentence(examples, at)->document == i; at++) {
            trained_score(trained, examples, examples_sentence(examples, at), sentence);
            crf_infer(&steps, sentence);
            done = find_spans(article, examples_sentence(examples, at), sentence, &found);
        }
        done = done && score_article(article, &found, evaluation);
    }
    free(sentence);
    array_release(&found);
    return done;
}
