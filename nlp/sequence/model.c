#include "nlp/sequence/model.h"

#include "nlp/sequence/features.h"
#include "nlp/sequence/place_features.h"

#include <stdlib.h>
#include <string.h>

typedef int32_t label_sums __attribute__((vector_size(LABEL_COUNT * sizeof(int32_t))));
typedef int8_t label_bytes __attribute__((vector_size(LABEL_COUNT)));

/* ---- opening ---- */

/* Copies the weights of the features that have a number. False: out of memory. */
static bool number_weights(struct model *model, enum script script)
{
    size_t count = features_numbered();
    uint64_t *keys = malloc(count * sizeof *keys);
    int8_t(*weights)[IMAGE_LABELS] = calloc(count, sizeof *weights);
    model->numbered[script] = weights;
    if (keys && weights) {
        features_number_keys(script, keys);
        for (size_t i = 0; i < count; i++) {
            const int8_t *found = model_find_weights(model->image, keys[i]);
            if (found)
                memcpy(weights[i], found, sizeof weights[i]);
        }
    }
    free(keys);
    return keys && weights;
}

bool model_init(struct model *model, const struct image *image)
{
    bool done = true;
    *model = (struct model){.image = image};
    for (enum script s = 0; s < SCRIPT_COUNT && s < image->moves_count; s++) {
        struct crf_moves moves;
        memcpy(&moves.start, image->moves[s].start, sizeof moves.start);
        memcpy(moves.move, image->moves[s].move, sizeof moves.move);
        crf_steps_of(&moves, &model->steps[s]);
        model->fitted[s] = image->moves[s].fitted;
        done = done && (!model->fitted[s] || number_weights(model, s));
    }
    return done && (!model_is_fitted(model) || (model->memo = score_memo_new()) != NULL);
}

void model_release(struct model *model)
{
    score_memo_free(model->memo);
    for (enum script s = 0; s < SCRIPT_COUNT; s++)
        free(model->numbered[s]);
    *model = (struct model){0};
}

const int8_t *model_find_weights(const struct image *image, uint64_t key)
{
    uint32_t check = image_check(key);
    if (!image->feature_count)
        return NULL;
    uint64_t mask = image->feature_count - 1;
    for (uint64_t at = key & mask;; at = (at + 1) & mask) {
        if (image->features[at].check == check)
            return image->features[at].weights;
        if (!image->features[at].check)
            return NULL;
    }
}

/* ---- sums of a few features ---- */

static void cut_off(const label_sums *sums, score_row *ret_row)
{
    label_sums cut = *sums;
    for (unsigned b = 0; b < LABEL_COUNT; b++)
        cut[b] = cut[b] < INT16_MIN ? INT16_MIN : cut[b] > INT16_MAX ? INT16_MAX : cut[b];
    *ret_row = __builtin_convertvector(cut, score_row);
}

static inline score_row weights_at(const int8_t *weights)
{
    label_bytes bytes;
    memcpy(&bytes, weights, sizeof bytes);
    return __builtin_convertvector(bytes, score_row);
}

/* Some of the features: those between two marks. */
struct features_mark {
    size_t keys, numbers;
};

static struct features_mark mark_features(const struct features *features)
{
    return (struct features_mark){features->count, features->number_count};
}

static void fetch_weights(const struct model *model, const struct features *features)
{
    for (size_t k = 0; k < features->count; k++)
        __builtin_prefetch(&model->image->features[features->keys[k] & (model->image->feature_count - 1)]);
}

static void sum_numbered(const struct model *model, enum script script, const uint32_t *numbers, size_t count,
                         label_sums *sums)
{
    enum { SAFE = 256 /* so many weights can be summed in 16 bits */ };
    for (size_t begin = 0; begin < count; begin += SAFE) {
        score_row part = {0};
        for (size_t k = begin; k < count && k < begin + SAFE; k++)
            part += weights_at(model->numbered[script][numbers[k]]);
        *sums += __builtin_convertvector(part, label_sums);
    }
}

static void sum_between(const struct model *model, enum script script, const struct features *features,
                        struct features_mark from, struct features_mark to, score_row *ret_row)
{
    label_sums sums = {0};
    sum_numbered(model, script, features->numbers + from.numbers, to.numbers - from.numbers, &sums);
    for (size_t k = from.keys; k < to.keys; k++) {
        const int8_t *found = model_find_weights(model->image, features->keys[k]);
        if (found)
            sums += __builtin_convertvector(weights_at(found), label_sums);
    }
    cut_off(&sums, ret_row);
}

static void sum_features(const struct model *model, enum script script, const struct features *features,
                         score_row *ret_row)
{
    fetch_weights(model, features);
    sum_between(model, script, features, (struct features_mark){0}, mark_features(features), ret_row);
}

/* ---- places ---- */

static void sum_place(const struct model *model, const struct feature_place *place, enum place_group group,
                      score_row *ret_row)
{
    struct features features;
    enum script script = (enum script)place->word->script;
    features_begin(&features, script, false);
    place_features(place, group, &features);
    sum_features(model, script, &features, ret_row);
}

/* Adds what the place gives, whose keys these are. */
static void add_place(const struct model *model, const struct feature_place *place,
                      const uint64_t keys[PLACE_GROUPS_KEPT], label_sums *sums)
{
    score_row row;
    for (enum place_group group = 0; group < PLACE_GROUPS_KEPT; group++) {
        if (keys[group] == PLACE_KEY_NOTHING)
            continue;
        const struct place_scores *known = score_memo_find_place(model->memo, keys[group]);
        if (known) {
            *sums += __builtin_convertvector(known->row, label_sums);
            continue;
        }
        sum_place(model, place, group, &row);
        *sums += __builtin_convertvector(row, label_sums);
        struct place_scores *kept = score_memo_claim_place(model->memo, keys[group]);
        if (kept) {
            kept->row = row;
            memo_publish(&kept->key, keys[group]);
        }
    }
    sum_place(model, place, PLACE_NEAR, &row);
    *sums += __builtin_convertvector(row, label_sums);
}

/* ---- pairs of words ---- */

/* The sums of a pair under its key: the memo's, or those made anew in `spare`. */
static const struct pair_scores *score_pair(const struct model *model, const struct word_pair *pair, enum script script,
                                            uint64_t key, struct pair_scores *spare)
{
    struct features features;
    const struct pair_scores *known = score_memo_find_pair(model->memo, key);
    if (known)
        return known;
    for (enum pair_row row = 0; row < PAIR_ROW_COUNT; row++) {
        features_begin(&features, script, false);
        if (row == PAIR_ROW_FIRST ? pair->first : pair->second)
            pair_features(pair, row, &features);
        sum_features(model, script, &features, &spare->rows[row]);
    }
    struct pair_scores *kept = score_memo_claim_pair(model->memo, key);
    if (kept) {
        memcpy(kept->rows, spare->rows, sizeof kept->rows);
        memo_publish(&kept->key, key);
    }
    return spare;
}

/* ---- words ---- */

static void sum_word(const struct model *model, const struct context_word *word, enum script script,
                     struct word_scores *ret_scores)
{
    struct features features;
    struct features_mark marks[WORD_ROW_COUNT + 1] = {{0}};
    features_begin(&features, script, false);
    for (enum word_row row = 0; row < WORD_ROW_COUNT; row++) {
        word_features(word, row, &features);
        marks[row + 1] = mark_features(&features);
    }
    fetch_weights(model, &features);
    for (enum word_row row = 0; row < WORD_ROW_COUNT; row++)
        sum_between(model, script, &features, marks[row], marks[row + 1], &ret_scores->rows[row]);
}

/* The sums of a word under its key: the memo's, or those made anew in `spare`. */
static const struct word_scores *score_word(const struct model *model, const struct context_word *word,
                                            enum script script, uint64_t key, struct word_scores *spare)
{
    const struct word_scores *known = score_memo_find_word(model->memo, key);
    if (known)
        return known;
    sum_word(model, word, script, spare);
    struct word_scores *kept = score_memo_claim_word(model->memo, key);
    if (kept) {
        memcpy(kept->rows, spare->rows, sizeof kept->rows);
        memo_publish(&kept->key, key);
    }
    return spare;
}

/* ---- a sentence ---- */

enum {
    AHEAD = 16,     /* so many words before they are needed, memory is asked for what is known about them */
    RING_MASK = 31, /* rings have an element for the word of each number modulo 32 */
    REACH = 2       /* words on either side of a word say something about it */
};

/* A word whose memory was asked for: keys in the memo, and its place if it is one of the sentence's. */
struct ahead {
    uint64_t word, pair_behind, groups[PLACE_GROUPS_KEPT];
    struct word_pair behind;
    struct feature_place place;
};

/* A sentence under way, with the words next to it. */
struct scoring {
    const struct model *model;
    const struct context *context;
    size_t first, end;  /* the sentence's words */
    size_t asked, next; /* numbers of the first words whose memory was not asked for, that were not looked up */
    enum script script;
    struct ahead ahead[RING_MASK + 1];
    const struct word_scores *scores[RING_MASK + 1];
    struct word_scores spare_words[RING_MASK + 1]; /* room for what the memo has none for */
    struct pair_scores spare_pairs[2];
};

static void ask_for_place(const struct scoring *s, size_t at, struct ahead *ahead)
{
    const struct score_memo *memo = s->model->memo;
    struct features near;
    ahead->behind = word_pair_behind(s->context, at);
    ahead->pair_behind = pair_features_key(&ahead->behind, s->script);
    feature_place_of(s->context, at, &ahead->place);
    place_features_keys(&ahead->place, ahead->groups);
    features_begin(&near, s->script, false);
    place_features(&ahead->place, PLACE_NEAR, &near);
    fetch_weights(s->model, &near);
    __builtin_prefetch(&memo->pairs[ahead->pair_behind % SCORE_MEMO_PAIRS]);
    for (unsigned group = 0; group < PLACE_GROUPS_KEPT; group++)
        __builtin_prefetch(&memo->places[ahead->groups[group] % SCORE_MEMO_PLACES]);
}

/* Has memory fetched for the words before word number `end`. */
static void ask_ahead(struct scoring *s, size_t end)
{
    for (; s->asked < end && s->asked < s->context->count; s->asked++) {
        struct ahead *ahead = &s->ahead[s->asked & RING_MASK];
        ahead->word = word_features_key(&s->context->words[s->asked], s->script);
        const struct word_scores *scores = &s->model->memo->words[ahead->word % SCORE_MEMO_WORDS];
        __builtin_prefetch(scores);
        __builtin_prefetch(&scores->rows[WORD_ROW_COUNT - 1]);
        if (s->asked >= s->first && s->asked < s->end)
            ask_for_place(s, s->asked, ahead);
    }
}

static void look_up_words(struct scoring *s, size_t end)
{
    for (; s->next < end && s->next < s->context->count; s->next++) {
        size_t at = s->next & RING_MASK;
        s->scores[at] =
            score_word(s->model, &s->context->words[s->next], s->script, s->ahead[at].word, &s->spare_words[at]);
    }
}

/* Adds what the words near by and the word itself give to it. */
static void add_words(const struct scoring *s, const struct feature_place *place, label_sums *sums)
{
    score_row row = s->scores[place->at & RING_MASK]->rows[WORD_ROW_OWN];
    *sums += __builtin_convertvector(row, label_sums);
    for (size_t n = 0; n < FEATURE_NEIGHBOURS; n++) {
        if (!place->near[n].word)
            continue;
        size_t number = (size_t)(place->near[n].word - place->context->words);
        row = s->scores[number & RING_MASK]->rows[place->near[n].row];
        *sums += __builtin_convertvector(row, label_sums);
    }
}

static const struct pair_scores *pair_before(struct scoring *s)
{
    const struct word_pair pair = word_pair_before(s->context, s->first);
    return score_pair(s->model, &pair, s->script, pair_features_key(&pair, s->script), &s->spare_pairs[0]);
}

void model_score(const struct model *model, const struct context *context, size_t first, size_t count,
                 label_vector *ret_scores)
{
    struct scoring s; /* its rings are filled as they are needed */
    s.model = model;
    s.context = context;
    s.script = (enum script)context->words[first].script;
    s.first = first;
    s.end = first + count;
    s.asked = s.next = first >= REACH ? first - REACH : 0;
    const struct pair_scores *before = pair_before(&s);
    for (size_t at = first; at < s.end; at++) {
        label_sums sums = {0};
        ask_ahead(&s, at + AHEAD < s.end + REACH ? at + AHEAD : s.end + REACH);
        look_up_words(&s, at + REACH + 1);
        const struct ahead *word = &s.ahead[at & RING_MASK];
        const struct pair_scores *behind =
            score_pair(model, &word->behind, s.script, word->pair_behind, &s.spare_pairs[(at - first + 1) % 2]);
        sums += __builtin_convertvector(before->rows[PAIR_ROW_SECOND] + behind->rows[PAIR_ROW_FIRST], label_sums);
        add_words(&s, &word->place, &sums);
        add_place(model, &word->place, word->groups, &sums);
        ret_scores[at - first] = __builtin_convertvector(sums, label_vector) / IMAGE_FEATURE_UNIT;
        before = behind;
    }
}
