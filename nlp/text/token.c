#include "nlp/text/token.h"

#include "nlp/text/block.h"
#include "nlp/text/entity.h"
#include "service/base/utf8.h"

#include <string.h>

/* A Latin letter behind GLUED_LETTERS or more Arabic ones begins a word of its own (فلسطينUN). Fewer can be a particle that
 * is attached to a Latin word (وNATO, الـUN). */
enum { LETTERS_SLACK = 32, GLUED_LETTERS = 3 };

struct scanner {
    const uint8_t *start, *at, *end;
    uint8_t *out; /* next letter */
    struct token *token;
    uint32_t flags_any, flags_all; /* of the current word's letters */
    /* Both are wider than they need be: as bytes side by side they would be read as one, which stalls. */
    uint32_t gap;     /* the strongest separator so far */
    uint32_t mark;    /* TOKEN_QUOTED | TOKEN_PAREN: what stands right before the next word */
    uint64_t scripts; /* how many tokens have Arabic letters, and in the upper 32 bits Latin ones */
    bool small;       /* as in struct token_list */
    bool line;        /* a line break is among what separates */
};

static bool is_latin_letter(uint32_t entry)
{
    return (entry & FOLD_LATIN) && fold_kind(entry) >= FOLD_LETTER && fold_kind(entry) <= FOLD_EXPANSION;
}

static uint32_t entry_at(const struct scanner *s, const uint8_t *at)
{
    uint32_t code_point = 0;
    if (at < s->end && utf8_decode(at, s->end, &code_point))
        return fold_entry(code_point);
    return (uint32_t)FOLD_OTHER << 21 | SEPARATOR_PARAGRAPH;
}

static bool is_word_kind(uint32_t entry)
{
    return fold_kind(entry) != FOLD_OTHER;
}

enum apostrophe { APOSTROPHE_ENDS, APOSTROPHE_JOINS, APOSTROPHE_POSSESSIVE };

/* What an apostrophe behind a letter is: part of the word (O'Neill, O'Sullivan), before a possessive s (Trump's), or the
 * end of the word. */
static enum apostrophe read_apostrophe(const struct scanner *s, const uint8_t *after)
{
    uint32_t next = entry_at(s, after), code_point = 0;
    if (!is_latin_letter(next) && !(next & FOLD_ARABIC))
        return APOSTROPHE_ENDS;
    if (!(next & FOLD_LATIN) || fold_payload(next) != LETTER_S)
        return APOSTROPHE_JOINS;
    unsigned length = utf8_decode(after, s->end, &code_point);
    return is_word_kind(entry_at(s, after + length)) ? APOSTROPHE_JOINS : APOSTROPHE_POSSESSIVE;
}

/* Does a single capital follow the dot, and then no other letter? U.S., J.K. */
static bool dot_joins(const struct scanner *s, const uint8_t *after)
{
    uint32_t next = entry_at(s, after);
    if (!is_latin_letter(next) || !(next & FOLD_UPPER))
        return false;
    uint32_t code_point = 0;
    unsigned length = utf8_decode(after, s->end, &code_point);
    return !is_word_kind(entry_at(s, after + length));
}

static inline void put_entry(struct scanner *s, uint32_t entry)
{
    if (fold_kind(entry) == FOLD_LETTER) {
        *s->out++ = (uint8_t)fold_payload(entry);
        return;
    }
    if (fold_kind(entry) == FOLD_ESCAPE) {
        letter_escape(s->out, fold_payload(entry));
        s->out += 3;
        return;
    }
    const struct fold_expansion *expansion = &fold_expansions[fold_payload(entry)];
    memcpy(s->out, expansion->letters, FOLD_EXPANSION_MAXIMUM);
    s->out += expansion->length;
}

static void word_begin(struct scanner *s, const uint8_t *letters)
{
    struct token *token = s->token;
    token->letters = (uint32_t)(s->out - letters);
    token->start = (uint32_t)(s->at - s->start);
    token->gap = (uint8_t)s->gap;
    token->flags = (uint8_t)s->mark;
    token->plain = true;
    s->flags_any = 0;
    s->flags_all = FOLD_UPPER;
}

static void word_end(struct scanner *s, const uint8_t *letters, const uint8_t *end)
{
    struct token *token = s->token++;
    token->end = (uint32_t)(end - s->start);
    token->length = (uint32_t)(s->out - letters) - token->letters;
    letters_load(letters + token->letters, token->length, &token->low, &token->high);
    const uint32_t scripts = FOLD_ARABIC | FOLD_LATIN | FOLD_DIGIT;
    _Static_assert(FOLD_ARABIC / TOKEN_ARABIC == FOLD_LATIN / TOKEN_LATIN &&
                       FOLD_LATIN / TOKEN_LATIN == FOLD_DIGIT / TOKEN_DIGIT,
                   "one shift for all three");
    token->flags |= (uint8_t)((s->flags_any & scripts) / FOLD_ARABIC |
                              (s->flags_all & s->flags_any & FOLD_UPPER) / (FOLD_UPPER / TOKEN_UPPER_ALL));
    s->scripts += (token->flags & TOKEN_ARABIC) | (uint64_t)(token->flags & TOKEN_LATIN) / TOKEN_LATIN << 32;
    s->small |= (token->flags & (TOKEN_LATIN | TOKEN_UPPER_ALL)) == TOKEN_LATIN && token->length > 1;
    s->gap = SEPARATOR_NONE;
    s->mark = 0;
    s->line = false;
}

static unsigned take_arabic(struct scanner *s)
{
    struct letter_block block;
    const uint8_t *begin = s->out;
    do {
        if (s->end - s->at < ARABIC_BLOCK_BYTES)
            break;
        block = arabic_block(s->at);
        memcpy(s->out, &block.letters, sizeof block.letters);
        s->out += block.count;
        s->at += 2 * block.count;
    } while (block.count == BLOCK_LETTERS);
    s->flags_any |= s->out > begin ? FOLD_ARABIC : 0;
    return (unsigned)(s->out - begin);
}

static unsigned take_latin(struct scanner *s)
{
    struct letter_block block;
    const uint8_t *begin = s->out, *first = s->at;
    do {
        if (s->end - s->at < LATIN_BLOCK_BYTES)
            break;
        block = latin_block(s->at);
        memcpy(s->out, &block.letters, sizeof block.letters);
        s->flags_any |= block.capitals ? FOLD_UPPER : 0;
        s->flags_all &= block.capitals == (block_mask(block.count) & 0x20 * EACH_BYTE) ? FOLD_UPPER : 0;
        s->out += block.count;
        s->at += block.count;
    } while (block.count == BLOCK_LETTERS);
    if (s->out == begin)
        return 0;
    s->flags_any |= FOLD_LATIN;
    s->token->flags |= *first & 0x20 ? 0 : TOKEN_UPPER_FIRST;
    return (unsigned)(s->out - begin);
}

/* Reads the letters that a word begins with by the block (block.h); what it cannot read is left to scan_letters. */
static unsigned take_letters(struct scanner *s)
{
    return is_arabic_lead(*s->at) ? take_arabic(s) : is_latin_byte(*s->at) ? take_latin(s) : 0;
}

/* The word that is being read. */
struct word {
    unsigned letters;    /* since it began, or since its last dot */
    const uint8_t *stop; /* end of its last letter or mark */
};

/* As utf8_decode; most letters have two bytes. */
static inline unsigned decode(const struct scanner *s, uint32_t *ret_code_point)
{
    if (s->end - s->at < 2 || (*s->at & 0xE0) != 0xC0 || *s->at < 0xC2 || (s->at[1] & 0xC0) != 0x80)
        return utf8_decode(s->at, s->end, ret_code_point);
    *ret_code_point = (*s->at & 0x1Fu) << 6 | (s->at[1] & 0x3Fu);
    return 2;
}

/* A dot behind a capital of the Latin script that stands alone: it belongs to the word (U.S.). Returns whether the word
 * goes on behind it. */
static bool take_dot(struct scanner *s, struct word *word, const uint8_t *after)
{
    bool initial = word->letters == 1 && s->flags_any & FOLD_UPPER && s->flags_any & FOLD_LATIN;
    if (!initial || !(s->token->flags & TOKEN_DOTTED || dot_joins(s, after)))
        return false;
    s->token->flags |= TOKEN_DOTTED;
    s->token->plain = false;
    s->at = word->stop = after;
    word->letters = 0;
    return dot_joins(s, after);
}

/* A code point that is no letter. Returns whether the word goes on behind it; otherwise s->at is where the gap begins. */
static bool take_separator(struct scanner *s, struct word *word, enum separator separator, const uint8_t *after)
{
    if (separator != SEPARATOR_APOSTROPHE)
        return separator == SEPARATOR_DOT && take_dot(s, word, after);
    enum apostrophe apostrophe = read_apostrophe(s, after);
    s->at = apostrophe == APOSTROPHE_ENDS ? s->at : after;
    s->token->plain &= apostrophe != APOSTROPHE_JOINS;
    return apostrophe == APOSTROPHE_JOINS;
}

static inline void take_letter(struct scanner *s, struct word *word, uint32_t entry)
{
    put_entry(s, entry);
    /* case is that of the Latin letters: an Arabic particle in front (وNATO) does not change it */
    if (entry & FOLD_UPPER && !(s->flags_any & (FOLD_LATIN | FOLD_DIGIT | FOLD_UPPER)))
        s->token->flags |= TOKEN_UPPER_FIRST;
    word->letters++;
    s->flags_any |= entry;
    s->flags_all &= entry | (entry & (FOLD_DIGIT | FOLD_ARABIC) ? FOLD_UPPER : 0);
}

/* The word's letters, one code point at a time. False on invalid UTF-8. */
static inline bool scan_letters(struct scanner *s, struct word *word)
{
    while (s->at < s->end) {
        uint32_t code_point = 0;
        unsigned length = decode(s, &code_point);
        if (!length)
            return false;
        uint32_t entry = fold_entry(code_point);
        enum fold_kind kind = fold_kind(entry);
        if (entry & FOLD_LATIN && word->letters >= GLUED_LETTERS &&
            (s->flags_any & (FOLD_ARABIC | FOLD_LATIN)) == FOLD_ARABIC)
            return true;
        if (kind == FOLD_OTHER) {
            if (!take_separator(s, word, (enum separator)fold_payload(entry), s->at + length))
                return true;
            continue;
        }
        s->at += length;
        s->token->plain &= kind != FOLD_MARK && kind != FOLD_FORMAT;
        word->stop = kind == FOLD_FORMAT ? word->stop : s->at;
        if (kind != FOLD_MARK && kind != FOLD_FORMAT)
            take_letter(s, word, entry);
    }
    return true;
}

/* Reads one word from s->at (which is a letter) and leaves s->at behind it. False on invalid UTF-8. */
static bool scan_word(struct scanner *s, uint8_t *letters)
{
    word_begin(s, letters);
    struct word word = {.letters = take_letters(s)};
    word.stop = s->at;
    bool whole = word.letters && s->at < s->end && *s->at == ' ';
    if (!whole && !scan_letters(s, &word))
        return false;
    word_end(s, letters, word.stop);
    return true;
}

/* Abbreviations of up to three letters that have a vowel. A capitalized word of three letters or fewer without any vowel
 * (St, Mr, Lt) counts as an abbreviation anyway; a dot behind an abbreviation does not end the sentence. */
static const char *const abbreviations[] = {"adm", "amb", "ave", "co",  "col", "det", "fig", "gen", "gov", "hon",
                                            "inc", "maj", "no",  "rep", "rev", "sec", "sen", "ste", "vol"};

static bool is_abbreviation(const struct token *word)
{
    if (word->length > 3 || !(word->flags & TOKEN_UPPER_FIRST) || word->flags & TOKEN_DIGIT ||
        (word->flags & TOKEN_UPPER_ALL && word->length > 1))
        return false;
    char letters[4] = {0};
    for (uint32_t i = 0; i < word->length; i++)
        letters[i] = (char)letter_code_points[word->low >> 8 * i & 0xff];
    for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (strcmp(letters, abbreviations[i]) == 0)
            return true;
    return word->length == 1 || !strpbrk(letters, "aeiouy");
}

/* Puts down a separator, with what the characters before it make of it. `ends_word`: no letter follows right behind. */
static void separate(struct scanner *s, enum separator separator, bool ends_word)
{
    if (separator == SEPARATOR_DOT) {
        const struct token *last = s->token - 1;
        bool abbreviation = s->gap == SEPARATOR_NONE && is_abbreviation(last);
        bool arabic_initial = s->gap == SEPARATOR_NONE && last->length == 1 && last->flags & TOKEN_ARABIC;
        separator = abbreviation || arabic_initial ? SEPARATOR_INITIAL
                    : ends_word                    ? SEPARATOR_SENTENCE
                                                   : SEPARATOR_SYMBOL;
    } else if (separator == SEPARATOR_HYPHEN && (s->gap != SEPARATOR_NONE || ends_word)) {
        separator = SEPARATOR_SYMBOL; /* with a blank beside it, it is a dash */
    } else if (separator == SEPARATOR_LINE) {
        separator = s->line ? SEPARATOR_PARAGRAPH : SEPARATOR_LINE;
        s->line = true;
    }
    s->mark = separator == SEPARATOR_QUOTE   ? s->mark | TOKEN_QUOTED
              : separator == SEPARATOR_PAREN ? s->mark | TOKEN_PAREN
                                             : 0;
    if (separator > s->gap)
        s->gap = separator;
}

static bool begins_common_word(const struct scanner *s)
{
    if (is_latin_byte(*s->at))
        return true;
    return is_arabic_lead(*s->at) && s->end - s->at >= 2 && (s->at[1] & 0xC0) == 0x80 &&
           fold_arabic[(s->at[0] & 3) << 6 | (s->at[1] & 63)];
}

/* Skips what stands between two words. False on invalid UTF-8. */
static bool scan_gap(struct scanner *s)
{
    while (s->at < s->end) {
        if (*s->at == ' ' || *s->at == '&' || *s->at == '<') {
            enum separator separator = SEPARATOR_SPACE;
            s->at += *s->at == ' ' ? 1 : entity_read(s->at, s->end, &separator);
            s->gap = s->gap < separator ? separator : s->gap;
            s->mark = separator == SEPARATOR_QUOTE ? TOKEN_QUOTED : 0;
            continue;
        }
        if (begins_common_word(s))
            return true;
        uint32_t code_point = 0;
        unsigned length = utf8_decode(s->at, s->end, &code_point);
        if (!length)
            return false;
        uint32_t entry = fold_entry(code_point);
        enum fold_kind kind = fold_kind(entry);
        if (kind == FOLD_LETTER || kind == FOLD_ESCAPE || kind == FOLD_EXPANSION)
            return true;
        const uint8_t *next = s->at + length;
        if (code_point == '\r' && next < s->end && *next == '\n')
            next++;
        if (kind == FOLD_OTHER) {
            bool word_follows = next < s->end && is_word_kind(entry_at(s, next));
            separate(s, (enum separator)fold_payload(entry), !word_follows);
        }
        s->at = next;
    }
    return true;
}

enum status tokenize(struct text text, struct arena *arena, struct token_list *ret_list, struct error *error)
{
    /* no code point folds to more than two letter codes for each of its bytes (nlp/tools/generate_fold.c checks that),
     * and two words have at least one byte between them, except before a possessive s */
    size_t token_room = text.length / 2 + 3, letter_room = text.length * 2 + LETTERS_SLACK;
    struct token *tokens = arena_array_raw(arena, token_room, sizeof *tokens);
    uint8_t *letters = arena_array_raw(arena, letter_room, 1);
    if (!tokens || !letters)
        return error_set(error, STATUS_OUT_OF_MEMORY, "the text needs more memory than a request may use");
    tokens[0] = (struct token){0}; /* what separate() sees as the token before the first one */
    const uint8_t *bytes = (const uint8_t *)(text.bytes ? text.bytes : "");
    struct scanner s = {.start = bytes,
                        .at = bytes,
                        .end = bytes + text.length,
                        .out = letters,
                        .token = tokens + 1,
                        .gap = SEPARATOR_PARAGRAPH};
    for (;;) {
        if (!scan_gap(&s))
            break;
        if (s.at >= s.end)
            break;
        if (!scan_word(&s, letters))
            break;
    }
    if (s.at < s.end)
        return error_set(error, STATUS_INVALID_UTF8, "invalid UTF-8 at byte %zu", (size_t)(s.at - bytes));
    *s.token = (struct token){.letters = (uint32_t)(s.out - letters),
                              .start = (uint32_t)text.length,
                              .end = (uint32_t)text.length,
                              .gap = SEPARATOR_PARAGRAPH};
    memset(s.out, 0, 16);
    *ret_list = (struct token_list){.bytes = text.bytes,
                                    .length = text.length,
                                    .tokens = tokens + 1,
                                    .count = (size_t)(s.token - tokens - 1),
                                    .arabic = s.scripts & UINT32_MAX,
                                    .latin = s.scripts >> 32,
                                    .small = s.small,
                                    .letters = letters};
    return STATUS_OK;
}

uint32_t token_skip(const struct token_list *list, const struct token *token, uint32_t skip)
{
    const uint8_t *bytes = (const uint8_t *)list->bytes, *at = bytes + token->start, *end = bytes + token->end;
    uint32_t code_point = 0, passed = 0;
    if (token->plain && is_arabic_lead(at[0]) && (skip == 1 || (skip == 2 && is_arabic_lead(at[2]))))
        return token->start + 2 * skip;
    while (at < end) {
        unsigned length = utf8_decode(at, end, &code_point);
        uint32_t entry = fold_entry(code_point);
        enum fold_kind kind = fold_kind(entry);
        bool letter = kind == FOLD_LETTER || kind == FOLD_ESCAPE || kind == FOLD_EXPANSION;
        if (letter && passed >= skip)
            break;
        passed += !letter               ? 0
                  : kind == FOLD_LETTER ? 1
                  : kind == FOLD_ESCAPE ? 3
                                        : fold_expansions[fold_payload(entry)].length;
        at += length;
    }
    return (uint32_t)(at - bytes);
}
