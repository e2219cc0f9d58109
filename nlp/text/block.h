/* block.h - reads the letters of common words eight at a time.
 *
 * Nearly every word of a newspaper is made of letters of one byte (a … z) or of two bytes in the Arabic block (U+0600 …
 * U+06FF). Those are decoded and folded a register at a time, without a branch for each letter (Lamport, Multiple byte
 * processing with full-word instructions, CACM 1975). The tokenizer's loop over single code points then only sees what is
 * left, such as diacritics. Read letter by letter, a word takes twice as long, because the processor mispredicts where
 * it ends.
 *
 * Threads: pure functions. Registers of letters are little-endian, here as everywhere (letters.h).
 */
#ifndef ALAM_NLP_BLOCK_H
#define ALAM_NLP_BLOCK_H

#include "nlp/text/letters.h"

#include <stdbool.h>

enum { ARABIC_BLOCK_BYTES = 16, LATIN_BLOCK_BYTES = 8, BLOCK_LETTERS = 8 };

/* Letters read from a text: `count` letter codes in a register, zero padded. `capitals` has bit 5 of byte i set when letter
 * i is a capital. */
struct letter_block {
    uint64_t letters, capitals;
    unsigned count;
};

#define EACH_BYTE 0x0101010101010101ULL
#define EACH_PAIR 0x0001000100010001ULL

/* A register whose lowest `letters` bytes are 0xff. */
static inline uint64_t block_mask(unsigned letters)
{
    return letters < BLOCK_LETTERS ? ((uint64_t)1 << 8 * letters) - 1 : UINT64_MAX;
}

/* Number of the lowest byte that is 0, or 8 when there is none. */
static inline unsigned block_zero(uint64_t bytes)
{
    uint64_t zero = (bytes - EACH_BYTE) & ~bytes & 0x80 * EACH_BYTE;
    return zero ? (unsigned)__builtin_ctzll(zero) / 8 : BLOCK_LETTERS;
}

/* Letter codes of the four code points in eight bytes of UTF-8; 0 for one that is not a plain Arabic letter. */
static inline uint64_t arabic_codes(uint64_t bytes)
{
    uint64_t at = (bytes & 3 * EACH_PAIR) << 6 | (bytes >> 8 & 63 * EACH_PAIR);
    return (uint64_t)fold_arabic[at & 0xff] | (uint64_t)fold_arabic[at >> 16 & 0xff] << 8 |
           (uint64_t)fold_arabic[at >> 32 & 0xff] << 16 | (uint64_t)fold_arabic[at >> 48] << 24;
}

/* How many pairs of bytes, from the first one on, are code points of the Arabic block. 0…4. */
static inline unsigned arabic_pairs(uint64_t bytes)
{
    uint64_t other = (bytes & 0xc0fc * EACH_PAIR) ^ 0x80d8 * EACH_PAIR;
    return other ? (unsigned)__builtin_ctzll(other) / 16 : 4;
}

/* The Arabic letters that the text begins with at `at`, at most eight. ARABIC_BLOCK_BYTES must be readable. */
static inline struct letter_block arabic_block(const uint8_t *at)
{
    uint64_t first, second;
    __builtin_memcpy(&first, at, 8);
    __builtin_memcpy(&second, at + 8, 8);
    unsigned pairs = arabic_pairs(first);
    pairs += pairs == 4 ? arabic_pairs(second) : 0;
    uint64_t codes = (arabic_codes(first) | arabic_codes(second) << 32) & block_mask(pairs);
    unsigned count = block_zero(codes);
    return (struct letter_block){codes & block_mask(count), 0, count};
}

/* The same for letters a … z and A … Z. LATIN_BLOCK_BYTES must be readable. */
static inline struct letter_block latin_block(const uint8_t *at)
{
    uint64_t bytes, small;
    __builtin_memcpy(&bytes, at, 8);
    small = (bytes & 0x7f * EACH_BYTE) | 0x20 * EACH_BYTE;
    uint64_t from_a = small + (0x80 - 'a') * EACH_BYTE, behind_z = small + (0x80 - 'z' - 1) * EACH_BYTE;
    uint64_t other = ~(from_a & ~behind_z & ~bytes) & 0x80 * EACH_BYTE;
    unsigned count = other ? (unsigned)__builtin_ctzll(other) / 8 : BLOCK_LETTERS;
    /* bytes below 'a' borrow from the byte behind them; both are behind the end of the word, and masked away */
    uint64_t codes = small - ('a' - LETTER_A) * EACH_BYTE;
    return (struct letter_block){codes & block_mask(count), ~bytes & 0x20 * EACH_BYTE & block_mask(count), count};
}

/* Does a code point of the Arabic block begin with this byte? */
static inline bool is_arabic_lead(uint8_t byte)
{
    return (byte & 0xfc) == 0xd8;
}

/* Is it a letter a … z or A … Z? */
static inline bool is_latin_byte(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

#endif
