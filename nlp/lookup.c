/* From tokens to slots of the word table. */
#include "nlp/match.h"

#include <string.h>

enum { RESTORED_MAXIMUM = 2, LETTERS_SLACK = 16 };

/* A word's letters behind its particle, put back what the particle swallowed. */
struct spelled {
    uint64_t low, high;
    uint32_t length;
    const uint8_t *letters; /* when they are more than 16 */
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
    if (__builtin_expect(token->length > 16, 0))
        spell_long(field, token, p, out);
}

static inline void consider(struct segment *s, size_t token, const struct proclitic *p)
{
    struct spelled word;
    spell(s->field, &s->field->list.tokens[token], p, &word);
    uint64_t hash = word_key(word.low, word.high, word.letters, word.length).hash;
    s->readings[s->reading_count++] = (struct reading){hash, p, (uint32_t)token, WORD_NONE};
    __builtin_prefetch(filter_register(s->t->g, hash));
}

static void consider_all(struct segment *s)
{
    s->reading_count = 0;
    for (size_t i = s->first; i < s->end; i++) {
        const struct token *token = &s->field->list.tokens[i];
        s->field->slots[i] = WORD_NONE;
        if (__builtin_expect(token->length > WORD_LETTERS_MAXIMUM, 0))
            continue;
        consider(s, i, NULL);
        for (const struct proclitic *p = proclitics_of(token->low); p && p->mask; p++)
            if ((token->low & p->mask) == p->pattern && token->length >= p->skip + 2u)
                consider(s, i, p);
    }
}

/* Most words of a text are in no name: the filter says so for all but a few of them. */
static void filter_readings(struct segment *s)
{
    const struct gazetteer *g = s->t->g;
    size_t kept = 0;
    for (size_t i = 0; i < s->reading_count; i++) {
        uint64_t hash = s->readings[i].hash;
        s->readings[kept] = s->readings[i];
        size_t passes = filter_has(g, hash); /* counted and multiplied, not branched on: the guess would often be wrong */
        __builtin_prefetch(&g->words[passes * word_slot(hash, g->word_slots)]);
        kept += passes;
    }
    s->reading_count = kept;
}

static void find_words(struct segment *s)
{
    const struct gazetteer *g = s->t->g;
    size_t kept = 0;
    for (size_t i = 0; i < s->reading_count; i++) {
        struct reading *r = &s->readings[i];
        struct spelled word;
        spell(s->field, &s->field->list.tokens[r->token], r->proclitic, &word);
        struct word_key key = word_key(word.low, word.high, word.letters, word.length);
        uint32_t slot = image_find_word(g, &key, word.letters, word.length);
        if (slot == WORD_NONE)
            continue;
        if (!r->proclitic)
            s->field->slots[r->token] = slot;
        __builtin_prefetch(&g->candidates[g->words[slot].payload & PAYLOAD_MASK]);
        s->readings[kept] = *r;
        s->readings[kept++].slot = slot;
    }
    s->reading_count = kept;
}

void look_up_words(struct segment *s)
{
    consider_all(s);
    filter_readings(s);
    find_words(s);
}
