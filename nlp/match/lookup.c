#include "nlp/match/lookup.h"

#include "nlp/grammar/dictionary.h"
#include "nlp/match/word_memo.h"
#include "nlp/text/word_class.h"

#include <string.h>

enum { RESTORED_MAXIMUM = 2, LETTERS_SLACK = 16 };

/* The letters of a word as it is looked up: without its particle, with the letters that the particle swallowed. */
struct spelled {
    uint64_t low, high;
    uint32_t length;
    const uint8_t *letters; /* NULL up to 16 letters */
    uint8_t buffer[RESTORED_MAXIMUM + WORD_LETTERS_MAXIMUM + LETTERS_SLACK];
};

static void spell_long(const struct field *field, const struct token *token, const struct proclitic *p,
                       struct spelled *out)
{
    const uint8_t *letters = field->list.letters + token->letters;
    if (p) {
        out->buffer[0] = (uint8_t)p->restored;
        out->buffer[1] = (uint8_t)(p->restored >> 8);
        memcpy(out->buffer + p->restore, letters + p->skip, token->length - p->skip);
        memset(out->buffer + out->length, 0, LETTERS_SLACK);
        letters = out->buffer;
    }
    letters_load(letters, out->length, &out->low, &out->high);
    out->letters = letters;
}

static inline void spell(const struct field *field, const struct token *token, const struct proclitic *p,
                         struct spelled *out)
{
    out->low = token->low;
    out->high = token->high;
    out->length = token->length;
    out->letters = NULL;
    if (p) {
        unsigned gone = 8 * p->skip, back = 8 * p->restore;
        out->length += (uint32_t)p->restore - p->skip;
        out->low = out->low >> gone | out->high << (64 - gone);
        out->high >>= gone;
        if (back) {
            out->high = out->high << back | out->low >> (64 - back);
            out->low = out->low << back | p->restored;
        }
    }
    if (__builtin_expect((token->length > 16) | (out->length > 16), 0))
        spell_long(field, token, p, out);
}

enum { MEMO_LETTERS_MAXIMUM = 16 };

static inline void consider(struct segment *s, size_t token, const struct proclitic *p)
{
    struct spelled word;
    spell(s->field, &s->field->list.tokens[token], p, &word);
    uint64_t hash = word_key(word.low, word.high, word.letters, word.length).hash;
    s->readings[s->reading_count++] = (struct reading){.hash = hash, .proclitic = p, .token = (uint32_t)token};
    __builtin_prefetch(filter_register(s->t->image, hash));
}

static void consider_all(struct segment *s, const uint16_t *missing, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct token *token = &s->field->list.tokens[s->first + missing[i]];
        if (__builtin_expect(token->length > WORD_LETTERS_MAXIMUM, 0))
            continue;
        consider(s, s->first + missing[i], NULL);
        for (const struct proclitic *p = proclitics_of(token->low); p && p->mask; p++)
            if (proclitic_fits(p, token->low, token->length, PROCLITIC_LEAVES_NAME))
                consider(s, s->first + missing[i], p);
    }
}

/* Keeps the readings that may be words of a name. Many words of a text are in no name; the filter turns away nearly all of
 * those. */
static void filter_readings(struct segment *s, size_t from)
{
    const struct image *image = s->t->image;
    size_t kept = from;
    for (size_t i = from; i < s->reading_count; i++) {
        uint64_t hash = s->readings[i].hash;
        s->readings[kept] = s->readings[i];
        size_t passes = filter_has(image, hash); /* no branch: it would often be mispredicted */
        __builtin_prefetch(&image->words[passes * word_slot(hash, image->word_slots)]);
        kept += passes;
    }
    s->reading_count = kept;
}

static void find_words(struct segment *s, size_t from)
{
    const struct image *image = s->t->image;
    size_t kept = from;
    for (size_t i = from; i < s->reading_count; i++) {
        struct reading *r = &s->readings[i];
        struct spelled word;
        spell(s->field, &s->field->list.tokens[r->token], r->proclitic, &word);
        struct word_key key = word_key(word.low, word.high, word.letters, word.length);
        r->slot = image_find_word(image, &key, word.letters, word.length);
        if (r->slot == WORD_NONE)
            continue;
        r->children = image->words[r->slot].children;
        r->payload = image->words[r->slot].payload;
        __builtin_prefetch(&image->candidates[r->payload & PAYLOAD_MASK]);
        s->readings[kept++] = *r;
    }
    s->reading_count = kept;
}

/* ---- what a word is by itself ---- */

/* Classes that the look-up itself derives, not a list. */
static const word_classes derived = WORD_CLASS(PARTICLED) | WORD_CLASS(FUNCTION_BEHIND) | WORD_CLASS(IN_PERSON) |
                                    WORD_CLASS(IN_PLACE) | WORD_CLASS(IN_ORGANIZATION);

/* Notes the classes that lists give to a reading. Those of what stands behind a particle count only where lists say nothing
 * of the whole word. */
static void note_listed(struct word_facts *facts, const struct proclitic *p, word_classes classes)
{
    if (p && classes & WORD_CLASS(FUNCTION))
        facts->classes |= WORD_CLASS(FUNCTION_BEHIND);
    if (p && facts->classes & ~derived)
        return;
    facts->classes |= classes | (p ? WORD_CLASS(PARTICLED) : 0);
    facts->skip = p ? p->skip : 0;
}

/* Notes of which types the word alone is a name. */
static void note_types(struct word_facts *facts, const struct image_candidate *c)
{
    static const word_classes bits[] = {WORD_CLASS(IN_PERSON), WORD_CLASS(IN_PLACE), WORD_CLASS(IN_ORGANIZATION)};
    for (;; c++) {
        if (!(c->flags & (CANDIDATE_LEXICON | CANDIDATE_RISKY)))
            facts->classes |= bits[c->type_prior >> 6];
        if (candidate_is_last(c))
            return;
    }
}

/* Moves lexicon classes from the payload of the reading into facts; the payload keeps only name candidates. */
static void note_reading(const struct image *image, struct word_facts *facts, struct reading *r)
{
    const struct image_candidate *first = &image->candidates[r->payload & PAYLOAD_MASK];
    bool name = r->payload != 0;
    if (r->payload & PAYLOAD_LEXICON) {
        note_listed(facts, r->proclitic, image_classes(&image->lexicon[candidate_entity(first)]));
        name = !candidate_is_last(first);
    }
    r->payload = name ? r->payload & PAYLOAD_MASK : 0;
    if (name)
        note_types(facts, first);
}

static void keep_reading(struct word_facts *facts, uint64_t low, const struct reading *r)
{
    uint8_t n = facts->reading_count++;
    if (n >= FACTS_READINGS)
        return;
    facts->rows[n] = r->proclitic ? (uint8_t)(r->proclitic - proclitics_of(low)) : FACTS_AS_WRITTEN;
    facts->readings[n].slot = r->slot;
    facts->readings[n].children = r->children;
    facts->readings[n].payload = r->payload;
}

static void use_facts(struct segment *s, size_t token, const struct word_facts *facts)
{
    s->field->classes[token] = facts->classes;
    s->field->skips[token] = facts->skip;
    s->unlisted[token - s->first] = facts->unlisted;
}

/* Makes the facts about each missing word from the readings found, which begin at `from`, and puts them into the memo. */
static void learn(struct segment *s, const uint16_t *missing, size_t count, const uint64_t *hashes, size_t from)
{
    const struct image *image = s->t->image;
    for (size_t i = 0, r = from; i < count; i++) {
        size_t at = s->first + missing[i];
        const struct token *token = &s->field->list.tokens[at];
        struct word_facts facts = {.low = token->low, .high = token->high};
        word_classes unlisted;
        s->field->slots[at] = WORD_NONE;
        for (; r < s->reading_count && s->readings[r].token == at; r++) {
            note_reading(image, &facts, &s->readings[r]);
            keep_reading(&facts, token->low, &s->readings[r]);
            if (!s->readings[r].proclitic)
                s->field->slots[at] = s->readings[r].slot;
        }
        dictionary_ask(image, &s->field->list, token, s->field->slots[at], &facts.classes, &unlisted);
        facts.unlisted = word_classes_pack_unlisted(unlisted);
        use_facts(s, at, &facts);
        if (token->length <= MEMO_LETTERS_MAXIMUM && facts.reading_count <= FACTS_READINGS)
            word_memo_add(word_memo_place(s->t->word_memo, hashes[missing[i]]), &facts);
    }
}

static void recall(struct segment *s, size_t token, const struct word_facts *facts)
{
    s->field->slots[token] = WORD_NONE;
    use_facts(s, token, facts);
    for (unsigned i = 0; i < facts->reading_count; i++) {
        struct reading *r = &s->readings[s->reading_count++];
        *r = (struct reading){.token = (uint32_t)token,
                              .slot = facts->readings[i].slot,
                              .children = facts->readings[i].children,
                              .payload = facts->readings[i].payload};
        if (facts->rows[i] == FACTS_AS_WRITTEN)
            s->field->slots[token] = r->slot;
        else
            r->proclitic = proclitics_of(s->field->list.tokens[token].low) + facts->rows[i];
        __builtin_prefetch(&s->t->image->candidates[r->payload]);
    }
}

void lookup_words(struct segment *s)
{
    uint64_t hashes[SEGMENT_TOKENS];
    uint16_t missing[SEGMENT_TOKENS];
    size_t missing_count = 0, count = s->end - s->first;
    const struct token *tokens = s->field->list.tokens + s->first;
    s->reading_count = 0;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = word_hash(tokens[i].low, tokens[i].high, tokens[i].length);
        __builtin_prefetch(word_memo_place(s->t->word_memo, hashes[i]));
    }
    for (size_t i = 0; i < count; i++) {
        const struct word_facts *facts = word_memo_place(s->t->word_memo, hashes[i]);
        if (tokens[i].length <= MEMO_LETTERS_MAXIMUM && word_memo_has(facts, tokens[i].low, tokens[i].high))
            recall(s, s->first + i, facts);
        else
            missing[missing_count++] = (uint16_t)i;
    }
    size_t recalled = s->reading_count;
    consider_all(s, missing, missing_count);
    filter_readings(s, recalled);
    find_words(s, recalled);
    learn(s, missing, missing_count, hashes, recalled);
}
