#include "nlp/text/fold.h"

#include "nlp/text/letters.h"
#include "service/base/utf8.h"

static void put_code_point(struct strbuf *out, uint32_t c)
{
    char bytes[UTF8_MAXIMUM];
    strbuf_append(out, bytes, utf8_encode(c, bytes));
}

static void put_letters(struct strbuf *out, const uint8_t *letters, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (letters[i] >= LETTER_ESCAPE && i + 2 < length) {
            put_code_point(out, (letters[i] & 0x3Fu) << 14 | (letters[i + 1] & 0x7Fu) << 7 | (letters[i + 2] & 0x7Fu));
            i += 2;
        } else {
            put_code_point(out, letter_code_points[letters[i]]);
        }
}

void fold_append(struct strbuf *out, struct text text)
{
    const uint8_t *at = (const uint8_t *)text.bytes, *end = at + text.length;
    bool inside = false, any = false;
    while (at < end) {
        uint32_t code_point = 0;
        unsigned step = utf8_decode(at, end, &code_point);
        uint32_t entry = step ? fold_entry(code_point) : (uint32_t)FOLD_OTHER << 21;
        at += step ? step : 1;
        enum fold_kind kind = fold_kind(entry);
        bool apostrophe = kind == FOLD_OTHER && fold_payload(entry) == SEPARATOR_APOSTROPHE;
        if (kind == FOLD_MARK || kind == FOLD_FORMAT || (apostrophe && inside))
            continue;
        if (kind == FOLD_OTHER) {
            inside = false;
            continue;
        }
        if (!inside && any)
            strbuf_putc(out, ' ');
        inside = any = true;
        uint8_t letter = (uint8_t)fold_payload(entry);
        const struct fold_expansion *expansion = &fold_expansions[kind == FOLD_EXPANSION ? fold_payload(entry) : 0];
        if (kind == FOLD_LETTER)
            put_letters(out, &letter, 1);
        else if (kind == FOLD_ESCAPE)
            put_code_point(out, fold_payload(entry));
        else
            put_letters(out, expansion->letters, expansion->length);
    }
}
