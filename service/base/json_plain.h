/* json_plain.h - how far a JSON string goes without a byte that is special (RFC 8259 section 7: below U+0020, the
 * quotation mark, the backslash), eight bytes at a step.
 *
 * A word of eight bytes holds a byte below n when (word - n in each byte) borrows where the byte's own high bit is not
 * set ("haszero", Anderson, Bit Twiddling Hacks); a borrow may run on into the next bytes, so the word is then looked
 * at byte by byte. Threads: pure function.
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

/* One to seven bytes as a word: some of them twice, the rest blanks. */
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
        plain = json_plain_word(json_plain_load(bytes + length - sizeof(uint64_t))); /* may overlap what was seen */
    else if (plain && length)
        plain = json_plain_word(json_plain_load_short(bytes, length));
    if (plain)
        return length;
    while (at < length && json_plain_byte((unsigned char)bytes[at]))
        at++;
    return at;
}

#endif
