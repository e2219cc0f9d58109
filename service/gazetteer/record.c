#include "service/gazetteer/record.h"

#include "service/base/utf8.h"

#include <string.h>

enum { CELL_MAXIMUM = 1 << 20, NAME_BYTES_MAXIMUM = 240, LETTERS_MINIMUM = 3, ACRONYM_MINIMUM = 2 };

enum { RECORD_BUFFERS = 8 };

static void list_buffers(struct record *record, struct strbuf *list[RECORD_BUFFERS])
{
    struct strbuf *all[RECORD_BUFFERS] = {&record->id,
                                          &record->subtype,
                                          &record->note,
                                          &record->main[RECORD_EN],
                                          &record->main[RECORD_AR],
                                          &record->aliases[RECORD_EN],
                                          &record->aliases[RECORD_AR],
                                          &record->keys};
    memcpy(list, all, sizeof all);
}

void record_init(struct record *record)
{
    struct strbuf *list[RECORD_BUFFERS];
    *record = (struct record){.prior = -1};
    list_buffers(record, list);
    for (size_t i = 0; i < RECORD_BUFFERS; i++)
        strbuf_init(list[i], CELL_MAXIMUM);
    names_init(&record->folder);
}

void record_release(struct record *record)
{
    struct strbuf *list[RECORD_BUFFERS];
    list_buffers(record, list);
    for (size_t i = 0; i < RECORD_BUFFERS; i++)
        strbuf_release(list[i]);
    names_release(&record->folder);
}

void record_reset(struct record *record)
{
    struct strbuf *list[RECORD_BUFFERS];
    list_buffers(record, list);
    for (size_t i = 0; i < RECORD_BUFFERS; i++)
        strbuf_clear(list[i]);
    record->country[0] = '\0';
    record->wikidata = 0;
    record->alias_count = 0;
    record->prior = -1;
}

/* ---- judging a name ---- */

/* The letters of Arabic proper: U+0621…063A and 0641…064A (Unicode chart "Arabic", ISO 8859-6 letters). */
static bool is_arabic_letter(uint32_t c)
{
    return (c >= 0x621 && c <= 0x63A) || (c >= 0x641 && c <= 0x64A);
}

static bool is_latin_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
           (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2B9 && c <= 0x2BF) || (c >= 0x300 && c <= 0x36F);
}

/* Characters that are taken out of a name: Arabic diacritics and tatweel, bidi marks, zero-width characters, the soft
 * hyphen. */
static bool is_noise(uint32_t c)
{
    return (c >= 0x64B && c <= 0x65F) || c == 0x640 || c == 0x670 || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0x61C;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

/* Punctuation and digits that names have between their letters. */
static bool may_stand_between(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c < 0x80 && strchr("-.'&/+!,:’", (int)c)) ||
           c == 0x2019 || c == 0x2018 || c == 0x2013 || c == 0x2010 || c == 0x60C || c == 0x2BB || c == 0xB7;
}

enum record_language name_script(struct text name)
{
    const uint8_t *at = (const uint8_t *)name.bytes, *end = at + name.length;
    bool arabic = false, latin = false;
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        at += step ? step : 1;
        arabic |= c >= 0x600 && c <= 0x6FF;
        latin |= is_latin_letter(c);
    }
    return arabic == latin ? RECORD_LANGUAGES : arabic ? RECORD_AR : RECORD_EN;
}

/* "Tartus (city)" -> "Tartus". */
static struct text without_parenthesis(struct text name)
{
    const char *open = name.length ? memchr(name.bytes + 1, '(', name.length - 1) : NULL;
    if (open && name.bytes[name.length - 1] == ')')
        name.length = (size_t)(open - name.bytes);
    return text_trim(name);
}

struct letter_counts {
    size_t letters, capitals, foreign;
};

static void take_character(struct letter_counts *counts, enum record_language language, uint32_t c, const uint8_t *at,
                           unsigned step, struct strbuf *out)
{
    bool letter = language == RECORD_AR ? is_arabic_letter(c) : is_latin_letter(c);
    if (is_noise(c))
        return;
    if (is_blank(c)) {
        if (out->length && out->data[out->length - 1] != ' ')
            strbuf_putc(out, ' ');
        return;
    }
    counts->letters += letter;
    counts->capitals += c >= 'A' && c <= 'Z';
    counts->foreign += !letter && !may_stand_between(c);
    strbuf_append(out, at, step);
}

enum name_verdict name_clean(struct text name, enum record_language language, struct strbuf *out)
{
    struct letter_counts counts = {0};
    name = without_parenthesis(text_trim(name));
    strbuf_clear(out);
    const uint8_t *at = (const uint8_t *)name.bytes, *end = at + name.length;
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        if (step == 0)
            return NAME_FOREIGN;
        take_character(&counts, language, c, at, step, out);
        at += step;
    }
    while (out->length && out->data[out->length - 1] == ' ')
        strbuf_truncate(out, out->length - 1);
    if (out->length == 0)
        return NAME_EMPTY;
    if (counts.foreign)
        return NAME_FOREIGN;
    bool acronym = counts.letters >= ACRONYM_MINIMUM && counts.capitals == counts.letters;
    if (counts.letters < LETTERS_MINIMUM && !acronym)
        return NAME_SHORT;
    return out->length > NAME_BYTES_MAXIMUM ? NAME_LONG : NAME_TAKEN;
}

/* ---- the row ---- */

static bool has_key(const struct strbuf *keys, struct text key)
{
    struct text rest = strbuf_text(keys);
    while (rest.length)
        if (text_same(text_split(&rest, '\n'), key))
            return true;
    return false;
}

/* Adds a cleaned name to the cell. A "|" of the name itself would read as two aliases. */
static void append_name(struct strbuf *cell, struct text name, bool list)
{
    if (list && cell->length)
        strbuf_putc(cell, '|');
    for (size_t i = 0; i < name.length; i++)
        strbuf_putc(cell, name.bytes[i] == '|' ? '/' : name.bytes[i]);
}

static enum name_verdict take_clean_name(struct record *record, enum record_language language, struct text name,
                                         bool alias)
{
    struct text key = names_fold(&record->folder, name);
    if (key.length == 0)
        return NAME_EMPTY;
    if (has_key(&record->keys, key))
        return NAME_REPEATED;
    bool first = !alias && record->main[language].length == 0;
    append_name(first ? &record->main[language] : &record->aliases[language], name, !first);
    strbuf_append(&record->keys, key.bytes, key.length);
    strbuf_putc(&record->keys, '\n');
    record->alias_count += !first;
    return NAME_TAKEN;
}

static enum name_verdict add_name(struct record *record, enum record_language language, struct text name, bool alias)
{
    struct strbuf clean;
    strbuf_init(&clean, CELL_MAXIMUM);
    enum name_verdict verdict = name_clean(name, language, &clean);
    if (verdict == NAME_TAKEN)
        verdict = record->alias_count < RECORD_ALIASES_MAXIMUM
                      ? take_clean_name(record, language, strbuf_text(&clean), alias)
                      : NAME_LONG;
    strbuf_release(&clean);
    return verdict;
}

enum name_verdict record_name(struct record *record, enum record_language language, struct text name)
{
    return add_name(record, language, name, false);
}

enum name_verdict record_alias(struct record *record, enum record_language language, struct text name)
{
    return add_name(record, language, name, true);
}

bool record_has_name(const struct record *record)
{
    return record->keys.length > 0;
}

/* A cell may hold neither a tab nor a line end. */
static void write_cell(const struct strbuf *cell, char end, FILE *out)
{
    for (size_t i = 0; i < cell->length; i++)
        putc_unlocked((unsigned char)cell->data[i] < ' ' ? ' ' : cell->data[i], out);
    putc_unlocked(end, out);
}

void record_write_header(FILE *out)
{
    fputs("id\ttype\tsubtype\ten\tar\taliases_en\taliases_ar\tcountry\twikidata\tprior\tnote\n", out);
}

void record_write(const struct record *record, FILE *out)
{
    write_cell(&record->id, '\t', out);
    fprintf(out, "%s\t", entity_type_name(record->type));
    write_cell(&record->subtype, '\t', out);
    write_cell(&record->main[RECORD_EN], '\t', out);
    write_cell(&record->main[RECORD_AR], '\t', out);
    write_cell(&record->aliases[RECORD_EN], '\t', out);
    write_cell(&record->aliases[RECORD_AR], '\t', out);
    fprintf(out, "%s\t", record->country);
    if (record->wikidata)
        fprintf(out, "Q%u", record->wikidata);
    putc_unlocked('\t', out);
    if (record->prior >= 0)
        fprintf(out, "%d", record->prior);
    putc_unlocked('\t', out);
    write_cell(&record->note, '\n', out);
}
