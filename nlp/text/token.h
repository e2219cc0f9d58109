/* token.h - one pass over a text: UTF-8 checked, letters folded, words cut.
 *
 * Words are runs of letters, digits and their marks (letters.h); everything else separates. Inside a Latin word an
 * apostrophe is no separator (O'Neill, Sana'a), but a final possessive 's is split off as a token of its own; single
 * letters with dots between them are one word (U.S.), its last dot included. Hyphens separate, softly; so does &, with
 * blanks beside it or not. Latin letters
 * glued to an Arabic word begin a word of their own, unless what stands before them can be a particle.
 *
 * A token keeps its place in the bytes, its folded letters (in token_list.letters) and their first 16 in two registers.
 * Threads: pure functions; everything lives in the caller's arena.
 */
#ifndef ALAM_NLP_TOKEN_H
#define ALAM_NLP_TOKEN_H

#include "nlp/text/letters.h"
#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdbool.h>

enum {
    TOKEN_ARABIC = 1 << 0,
    TOKEN_LATIN = 1 << 1,
    TOKEN_DIGIT = 1 << 2,       /* has a digit */
    TOKEN_UPPER_FIRST = 1 << 3, /* first letter is a capital */
    TOKEN_UPPER_ALL = 1 << 4,   /* all letters are capitals (digits allowed) */
    TOKEN_DOTTED = 1 << 5,      /* U.S. */
    TOKEN_QUOTED = 1 << 6,      /* a quotation mark stands right before */
    TOKEN_PAREN = 1 << 7,       /* a parenthesis opens right before */
    TOKEN_FLAG_SETS = 1 << 8,
};

struct token {
    uint64_t low, high; /* letters 0…7 and 8…15, first letter in the lowest byte, zero padded */
    uint32_t letters;   /* index into token_list.letters */
    uint32_t length;    /* letter bytes */
    uint32_t start;     /* byte offsets into the text, end exclusive */
    uint32_t end;
    uint8_t flags;
    bool plain;  /* its bytes are its letters': no mark, no format character, no apostrophe or dot among them */
    uint8_t gap; /* enum separator: the strongest one between this token and the one before it */
};

struct token_list {
    const char *bytes;
    size_t length;
    struct token *tokens; /* count of them, then one closing token with gap SEPARATOR_PARAGRAPH at the text's end */
    size_t count;
    size_t arabic, latin; /* tokens with Arabic letters, with Latin ones */
    bool small;           /* some token has Latin letters, two or more, that are not all capitals */
    uint8_t *letters;     /* all folded letters; 16 readable bytes follow the last */
};

/* STATUS_INVALID_UTF8 (with the byte offset in `error`), STATUS_OUT_OF_MEMORY. Text at most TAG_TEXT_MAXIMUM bytes. */
enum status tokenize(struct text text, struct arena *arena, struct token_list *ret_list, struct error *error);

/* Is the word of Arabic letters alone? وNATO is a Latin word. */
static inline bool token_is_arabic(const struct token *token)
{
    return (token->flags & (TOKEN_ARABIC | TOKEN_LATIN)) == TOKEN_ARABIC;
}

/* The two registers of `length` letters; 16 bytes must be readable at `letters`. */
static inline void letters_load(const uint8_t *letters, uint32_t length, uint64_t *ret_low, uint64_t *ret_high)
{
    uint64_t low, high;
    __builtin_memcpy(&low, letters, 8);
    __builtin_memcpy(&high, letters + 8, 8);
    /* without branches: word lengths are what no processor can guess */
    uint64_t low_mask = ((uint64_t)1 << 8 * (length & 7)) - 1, high_mask = length < 8    ? 0
                                                                           : length < 16 ? low_mask
                                                                                         : UINT64_MAX;
    *ret_low = low & (length < 8 ? low_mask : UINT64_MAX);
    *ret_high = high & high_mask;
}

/* Byte offset in the text where the token's letter number `skip` begins: where the span starts once a proclitic of
 * `skip` letters is taken off. */
uint32_t token_skip(const struct token_list *list, const struct token *token, uint32_t skip);

#endif
