/* entity.h - the character references and plain tags that web pages leave in texts: &nbsp; &quot; &#39; <br>
 *
 * References are part of what stands between two words, like the characters that they stand for. So are tags without attributes: those
 * that mark words join them as a blank does, all others end a sentence. Tags with attributes are text, for these may hold names.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_TEXT_ENTITY_H
#define ALAM_NLP_TEXT_ENTITY_H

#include "nlp/text/letters.h"

#include <stddef.h>
#include <string.h>

/* Bytes of the tag that begins with the < at `at`, and what it separates. Of a < alone: 1. */
static inline size_t entity_read_tag(const uint8_t *at, const uint8_t *end, enum separator *ret_separator)
{
    enum { NAME_MAXIMUM = 10 };
    static const char *const marks[] = {"a", "b", "i", "u", "em", "strong", "span", "mark", "small", "sup", "sub"};
    const uint8_t *name = at + 1 + (end - at > 1 && at[1] == '/'), *stop = name;
    while (stop < end && stop - name < NAME_MAXIMUM && ((*stop | 0x20) >= 'a' && (*stop | 0x20) <= 'z'))
        stop++;
    const uint8_t *close = stop;
    while (close < end && close - stop < 2 && (*close == ' ' || *close == '/'))
        close++;
    *ret_separator = SEPARATOR_SYMBOL;
    if (stop == name || close == end || *close != '>')
        return 1;
    *ret_separator = SEPARATOR_SENTENCE;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i]) == (size_t)(stop - name) && memcmp(marks[i], name, (size_t)(stop - name)) == 0)
            *ret_separator = SEPARATOR_SPACE;
    return (size_t)(close - at) + 1;
}

/* Bytes of the reference or tag that begins with the & or < at `at`, and what it separates. Of an & alone: 1, and as a hyphen (AT&T). */
static inline size_t entity_read(const uint8_t *at, const uint8_t *end, enum separator *ret_separator)
{
    static const struct {
        const char *text;
        enum separator separator;
    } rows[] = {
        {"&amp;", SEPARATOR_HYPHEN},   {"&nbsp;", SEPARATOR_SPACE},       {"&#160;", SEPARATOR_SPACE},
        {"&#xa0;", SEPARATOR_SPACE},   {"&quot;", SEPARATOR_QUOTE},       {"&#34;", SEPARATOR_QUOTE},
        {"&laquo;", SEPARATOR_QUOTE},  {"&raquo;", SEPARATOR_QUOTE},      {"&ldquo;", SEPARATOR_QUOTE},
        {"&rdquo;", SEPARATOR_QUOTE},  {"&#39;", SEPARATOR_APOSTROPHE},   {"&apos;", SEPARATOR_APOSTROPHE},
        {"&lsquo;", SEPARATOR_QUOTE},  {"&rsquo;", SEPARATOR_APOSTROPHE}, {"&#8217;", SEPARATOR_APOSTROPHE},
        {"&ndash;", SEPARATOR_SYMBOL}, {"&mdash;", SEPARATOR_SYMBOL},     {"&hellip;", SEPARATOR_SENTENCE},
        {"&lt;", SEPARATOR_SYMBOL},    {"&gt;", SEPARATOR_SYMBOL},        {"&zwnj;", SEPARATOR_SPACE},
    };
    if (*at == '<')
        return entity_read_tag(at, end, ret_separator);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].text);
        if ((size_t)(end - at) < length || memcmp(at, rows[i].text, length) != 0)
            continue;
        *ret_separator = rows[i].separator;
        return length;
    }
    *ret_separator = SEPARATOR_HYPHEN;
    return 1;
}

#endif
