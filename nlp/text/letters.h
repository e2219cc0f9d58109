/* letters.h - the folded alphabet: one byte for a letter.
 *
 * A folded word is a run of letter codes. The letters of Arabic, Latin, Cyrillic, Greek and Hebrew and the ten digits
 * have codes of one byte (1 … LETTER_DIRECT_MAXIMUM); any other letter takes three bytes, the first >= LETTER_ESCAPE.
 * So a word of up to eight letters fits one 64-bit register, first letter in the lowest byte: words are compared with one
 * instruction, and a proclitic is taken off by a shift. UTF-8 would need two bytes for every Arabic letter.
 *
 * What a code point folds to is a 32-bit entry of a table that nlp/tools/generate_fold.c generates:
 *
 *      31       24 23   21 20                0
 *     +-----------+-------+-------------------+
 *     |   flags   | kind  |      payload      |
 *     +-----------+-------+-------------------+
 *
 * Depends on libc only. Threads: constant data.
 */
#ifndef ALAM_NLP_LETTERS_H
#define ALAM_NLP_LETTERS_H

#include <stddef.h>
#include <stdint.h>

enum { LETTER_DIRECT_MAXIMUM = 191, LETTER_ESCAPE = 192, FOLD_EXPANSION_MAXIMUM = 12 };

enum fold_kind {
    FOLD_OTHER,     /* payload: enum separator; ends a word */
    FOLD_LETTER,    /* payload: letter code, one byte */
    FOLD_ESCAPE,    /* payload: folded code point of a letter outside the direct alphabet, three bytes */
    FOLD_EXPANSION, /* payload: index into fold_expansions; the code point folds to several letters */
    FOLD_MARK,      /* diacritics, tatweel: inside or behind a word, part of its span but not of its key */
    FOLD_FORMAT,    /* bidi marks, zero-width characters: part of a span only between two letters */
};

/* Flags of a letter. */
enum {
    FOLD_ARABIC = 1 << 24,
    FOLD_LATIN = 1 << 25,
    FOLD_DIGIT = 1 << 26,
    FOLD_UPPER = 1 << 27,
};

/* What stands between two words, weakest first. A name may run over those up to SEPARATOR_JOINS. */
enum separator {
    SEPARATOR_NONE, /* nothing; only before a possessive 's, which is a token of its own */
    SEPARATOR_SPACE,
    SEPARATOR_HYPHEN,  /* hyphens, middle dot */
    SEPARATOR_INITIAL, /* the dot after an initial or short abbreviation: J. Smith, St. Louis */
    SEPARATOR_LINE,    /* one line break */
    SEPARATOR_JOINS = SEPARATOR_LINE,
    SEPARATOR_APOSTROPHE, /* outside a word */
    SEPARATOR_QUOTE,
    SEPARATOR_PAREN,
    SEPARATOR_SLASH,
    SEPARATOR_COMMA, /* comma, semicolon */
    SEPARATOR_COLON,
    SEPARATOR_SYMBOL,
    SEPARATOR_DOT, /* in the fold table only: the tokenizer decides what the dot is */
    SEPARATOR_SENTENCE,
    SEPARATOR_PARAGRAPH, /* blank line, control characters */
};

/* Kind and payload of an entry; its flags are tested by their constants. */
static inline enum fold_kind fold_kind(uint32_t entry)
{
    return (enum fold_kind)(entry >> 21 & 7);
}

static inline uint32_t fold_payload(uint32_t entry)
{
    return entry & 0x1fffff;
}

struct fold_expansion {
    uint8_t length;
    uint8_t letters[FOLD_EXPANSION_MAXIMUM];
};

/* The generated table. Code points below FOLD_DIRECT, those of one or two UTF-8 bytes, are indexes; others are looked up
 * by page. */
enum { FOLD_DIRECT = 0x800, FOLD_PAGE = 256, FOLD_LIMIT = 0x110000 };

extern const uint32_t fold_direct[FOLD_DIRECT];
extern const uint16_t fold_page_index[FOLD_LIMIT / FOLD_PAGE];
extern const uint32_t fold_pages[][FOLD_PAGE];
extern const struct fold_expansion fold_expansions[];
/* Letter codes of U+0600 … U+06FF, where they are Arabic letters of one byte; 0 for digits, marks and signs. */
extern const uint8_t fold_arabic[256];
/* Code point that a letter code of one byte stands for, as search keys show it. */
extern const uint16_t letter_code_points[256];

/* The index of a page that is not stored: each of its code points (Han, Hangul …) is a letter that folds to itself. */
enum { FOLD_PAGE_IDENTITY = 0xffff };

/* The entry of any code point below FOLD_LIMIT. */
static inline uint32_t fold_entry(uint32_t code_point)
{
    if (code_point < FOLD_DIRECT)
        return fold_direct[code_point];
    uint16_t page = fold_page_index[code_point / FOLD_PAGE];
    if (page == FOLD_PAGE_IDENTITY)
        return (uint32_t)FOLD_ESCAPE << 21 | code_point;
    return fold_pages[page][code_point % FOLD_PAGE];
}

/* Writes the three bytes of a letter outside the alphabet of one byte; its code point is below 2^20. */
static inline void letter_escape(uint8_t *out, uint32_t code_point)
{
    out[0] = (uint8_t)(LETTER_ESCAPE | code_point >> 14);
    out[1] = (uint8_t)(0x80 | (code_point >> 7 & 0x7f));
    out[2] = (uint8_t)(0x80 | (code_point & 0x7f));
}

/* Letter codes that rules in C name, for Arabic particles and the English possessive. In the order of the generator. */
enum letter {
    LETTER_DIGIT_0 = 1,
    LETTER_A = 11,
    LETTER_S = LETTER_A + 18,
    LETTER_HAMZA = 37,
    LETTER_ALEF,
    LETTER_BEH,
    LETTER_TEH,
    LETTER_THEH,
    LETTER_JEEM,
    LETTER_HAH,
    LETTER_KHAH,
    LETTER_DAL,
    LETTER_THAL,
    LETTER_REH,
    LETTER_ZAIN,
    LETTER_SEEN,
    LETTER_SHEEN,
    LETTER_SAD,
    LETTER_DAD,
    LETTER_TAH,
    LETTER_ZAH,
    LETTER_AIN,
    LETTER_GHAIN,
    LETTER_FEH,
    LETTER_QAF,
    LETTER_KAF,
    LETTER_LAM,
    LETTER_MEEM,
    LETTER_NOON,
    LETTER_HEH,
    LETTER_WAW,
    LETTER_YEH,
};

#endif
