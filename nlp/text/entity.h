/* entity.h - the character references that web pages leave in texts: &nbsp; &quot; &#39;
 *
 * They are part of what stands between two words, like the characters that they stand for.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_TEXT_ENTITY_H
#define ALAM_NLP_TEXT_ENTITY_H

#include "nlp/text/letters.h"

#include <stddef.h>
#include <string.h>

/* Bytes of the reference that begins with the & at `at`, and what it separates. Of an & alone: 1, and as a hyphen (AT&T). */
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
