#include "nlp/sequence/place_features.h"

#include "nlp/sequence/feature_keys.h"
#include "nlp/sequence/local_features.h"

/* In keys that are no hashes, so that they are none of the special ones. */
static const uint64_t KEY_KEPT = (uint64_t)1 << 63;

/* Classes of a head that tell what kind of name follows. */
static const word_classes phrase_classes = WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(ORGANIZATION_CUE) |
                                           WORD_CLASS(MEDIA_CUE) | WORD_CLASS(PLACE_HEAD) | WORD_CLASS(PLACE_HEAD_IN) |
                                           WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(NATIONALITY);
/* Classes of a word that tell whether the first reading's answer can be believed. */
static const word_classes answer_classes = WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM) |
                                           WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(GIVEN) |
                                           WORD_CLASS(FAMILY) | WORD_CLASS(NATIONALITY);

static bool is_ordinary(const struct context_word *word)
{
    return (word->classes & FEATURE_ORDINARY) != 0;
}

static bool is_given(const struct context_word *word)
{
    return (word->classes & WORD_CLASS(GIVEN)) != 0;
}

/* Of a list, or the first word of a listed person. */
static bool may_be_given(const struct context_word *word)
{
    return (word->classes & (WORD_CLASS(GIVEN) | WORD_CLASS(SEEN_GIVEN))) != 0;
}

/* The particle and the article. */
static uint64_t beginning_of(const struct context_word *word)
{
    return feature_particle(word) << 1 | word->article;
}

void feature_place_of(const struct context *context, size_t at, struct feature_place *ret_place)
{
    const struct context_word *word = &context->words[at];
    bool first = at == 0, last = at + 1 >= context->count;
    unsigned behind = last ? SEPARATOR_PARAGRAPH : word[1].gap;
    struct feature_place place = {
        .context = context, .word = word, .at = at, .gap_behind = behind, .first = first, .last = last};
    place.broken = word->gap > SEPARATOR_JOINS;
    place.broken_behind = behind > SEPARATOR_JOINS;
    if (!first && word->gap < SEPARATOR_PARAGRAPH) {
        place.near[NEAR_BEFORE].word = word - 1;
        if (at > 1 && word[-1].gap < SEPARATOR_PARAGRAPH)
            place.near[NEAR_FAR_BEFORE].word = word - 2;
    }
    if (behind < SEPARATOR_PARAGRAPH) {
        place.near[NEAR_BEHIND].word = word + 1;
        if (at + 2 < context->count && word[2].gap < SEPARATOR_PARAGRAPH)
            place.near[NEAR_FAR_BEHIND].word = word + 2;
    }
    place.near[NEAR_BEFORE].row = place.broken ? WORD_ROW_BEFORE_BROKEN : WORD_ROW_BEFORE;
    place.near[NEAR_BEHIND].row = place.broken_behind ? WORD_ROW_BEHIND_BROKEN : WORD_ROW_BEHIND;
    place.near[NEAR_FAR_BEFORE].row = WORD_ROW_FAR_BEFORE;
    place.near[NEAR_FAR_BEHIND].row = WORD_ROW_FAR_BEHIND;
    *ret_place = place;
}

/* ---- what stands between the words ---- */

static void add_gaps(const struct feature_place *p, struct features *out)
{
    enum { NO_CLASS = 999 };
    feature_add(out, TEMPLATE_GAP, p->word->gap, 0, 0);
    feature_add(out, TEMPLATE_GAP_BEHIND, p->gap_behind, 0, 0);
    feature_add(out, TEMPLATE_GAPS, p->broken, p->broken_behind, 0);
    if (!p->last)
        feature_add(out, TEMPLATE_ARTICLES, p->word->article, p->word[1].article, p->broken_behind);
    if (!p->near[NEAR_BEFORE].word)
        feature_add(out, TEMPLATE_CLASS_BESIDE, 1, NO_CLASS, p->broken);
    if (!p->near[NEAR_BEHIND].word)
        feature_add(out, TEMPLATE_CLASS_BESIDE, 3, NO_CLASS, p->broken_behind);
}

static uint64_t key_of_gaps(const struct feature_place *p)
{
    unsigned next = p->last ? 2 : p->word[1].article;
    return KEY_KEPT | (uint64_t)p->word->gap << 32 | p->gap_behind << 8 | (unsigned)p->first << 4 | next << 1 |
           p->word->article;
}

/* ---- the word with its neighbours ---- */

static void add_clusters(const struct feature_place *p, struct features *out)
{
    const struct context_word *before = p->near[NEAR_BEFORE].word, *behind = p->near[NEAR_BEHIND].word;
    unsigned cluster = p->word->cluster;
    if (cluster == IMAGE_CLUSTER_NONE)
        return;
    if (!before || before->cluster != IMAGE_CLUSTER_NONE)
        feature_add(out, TEMPLATE_CLUSTER_BEFORE, before ? before->cluster : FEATURE_NOBODY, cluster, p->broken);
    if (!behind || behind->cluster != IMAGE_CLUSTER_NONE)
        feature_add(out, TEMPLATE_CLUSTER_BEHIND, cluster, behind ? behind->cluster : FEATURE_NOBODY, p->broken_behind);
}

/* How often the word is a person, more one; 0: it has no statistics. */
static unsigned persons_of(const struct context_word *word)
{
    return word->statistics ? word->statistics->person + 1u : 0;
}

static void add_statistics(const struct feature_place *p, struct features *out)
{
    const struct context_word *beside[] = {p->broken ? NULL : p->word - 1, p->broken_behind ? NULL : p->word + 1};
    for (unsigned i = 0; i < 2; i++)
        if (beside[i] && beside[i]->statistics)
            feature_add(out, TEMPLATE_MINED_PAIR, i, beside[i]->statistics->person, persons_of(p->word));
        else if (beside[i])
            feature_add(out, TEMPLATE_MINED_BESIDE_NONE, i, persons_of(p->word), 0);
}

/* ---- lines ---- */

enum { LINE_LONG = 8 };

static unsigned beginning_kind(const struct context_word *word)
{
    return may_be_given(word) ? 1 + is_ordinary(word) : word->classes & WORD_CLASS(UNKNOWN) ? 3 : 0;
}

static void add_lines(const struct feature_place *p, struct features *out)
{
    const struct context_word *word = p->word;
    if (!p->first && word->begins_line)
        feature_add(out, TEMPLATE_LINE_BEFORE, feature_least(word[-1].line, LINE_LONG),
                    feature_least(word->line, LINE_LONG), beginning_kind(word));
    if (!p->last && word[1].begins_line)
        feature_add(out, TEMPLATE_LINE_BEHIND, feature_least(word->line, LINE_LONG),
                    feature_least(word[1].line, LINE_LONG), beginning_kind(word + 1));
}

/* ---- the topic ---- */

static void add_topic(const struct feature_place *p, struct features *out)
{
    for (unsigned i = 0; i < p->word->arc_count; i++) {
        bool again = false;
        for (unsigned k = 0; k < i; k++)
            again |= p->word->arcs[k].subtype == p->word->arcs[i].subtype;
        for (uint64_t rest = again ? 0 : p->word->topic; rest; rest &= rest - 1)
            feature_add(out, TEMPLATE_TOPIC, p->word->arcs[i].subtype, (unsigned)__builtin_ctzll(rest), 0);
    }
}

/* ---- the word itself ---- */

/* May the word be a name and something else, so that its company has to decide? */
static bool is_ambiguous(const struct context_word *word)
{
    static const word_classes names = WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY);
    return word->arc_count || word->classes & names;
}

static void add_sense(const struct feature_place *p, struct features *out)
{
    const uint64_t bare = p->word->bare;
    uint64_t articles = p->word->article;
    if (!is_ambiguous(p->word))
        return;
    for (unsigned i = NEAR_BEFORE; i <= NEAR_BEHIND; i++) {
        const struct context_word *beside = p->near[i].word;
        bool broken = i == NEAR_BEFORE ? p->broken : p->broken_behind;
        articles = articles << 2 | (!beside || broken ? 2U : beside->article);
        if (!beside || broken)
            continue;
        feature_add(out, TEMPLATE_SENSE_WORD, bare, i, beside->bare);
        if (beside->cluster != IMAGE_CLUSTER_NONE)
            feature_add(out, TEMPLATE_SENSE_BESIDE, bare, i, beside->coarse);
    }
    feature_add(out, TEMPLATE_SENSE, bare, beginning_of(p->word), 0);
    feature_add(out, TEMPLATE_SENSE_ARTICLE, bare, articles, 0);
    if (p->word->head >= 0)
        feature_add(out, TEMPLATE_SENSE_HEAD, bare,
                    feature_classes(p->context->words[p->word->head].classes & phrase_classes), 0);
}

static void add_near(const struct feature_place *p, struct features *out)
{
    add_sense(p, out);
    add_clusters(p, out);
    add_statistics(p, out);
    add_lines(p, out);
    add_topic(p, out);
    const struct context_word *beside[LOCAL_BESIDE];
    for (unsigned i = 0; i < LOCAL_BESIDE; i++)
        beside[i] = p->near[i].word;
    local_features(p->context, p->word, beside, out);
}

/* ---- listed names ---- */

static int64_t score_step(const struct context_arc *arc)
{
    return (int64_t)(arc->score / 8);
}

static void add_arcs(const struct feature_place *p, struct features *out)
{
    const struct context_word *word = p->word;
    for (unsigned i = 0; i < word->arc_count; i++) {
        const struct context_arc *arc = &word->arcs[i];
        uint64_t kind = arc->type * 4u + arc->place;
        feature_add(out, TEMPLATE_ARC, kind, 0, 0);
        feature_add(out, TEMPLATE_ARC_LENGTH, kind, feature_least(arc->more, 3), arc->canonical);
        feature_add(out, TEMPLATE_ARC_SUBTYPE, arc->subtype, arc->place, 0);
        feature_add(out, TEMPLATE_ARC_PRIOR, kind, arc->prior / 8u, arc->canonical);
        feature_add(out, TEMPLATE_ARC_COMMON, kind, is_ordinary(word), 0);
        if (i > 0)
            continue;
        feature_add(out, TEMPLATE_ARC_BEST, kind, 0, 0);
        feature_add(out, TEMPLATE_ARC_SCORE, kind, (uint64_t)score_step(arc), 0);
    }
    if (word->arc_count == 0)
        feature_add(out, TEMPLATE_ARC_NONE, 0, 0, 0);
}

static uint64_t key_of_arcs(const struct feature_place *p)
{
    const struct context_word *word = p->word;
    uint64_t arcs = is_ordinary(word), best = word->arc_count ? (uint64_t)score_step(&word->arcs[0]) : 0;
    for (unsigned i = 0; i < word->arc_count; i++) {
        const struct context_arc *arc = &word->arcs[i];
        uint64_t bits = 1u | arc->type << 1 | arc->place << 3 | feature_least(arc->more, 3) << 5 |
                        (unsigned)arc->canonical << 7 | arc->prior / 8u << 8 | (uint32_t)arc->subtype << 11;
        arcs |= bits << (1 + 20 * i);
    }
    return hash_mix(arcs ^ 0x589965cc75374cc3ULL, best ^ 0x1d8e4e27c47d124fULL);
}

static void add_arcs_beside(const struct feature_place *p, struct features *out)
{
    for (unsigned i = NEAR_BEFORE; i <= NEAR_BEHIND; i++) {
        const struct context_word *beside = p->near[i].word;
        if (!beside || !beside->arc_count)
            continue;
        feature_add(out, TEMPLATE_ARC_BESIDE, i, beside->arcs[0].type * 4u + beside->arcs[0].place, 0);
        feature_add(out, TEMPLATE_ARC_BESIDE_SUBTYPE, i, beside->arcs[0].subtype, 0);
    }
}

static uint64_t key_of_arcs_beside(const struct feature_place *p)
{
    uint64_t key = PLACE_KEY_NOTHING;
    for (unsigned i = NEAR_BEFORE; i <= NEAR_BEHIND; i++) {
        const struct context_word *beside = p->near[i].word;
        if (beside && beside->arc_count)
            key |=
                (1u | beside->arcs[0].type << 1 | beside->arcs[0].place << 3 | (uint64_t)beside->arcs[0].subtype << 5)
                << (2 + 20 * i);
    }
    return key;
}

/* ---- the article ---- */

static void add_article(const struct feature_place *p, struct features *out)
{
    if (p->word->same < 2)
        return;
    feature_add(out, TEMPLATE_SAME, feature_least(p->word->same, 4), is_ordinary(p->word), 0);
    feature_add_classes(out, TEMPLATE_SEEN, 0, p->word->seen, is_ordinary(p->word));
    feature_add_classes(out, TEMPLATE_SEEN_TWICE, 0, p->word->seen_twice, is_ordinary(p->word));
}

static uint64_t key_of_article(const struct feature_place *p)
{
    if (p->word->same < 2)
        return PLACE_KEY_NOTHING;
    return (uint64_t)p->word->seen << 32 | (uint64_t)p->word->seen_twice << 8 | feature_least(p->word->same, 4) << 1 |
           is_ordinary(p->word);
}

/* ---- the head of the phrase ---- */

static void add_head(const struct feature_place *p, struct features *out)
{
    const struct context_word *word = p->word;
    if (word->head < 0) {
        feature_add(out, TEMPLATE_HEAD_NONE, beginning_of(word), 0, 0);
        return;
    }
    const struct context_word *head = &p->context->words[word->head];
    uint64_t classes = feature_classes(head->classes & phrase_classes);
    uint32_t far = (uint32_t)(p->at - (size_t)word->head);
    feature_add(out, TEMPLATE_HEAD_CLASSES, classes, feature_least(far, 5), 0);
    feature_add(out, TEMPLATE_HEAD_WORD, head->bare, feature_least(far, 3), 0);
    feature_add(out, TEMPLATE_HEAD_ARTICLE, classes, beginning_of(word), 0);
    feature_add(out, TEMPLATE_HEAD_DISTANCE, classes, far, beginning_of(word));
    feature_add(out, TEMPLATE_HEAD_OTHER, (head->classes & WORD_CLASS(OTHER_HEAD)) != 0, feature_least(far, 4),
                word->article);
    feature_add(out, TEMPLATE_HEAD_GIVEN, classes, is_given(word), feature_least(far, 3));
    if (!p->last)
        feature_add(out, TEMPLATE_HEAD_NEXT, classes, feature_least(far, 4) * 2 + p->broken_behind,
                    beginning_of(word + 1));
}

static uint64_t key_of_head(const struct feature_place *p)
{
    const struct context_word *word = p->word;
    uint64_t key = beginning_of(word) ^ 0x589965cc75374cc3ULL;
    if (word->head < 0)
        return hash_mix(key, 0x1d8e4e27c47d124fULL);
    const struct context_word *head = &p->context->words[word->head];
    uint64_t next = p->last ? UINT64_MAX : beginning_of(word + 1), far = p->at - (size_t)word->head;
    uint64_t rest = far << 2 | (unsigned)p->broken_behind << 1 | is_given(word);
    key = hash_mix(key, rest ^ 0xeb44accab455d165ULL);
    key = hash_mix(key ^ next,
                   feature_classes(head->classes & (phrase_classes | WORD_CLASS(OTHER_HEAD))) ^ 0x8ebc6af09c88c6e3ULL);
    return hash_mix(key, head->bare ^ 0x1d8e4e27c47d124fULL);
}

/* ---- the verb and the names behind it ---- */

enum { RUN_BREAK, RUN_OTHER, RUN_ORDINARY, RUN_GIVEN, RUN_FAMILY, RUN_BOTH, RUN_KINDS };

static unsigned run_kind(const struct context_word *word)
{
    bool given = may_be_given(word), family = (word->classes & (WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_FAMILY))) != 0;
    if (given || family)
        return given && family ? RUN_BOTH : given ? RUN_GIVEN : RUN_FAMILY;
    return is_ordinary(word) ? RUN_ORDINARY : RUN_OTHER;
}

/* The kinds of the three words before, of the word and of the one behind, each a digit. */
static unsigned name_run(const struct feature_place *p)
{
    enum { BEFORE = 3 };
    unsigned run = 0;
    bool cut = false;
    unsigned digit = 1;
    for (size_t back = 0; back <= BEFORE; back++, digit *= RUN_KINDS) {
        run += digit * (cut ? RUN_BREAK : run_kind(p->word - back));
        cut = cut || p->at == back || p->word[-(ptrdiff_t)back].gap > SEPARATOR_JOINS;
    }
    return run + digit * (p->broken_behind ? RUN_BREAK : run_kind(p->word + 1));
}

static void add_verb(const struct feature_place *p, struct features *out)
{
    const struct context_word *verb = p->word->verb < 0 ? NULL : &p->context->words[p->word->verb];
    uint32_t far = verb ? feature_least((uint32_t)(p->at - (size_t)p->word->verb), 6) : 0;
    feature_add(out, TEMPLATE_NAME_RUN, name_run(p), verb != NULL, 0);
    if (!verb)
        return;
    feature_add(out, TEMPLATE_VERB_WORD, verb->bare, far, is_given(p->word));
    if (verb->cluster != IMAGE_CLUSTER_NONE)
        feature_add(out, TEMPLATE_VERB_CLUSTER, verb->cluster, far, is_given(p->word));
}

static uint64_t key_of_verb(const struct feature_place *p)
{
    const struct context_word *verb = p->word->verb < 0 ? NULL : &p->context->words[p->word->verb];
    uint64_t far = verb ? p->at - (size_t)p->word->verb : 0, run = name_run(p);
    return hash_mix((run << 8 | far << 1 | is_given(p->word)) ^ 0x589965cc75374cc3ULL,
                    (verb ? verb->bare ^ verb->cluster : 0) ^ 0x1d8e4e27c47d124fULL);
}

/* ---- the first reading ---- */

enum { OUTSIDE_BEFORE = 30, OUTSIDE_BEHIND = 31 };

/* The first reading's label of the word `offset` words on; with_method: and how it was found. */
static unsigned answer_at(const struct feature_place *p, int offset, bool with_method)
{
    int64_t other = (int64_t)p->at + offset;
    if (other < 0)
        return OUTSIDE_BEFORE;
    if (other >= (int64_t)p->context->count)
        return OUTSIDE_BEHIND;
    const struct context_word *word = &p->context->words[other];
    return word->label + (with_method && word->label ? 8u * word->method : 0);
}

static void add_answer(const struct feature_place *p, struct features *out)
{
    const struct context_word *word = p->word;
    unsigned here = word->label, before = answer_at(p, -1, false), behind = answer_at(p, 1, false);
    feature_add(out, TEMPLATE_ANSWER, answer_at(p, 0, true), 0, 0);
    if (!p->first)
        feature_add(out, TEMPLATE_ANSWER_BESIDE, 0, answer_at(p, -1, true), 0);
    if (!p->last)
        feature_add(out, TEMPLATE_ANSWER_BESIDE, 1, answer_at(p, 1, true), 0);
    if (p->at > 1)
        feature_add(out, TEMPLATE_ANSWER_FAR, 0, answer_at(p, -2, false), 0);
    if (p->at + 2 < p->context->count)
        feature_add(out, TEMPLATE_ANSWER_FAR, 1, answer_at(p, 2, false), 0);
    feature_add(out, TEMPLATE_ANSWER_BEFORE, before, here, 0);
    feature_add(out, TEMPLATE_ANSWER_BEHIND, here, behind, 0);
    feature_add(out, TEMPLATE_ANSWER_AROUND, before, here, behind);
    feature_add(out, TEMPLATE_ANSWER_CLASSES, here, feature_classes(word->classes & answer_classes), 0);
    feature_add(out, TEMPLATE_ANSWER_ARTICLE, here, beginning_of(word), 0);
    feature_add(out, TEMPLATE_ANSWER_LISTED, here, word->listed, here && word->method);
}

static uint64_t key_of_answer(const struct feature_place *p)
{
    uint64_t answers = 0;
    for (int offset = -2; offset <= 2; offset++)
        answers = answers << 12 | answer_at(p, offset, offset >= -1 && offset <= 1);
    answers = answers << 3 | (unsigned)p->first << 2 | (unsigned)p->last << 1 | p->word->listed;
    uint64_t key = hash_mix(answers ^ 0x8ebc6af09c88c6e3ULL, beginning_of(p->word) ^ 0x589965cc75374cc3ULL);
    return hash_mix(key ^ 0xeb44accab455d165ULL,
                    feature_classes(p->word->classes & answer_classes) ^ 0x1d8e4e27c47d124fULL);
}

/* ---- groups ---- */

static void (*const groups[PLACE_GROUP_COUNT])(const struct feature_place *place, struct features *out) = {
    [PLACE_GAPS] = add_gaps,       [PLACE_ARCS] = add_arcs, [PLACE_ARCS_BESIDE] = add_arcs_beside,
    [PLACE_ARTICLE] = add_article, [PLACE_HEAD] = add_head, [PLACE_ANSWER] = add_answer,
    [PLACE_VERB] = add_verb,       [PLACE_NEAR] = add_near,
};

void place_features(const struct feature_place *place, enum place_group group, struct features *out)
{
    groups[group](place, out);
}

void place_features_keys(const struct feature_place *place, uint64_t ret_keys[PLACE_GROUPS_KEPT])
{
    ret_keys[PLACE_GAPS] = key_of_gaps(place);
    ret_keys[PLACE_ARCS] = key_of_arcs(place);
    ret_keys[PLACE_ARCS_BESIDE] = key_of_arcs_beside(place);
    ret_keys[PLACE_ARTICLE] = key_of_article(place);
    ret_keys[PLACE_HEAD] = key_of_head(place);
    ret_keys[PLACE_ANSWER] = key_of_answer(place);
    ret_keys[PLACE_VERB] = key_of_verb(place);
    for (unsigned group = 0; group < PLACE_GROUPS_KEPT; group++) {
        uint64_t reader = (uint64_t)group << 8 | place->word->script;
        if (ret_keys[group] != PLACE_KEY_NOTHING)
            ret_keys[group] = hash_mix(ret_keys[group] ^ 0xe7037ed1a0b428dbULL, reader ^ 0xa0761d6478bd642fULL) | 2;
    }
}
