#include "service/store/articles/verdict_anchor.h"

#include "service/base/utf8.h"

#include <string.h>

/* Marks that are written against a word and are no part of it. */
static bool is_mark(uint32_t c)
{
    static const uint32_t marks[] = {0xA0, 0xAB, 0xBB, 0x060C, 0x061B, 0x061F, 0x066A, 0x066B, 0x066C, 0x066D, 0x06D4};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c == marks[i])
            return true;
    return (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3003);
}

static bool is_of_word(const char *at, const char *end)
{
    uint32_t c;
    if (at >= end || !utf8_decode((const uint8_t *)at, (const uint8_t *)end, &c))
        return false;
    if (c >= 0x80)
        return !is_mark(c);
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Whether the text that ends at `end` ends inside a word. */
static bool ends_in_word(const char *begin, const char *end)
{
    const char *at = end;
    while (at > begin && end - at < UTF8_MAXIMUM && (--at, ((unsigned char)*at & 0xC0) == 0x80))
        ;
    return at < end && is_of_word(at, end);
}

static size_t alike_before(const char *begin, const char *end, const char *before)
{
    size_t length = strlen(before), alike = 0;
    while (alike < length && end - alike > begin && end[-1 - (ptrdiff_t)alike] == before[length - 1 - alike])
        alike++;
    return alike;
}

static size_t alike_after(const char *begin, const char *end, const char *after)
{
    size_t alike = 0;
    while (after[alike] && begin + alike < end && begin[alike] == after[alike])
        alike++;
    return alike;
}

/* One place where the words of a verdict stand. */
struct place {
    size_t start, alike, away;
};

static bool is_better(const struct place *place, const struct place *best)
{
    return place->alike != best->alike ? place->alike > best->alike : place->away < best->away;
}

static bool fits(const struct verdict *verdict, struct text field, const char *at, size_t length)
{
    const char *end = field.bytes + field.length;
    bool inside = ends_in_word(field.bytes, at), goes_on = is_of_word(at + length, end);
    return (!inside || ends_in_word(verdict->before, verdict->before + strlen(verdict->before))) &&
           (!goes_on || is_of_word(verdict->after, verdict->after + strlen(verdict->after)));
}

/* Whether a verdict before this one has taken the place. */
static bool is_taken(const struct verdict_list *verdicts, size_t number, size_t start, size_t length)
{
    for (size_t i = 0; i < number; i++) {
        const struct verdict *other = &verdicts->items[i];
        if (other->applies && other->field == verdicts->items[number].field &&
            verdict_overlap(verdict_extent(other), (struct byte_range){start, start + length}))
            return true;
    }
    return false;
}

static bool find_place(const struct verdict_list *verdicts, size_t number, struct text field, size_t *ret_start)
{
    const struct verdict *verdict = &verdicts->items[number];
    size_t length = strlen(verdict->words), was = verdict_extent(verdict).start;
    struct place best;
    bool found = false;
    for (const char *at = field.bytes; at; at++) {
        size_t left = field.length - (size_t)(at - field.bytes);
        at = length && left >= length ? memmem(at, left, verdict->words, length) : NULL;
        if (!at)
            break;
        size_t start = (size_t)(at - field.bytes);
        struct place place = {start,
                              alike_before(field.bytes, at, verdict->before) +
                                  alike_after(at + length, field.bytes + field.length, verdict->after),
                              start > was ? start - was : was - start};
        if (!fits(verdict, field, at, length) || is_taken(verdicts, number, start, length) ||
            (found && !is_better(&place, &best)))
            continue;
        best = place;
        found = true;
    }
    if (found)
        *ret_start = best.start;
    return found;
}

static void move(struct verdict *verdict, size_t start)
{
    size_t was = verdict_extent(verdict).start;
    verdict->judged.start = verdict->judged.start - was + start;
    verdict->judged.end = verdict->judged.end - was + start;
    if (verdict->kind == VERDICT_REJECT)
        return;
    verdict->right.start = verdict->right.start - was + start;
    verdict->right.end = verdict->right.end - was + start;
}

void verdict_anchor(struct verdict_list *verdicts, const struct text fields[FIELD_COUNT])
{
    for (size_t i = 0; i < verdicts->count; i++) {
        struct verdict *verdict = &verdicts->items[i];
        size_t start;
        verdict->applies = find_place(verdicts, i, fields[verdict->field], &start);
        if (verdict->applies)
            move(verdict, start);
    }
}
