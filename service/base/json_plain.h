/* json_plain.h - how far a JSON string goes without a special byte, eight bytes at a time. Special are the bytes below
 * U+0020, the quotation mark and the backslash (RFC 8259 section 7).
 *
 * Eight bytes are loaded as one word. Subtracting n from each byte of it borrows in every byte below n whose own high bit
 * is clear ("haszero" in Anderson, Bit Twiddling Hacks). A borrow can run on into the next byte and report it wrongly, so
 * a word that seems to hold a special byte is looked at again byte by byte. Threads: pure functions.
 */
#ifndef ALAM_BASE_JSON_PLAIN_H
#define ALAM_BASE_JSON_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JSON_PLAIN_EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

static inline bool json_plain_byte(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

static inline bool json_plain_word(uint64_t word)
{
    uint64_t quote = word ^ JSON_PLAIN_EACH('"'), backslash = word ^ JSON_PLAIN_EACH('\\');
    uint64_t found = ((word - JSON_PLAIN_EACH(0x20)) & ~word) | ((quote - JSON_PLAIN_EACH(1)) & ~quote) |
                     ((backslash - JSON_PLAIN_EACH(1)) & ~backslash);
    return (found & JSON_PLAIN_EACH(0x80)) == 0;
}

static inline uint64_t json_plain_load(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* One to seven bytes as a word; some of them stand in it twice, and the rest is filled with blanks. */
static inline uint64_t json_plain_load_short(const char *bytes, size_t length)
{
    uint32_t low, high;
    if (length < sizeof low)
        return JSON_PLAIN_EACH(' ') << 24 | (uint64_t)(unsigned char)bytes[0] |
               (uint64_t)(unsigned char)bytes[length / 2] << 8 | (uint64_t)(unsigned char)bytes[length - 1] << 16;
    memcpy(&low, bytes, sizeof low);
    memcpy(&high, bytes + length - sizeof high, sizeof high);
    return (uint64_t)high << 32 | low;
}

/* Bytes before the first special one; `length` when there is none. */
static inline size_t json_plain_length(const char *bytes, size_t length)
{
    size_t at = 0;
    bool plain = true;
    for (; length - at > sizeof(uint64_t) && plain; at += plain ? sizeof(uint64_t) : 0)
        plain = json_plain_word(json_plain_load(bytes + at));
    if (plain && length >= sizeof(uint64_t))
        plain = json_plain_word(json_plain_load(bytes + length - sizeof(uint64_t))); /* overlaps the word before */
    else if (plain && length)
        plain = json_plain_word(json_plain_load_short(bytes, length));
    if (plain)
        return length;
    while (at < length && json_plain_byte((unsigned char)bytes[at]))
        at++;
    return at;
}

#endif
