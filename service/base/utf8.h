/* utf8.h - UTF-8 as RFC 3629 has it, without surrogates and overlong forms: decodes and encodes one code point, and counts
 * code points.
 *
 * Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_UTF8_H
#define ALAM_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length in bytes, 1 to 4, of the code point at `at`, which must be below `end`; 0 when it is not valid UTF-8, and
 * *ret_code_point means nothing then. */
static inline unsigned utf8_decode(const uint8_t *at, const uint8_t *end, uint32_t *ret_code_point)
{
    uint32_t b = at[0];
    if (b < 0x80) {
        *ret_code_point = b;
        return 1;
    }
    if (b >= 0xC2 && b < 0xE0 && end - at >= 2 && (at[1] & 0xC0) == 0x80) {
        *ret_code_point = (b & 0x1F) << 6 | (at[1] & 0x3Fu);
        return 2;
    }
    if (b >= 0xE0 && b < 0xF0 && end - at >= 3 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80) {
        uint32_t c = (b & 0x0F) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
        *ret_code_point = c;
        return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? 3 : 0;
    }
    if (b >= 0xF0 && b < 0xF5 && end - at >= 4 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80 &&
        (at[3] & 0xC0) == 0x80) {
        uint32_t c = (b & 0x07) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
        *ret_code_point = c;
        return c >= 0x10000 && c <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

enum { UTF8_MAXIMUM = 4 }; /* bytes of one code point */

/* Writes a code point (at most U+10FFFF, no surrogate) and returns its length in bytes. */
static inline unsigned utf8_encode(uint32_t code_point, char out[UTF8_MAXIMUM])
{
    static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    unsigned length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (unsigned i = length; i-- > 1; code_point >>= 6)
        out[i] = (char)(0x80 | (code_point & 0x3F));
    out[0] = (char)(leads[length] | code_point);
    return length;
}

/* Code points in valid UTF-8; with `utf16` 16-bit units, of which a code point of four bytes has two.
 *
 * Works on eight bytes at a time and keeps eight sums in one word, a byte each. A byte that does not begin a code point has
 * bit 7 set and bit 6 clear; one that begins a code point of four bytes has its upper four bits set. */
static inline size_t utf8_count(const char *bytes, size_t length, int utf16)
{
    enum { WORDS_MAXIMUM = 255 }; /* each adds at most one to a byte */
    const uint64_t each = 0x0101010101010101ULL, low = 0x00ff00ff00ff00ffULL, pairs = 0x0001000100010001ULL;
    size_t count = length, i = 0;
    while (i + 8 <= length) {
        uint64_t inside = 0, wide = 0;
        size_t words = (length - i) / 8 < WORDS_MAXIMUM ? (length - i) / 8 : WORDS_MAXIMUM;
        for (; words--; i += 8) {
            uint64_t word;
            __builtin_memcpy(&word, bytes + i, 8);
            inside += word >> 7 & ~word >> 6 & each;
            wide += word >> 7 & word >> 6 & word >> 5 & word >> 4 & each;
        }
        /* sums of all eight bytes, by way of four pairs that do not overflow */
        count -= (size_t)(((inside & low) + (inside >> 8 & low)) * pairs >> 48);
        count += utf16 ? (size_t)(((wide & low) + (wide >> 8 & low)) * pairs >> 48) : 0;
    }
    for (; i < length; i++) {
        count -= ((uint8_t)bytes[i] & 0xC0) == 0x80;
        count += utf16 && (uint8_t)bytes[i] >= 0xF0;
    }
    return count;
}

#endif
