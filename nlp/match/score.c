#include "nlp/match/score.h"

#include "nlp/grammar/dictionary.h"
#include "nlp/match/article_context.h"
#include "nlp/text/spelling.h"
#include "nlp/text/word_class.h"

#include <math.h>
#include <string.h>

/* A place of a smaller prior, of 63, is rare: it needs evidence around it when it is named by one word. Cities of some
 * hundred thousand people have this prior. */
enum { RARE_PRIOR = 20 };

/* Word classes that ask for a type when they stand right before a name. Titles and roles also ask across a nationality. */
static const struct cue_row {
    word_classes classes;
    enum entity_type type;
    uint8_t kind; /* only entities of subtypes of this kind meet the cue (SUBTYPE_…); 0: all */
} cues[] = {
    {WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(SAY), ENTITY_PERSON, 0},
    {WORD_CLASS(GIVEN), ENTITY_PERSON, 0},
    {WORD_CLASS(PLACE_PREPOSITION) | WORD_CLASS(PLACE_HEAD), ENTITY_PLACE, 0},
    {WORD_CLASS(ORGANIZATION_CUE), ENTITY_ORGANIZATION, 0},
    {WORD_CLASS(MEDIA_CUE), ENTITY_ORGANIZATION, SUBTYPE_MEDIA},
};

static word_classes classes_before(const struct field *field, size_t token)
{
    if (token == 0 || field->list.tokens[token].gap > SEPARATOR_QUOTE)
        return 0;
    word_classes classes = field->classes[token - 1];
    if (classes & WORD_CLASS(NATIONALITY) && token > 1 && field->list.tokens[token - 1].gap <= SEPARATOR_JOINS)
        classes |= field->classes[token - 2] & (WORD_CLASS(TITLE) | WORD_CLASS(ROLE));
    return classes;
}

enum cue score_cue(const struct tagging *t, const struct field *field, const struct arc *arc,
                   const struct image_entity *entity)
{
    word_classes before = classes_before(field, arc->first);
    bool asked = false;
    if (before & (WORD_CLASS(FUNCTION) | WORD_CLASS(VERB)))
        before &= ~(WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(GIVEN)); /* likelier the function word or verb */
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++) {
        if (!(before & cues[i].classes))
            continue;
        asked = true;
        if (entity->type == cues[i].type && (!cues[i].kind || t->image->subtype_kinds[entity->subtype] & cues[i].kind))
            return CUE_MET;
    }
    return asked ? CUE_CLASH : CUE_NONE;
}

/* Does the head of an event's name (championship, festival) stand before the name, with only words between them that can
 * be part of the event's name? */
static bool in_event_name(const struct field *field, const struct arc *arc)
{
    enum { EVENT_WORDS = 3 };
    static const word_classes ends =
        WORD_CLASS(FUNCTION) | WORD_CLASS(PLACE_PREPOSITION) | WORD_CLASS(VERB) | WORD_CLASS(SAY);
    if (arc->proclitic && arc->proclitic->pattern != LETTER_LAM)
        return false;
    for (size_t at = arc->first, i = 0; i < EVENT_WORDS && at > 0 && field->list.tokens[at].gap <= SEPARATOR_JOINS;
         i++) {
        word_classes classes = field->classes[--at];
        if (classes & WORD_CLASS(EVENT))
            return true;
        if (classes & ends)
            return false;
    }
    return false;
}

/* Is the Arabic name followed by a word that can only be a family name? */
static bool goes_on(const struct field *field, const struct arc *arc)
{
    static const word_classes family = WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_FAMILY) | WORD_CLASS(UNKNOWN);
    static const word_classes others = WORD_CLASS(COMMON) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM) |
                                       WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(SAY) |
                                       WORD_CLASS(PARTICLED) | WORD_CLASS(NATIONALITY) | WORD_CLASS(TITLE) |
                                       WORD_CLASS(ROLE) | WORD_CLASS(WAW) | WORD_CLASS(LATIN) | WORD_CLASS(IN_PLACE);
    size_t next = arc->last + 1;
    return next < field->list.count && field->list.tokens[next].gap <= SEPARATOR_SPACE &&
           field->classes[next] & family && !(field->classes[next] & others);
}

/* Does the mention have the case that the candidate needs? In a text without small letters, case says nothing. */
static bool case_fits(const struct tagging *t, const struct field *field, const struct arc *arc,
                      const struct image_candidate *candidate)
{
    const struct token *first = &field->list.tokens[arc->first];
    if (candidate->flags & CANDIDATE_HEAD &&
        arc->last == arc->first) /* a head without a name is in damaged images only */
        return false;
    if (candidate->flags & CANDIDATE_CASED && !(first->flags & TOKEN_UPPER_FIRST))
        return false;
    return !(candidate->flags & CANDIDATE_ACRONYM) || t->all_capitals || first->flags & TOKEN_UPPER_ALL;
}

/* Is the name written with one blank between its words, and otherwise with letters only? */
static bool is_plain(const struct field *field, const struct arc *arc)
{
    const struct token *tokens = field->list.tokens;
    bool plain = tokens[arc->first].plain;
    for (uint32_t i = arc->first + 1; i <= arc->last && plain; i++)
        plain =
            tokens[i].plain && tokens[i].start == tokens[i - 1].end + 1 && field->list.bytes[tokens[i - 1].end] == ' ';
    return plain;
}

bool score_is_exact(const struct field *field, const struct arc *arc, const struct image_candidate *candidate)
{
    if (arc->proclitic && arc->proclitic->restore)
        return false;
    uint32_t start = arc_start(&field->list, arc);
    uint32_t length = field->list.tokens[arc->last].end - start;
    const char *bytes = field->list.bytes + start;
    return candidate->spelling ==
           (is_plain(field, arc) ? spelling_hash_plain(bytes, length) : spelling_hash(bytes, length));
}

/* Is the word all capitals among words that are not? Then it is an acronym, not an ordinary word: WHO, IT. */
static bool is_shouted_alone(const struct field *field, size_t token)
{
    const struct token *tokens = field->list.tokens;
    bool before = token > 0 && tokens[token].gap <= SEPARATOR_COMMA && tokens[token - 1].flags & TOKEN_UPPER_ALL,
         after = token + 1 < field->list.count && tokens[token + 1].gap <= SEPARATOR_COMMA &&
                 tokens[token + 1].flags & TOKEN_UPPER_ALL;
    return tokens[token].flags & TOKEN_UPPER_ALL && !before && !after;
}

/* Does a known place follow behind a comma? Then this is one, too: Little Falls, Minnesota. */
static bool place_follows(const struct field *field, const struct arc *arc)
{
    static const word_classes begins = WORD_CLASS(IN_PLACE) | WORD_CLASS(PLACE_HEAD_IN);
    return arc->last + 1 < field->list.count && field->list.tokens[arc->last + 1].gap == SEPARATOR_COMMA &&
           field->classes[arc->last + 1] & begins && field->classes[arc->last + 1] & WORD_CLASS(CAPITAL);
}

/* May the single word rather be an ordinary one: a function word behind a particle (فأنا) where the arc takes it as it is
 * written, or an ordinary word as it is written (بديل) where the arc splits a particle off (ب + ديل)? The dictionary also
 * has ordinary words with their particles, so a word of it does not count when what stands behind the particle is one. */
static bool is_other_word(const struct tagging *t, const struct field *field, const struct arc *arc)
{
    static const word_classes listed = WORD_CLASS(COMMON) | WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(SAY);
    static const word_classes ordinary = WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM);
    word_classes classes = field->classes[arc->first];
    if (!arc->proclitic)
        return classes & WORD_CLASS(FUNCTION_BEHIND);
    if (classes & WORD_CLASS(PARTICLED))
        return false;
    const struct token *token = &field->list.tokens[arc->first];
    uint32_t skip = arc->proclitic->skip;
    return classes & listed ||
           (classes & ordinary && !arc->proclitic->restore &&
            !dictionary_has(t->image, field->list.letters + token->letters + skip, token->length - skip));
}

/* What makes a candidate doubtful, so that it needs evidence around it. */
struct doubt {
    bool risky; /* also an ordinary word */
    bool rare;  /* a small place, by one word */
};

static struct doubt doubt_of(const struct tagging *t, const struct field *field, const struct arc *arc,
                             const struct image_candidate *candidate)
{
    bool single = arc->first == arc->last, place = candidate->type_prior >> 6 == ENTITY_PLACE;
    bool risky = candidate->flags & CANDIDATE_RISKY || (single && is_other_word(t, field, arc));
    bool rare = !risky && single && (candidate->type_prior & 63) < RARE_PRIOR && place;
    if (risky && candidate->flags & CANDIDATE_ACRONYM && is_shouted_alone(field, arc->first))
        risky = false;
    if ((risky || rare) && place && place_follows(field, arc))
        risky = rare = false;
    return (struct doubt){risky, rare};
}

/* The parts that every candidate has. */
static float score_form(const struct field *field, const struct arc *arc, const struct image_candidate *candidate,
                        struct score_record *record)
{
    double words = arc->last - arc->first + 1;
    float score = 0;
    score_add(record, &score, WEIGHT_WORD, words);
    score_add(record, &score, WEIGHT_READING, 1);
    score_add(record, &score, WEIGHT_PRIOR, words * (candidate->type_prior & 63) / 63.0);
    if (arc->proclitic)
        score_add(record, &score, WEIGHT_PROCLITIC, 1);
    if (arc->proclitic && arc->proclitic->restore)
        score_add(record, &score, WEIGHT_RESTORED, 1);
    if (candidate->flags & CANDIDATE_CANONICAL)
        score_add(record, &score, WEIGHT_CANONICAL, words);
    if (candidate->flags & CANDIDATE_VARIANT)
        score_add(record, &score, WEIGHT_VARIANT, 1);
    if (candidate->type_prior >> 6 == ENTITY_PLACE && in_event_name(field, arc))
        score_add(record, &score, WEIGHT_EVENT, 1);
    if (candidate->type_prior >> 6 == ENTITY_PERSON && goes_on(field, arc))
        score_add(record, &score, WEIGHT_CONTINUED, 1);
    return score;
}

float score_candidate(const struct tagging *t, const struct field *field, const struct arc *arc,
                      const struct image_candidate *candidate, struct score_record *record)
{
    if (!case_fits(t, field, arc, candidate))
        return -INFINITY;
    struct doubt doubt = doubt_of(t, field, arc, candidate);
    float score = score_form(field, arc, candidate, record);
    bool certain = !doubt.risky && !doubt.rare && candidate_is_last(&t->image->candidates[arc->payload]);
    if (certain && !record)
        return score; /* the other parts would decide nothing */
    if (score_is_exact(field, arc, candidate))
        score_add(record, &score, WEIGHT_EXACT, arc->last - arc->first + 1);
    if (doubt.risky)
        score_add(record, &score, WEIGHT_RISKY, 1);
    if (doubt.rare)
        score_add(record, &score, WEIGHT_RARE, 1);
    enum cue cue = score_cue(t, field, arc, &t->image->entities[candidate_entity(candidate)]);
    if (cue != CUE_NONE)
        score_add(record, &score, cue == CUE_MET ? WEIGHT_TYPE_CUE : WEIGHT_TYPE_CLASH, 1);
    return score;
}

void score_choose(const struct tagging *t, const struct field *field, struct arc *arc,
                  const struct article_context *context)
{
    const struct image_candidate *c = &t->image->candidates[arc->payload];
    arc->score = -INFINITY;
    for (;; c++) {
        if (!(c->flags & CANDIDATE_LEXICON)) {
            float score = score_candidate(t, field, arc, c, NULL);
            if (context)
                score += article_context_score(context, t->image, c, NULL);
            if (score > arc->score) {
                arc->score = score;
                arc->candidate = (uint32_t)(c - t->image->candidates);
            }
        }
        if (candidate_is_last(c))
            return;
    }
}
