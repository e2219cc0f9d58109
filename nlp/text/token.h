/* token.h - the tokenizer: one pass over a text that checks UTF-8, folds letters and cuts words.
 *
 * A word is a run of letters, digits and their marks (letters.h); everything else separates words. The exceptions:
 *  - Inside a Latin word an apostrophe does not separate (O'Neill, Sana'a), but a final possessive 's is a token of its
 *    own.
 *  - Single letters with dots between them are one word, with its last dot (U.S.).
 *  - A hyphen separates, but a name may run over it. So does &, with blanks beside it or without.
 *  - Latin letters right behind an Arabic word begin a word of their own, unless what stands before them is so short that
 *    it can be a particle (وNATO).
 *
 * A token keeps its place in the bytes, its folded letters (in token_list.letters), and the first 16 of them in two
 * registers.
 *
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
    bool plain;  /* it is written with nothing but letters: no mark, format character, apostrophe or dot among them */
    uint8_t gap; /* the strongest enum separator between the token before and this one */
};

struct token_list {
    const char *bytes;
    size_t length;
    struct token *tokens; /* behind the last one stands a token without letters, with gap SEPARATOR_PARAGRAPH */
    size_t count;
    size_t arabic, latin; /* how many tokens have Arabic letters, and Latin ones */
    bool small;           /* some token has two Latin letters or more that are not all capitals */
    uint8_t *letters;     /* all folded letters, followed by 16 bytes that are 0 */
};

/* Cuts a text of at most TAG_TEXT_MAXIMUM bytes into tokens. STATUS_INVALID_UTF8: `error` has the byte offset;
 * STATUS_OUT_OF_MEMORY. */
enum status tokenize(struct text text, struct arena *arena, struct token_list *ret_list, struct error *error);

/* Is the word of Arabic letters alone? وNATO is a Latin word. */
static inline bool token_is_arabic(const struct token *token)
{
    return (token->flags & (TOKEN_ARABIC | TOKEN_LATIN)) == TOKEN_ARABIC;
}

/* The first 16 of `length` letters in two registers, zero padded. 16 bytes must be readable at `letters`. */
static inline void letters_load(const uint8_t *letters, uint32_t length, uint64_t *ret_low, uint64_t *ret_high)
{
    uint64_t low, high;
    __builtin_memcpy(&low, letters, 8);
    __builtin_memcpy(&high, letters + 8, 8);
    /* without branches: no processor can predict the lengths of words */
    uint64_t low_mask = ((uint64_t)1 << 8 * (length & 7)) - 1, high_mask = length < 8    ? 0
                                                                           : length < 16 ? low_mask
                                                                                         : UINT64_MAX;
    *ret_low = low & (length < 8 ? low_mask : UINT64_MAX);
    *ret_high = high & high_mask;
}

/* Byte offset where the token's letter number `skip` begins, which is where a span starts behind a proclitic of `skip`
 * letters. */
uint32_t token_skip(const struct token_list *list, const struct token *token, uint32_t skip);

#endif
