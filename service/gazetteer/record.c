#include "service/gazetteer/record.h"

#include "service/base/utf8.h"
#include "service/gazetteer/source.h"

#include <string.h>

enum { CELL_MAXIMUM = 1 << 20, NAME_BYTES_MAXIMUM = 240, LETTERS_MINIMUM = 3, ACRONYM_MINIMUM = 2 };

static struct strbuf *const *record_buffers(struct record *record, struct strbuf *(*list)[9])
{
    struct strbuf *all[] = {&record->id,
                            &record->subtype,
                            &record->note,
                            &record->main[RECORD_EN],
                            &record->main[RECORD_AR],
                            &record->aliases[RECORD_EN],
                            &record->aliases[RECORD_AR],
                            &record->keys,
                            NULL};
    memcpy(*list, all, sizeof all);
    return *list;
}

void record_init(struct record *record)
{
    struct strbuf *list[9];
    *record = (struct record){.prior = -1};
    for (struct strbuf *const *buffer = record_buffers(record, &list); *buffer; buffer++)
        strbuf_init(*buffer, CELL_MAXIMUM);
    names_init(&record->folder);
}

void record_release(struct record *record)
{
    struct strbuf *list[9];
    for (struct strbuf *const *buffer = record_buffers(record, &list); *buffer; buffer++)
        strbuf_release(*buffer);
    names_release(&record->folder);
}

void record_reset(struct record *record)
{
    struct strbuf *list[9];
    for (struct strbuf *const *buffer = record_buffers(record, &list); *buffer; buffer++)
        strbuf_clear(*buffer);
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

/* Marks that a name is cleaned of: Arabic diacritics and tatweel, bidi marks, zero-width characters, a soft hyphen. */
static bool is_noise(uint32_t c)
{
    return (c >= 0x64B && c <= 0x65F) || c == 0x640 || c == 0x670 || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0x61C;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

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
        out->data[--out->length] = '\0';
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
    struct text rest = {keys->data, keys->length};
    while (rest.length) {
        struct text line = text_split(&rest, '\n');
        if (line.length == key.length && memcmp(line.bytes, key.bytes, key.length) == 0)
            return true;
    }
    return false;
}

static enum name_verdict add_name(struct record *record, enum record_language language, struct text name, bool alias)
{
    struct strbuf clean;
    strbuf_init(&clean, CELL_MAXIMUM);
    enum name_verdict verdict = name_clean(name, language, &clean);
    if (verdict != NAME_TAKEN || record->alias_count >= RECORD_ALIASES_MAXIMUM) {
        strbuf_release(&clean);
        return verdict == NAME_TAKEN ? NAME_LONG : verdict;
    }
    struct text key = names_fold(&record->folder, (struct text){clean.data, clean.length});
    if (key.length == 0 || has_key(&record->keys, key)) {
        verdict = key.length ? NAME_REPEATED : NAME_EMPTY;
    } else {
        bool first = !alias && record->main[language].length == 0;
        struct strbuf *cell = first ? &record->main[language] : &record->aliases[language];
        if (!first && cell->length)
            strbuf_putc(cell, '|');
        for (size_t i = 0; i < clean.length; i++)
            strbuf_putc(cell, clean.data[i] == '|' ? '/' : clean.data[i]);
        strbuf_append(&record->keys, key.bytes, key.length);
        strbuf_putc(&record->keys, '\n');
        record->alias_count += !first;
    }
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

static void write_cell(const struct strbuf *cell, FILE *out)
{
    for (size_t i = 0; i < cell->length; i++)
        putc_unlocked((unsigned char)cell->data[i] < ' ' ? ' ' : cell->data[i], out);
    putc_unlocked('\t', out);
}

void record_write_header(FILE *out)
{
    fputs("id\ttype\tsubtype\ten\tar\taliases_en\taliases_ar\tcountry\twikidata\tprior\tnote\n", out);
}

void record_write(const struct record *record, FILE *out)
{
    write_cell(&record->id, out);
    fprintf(out, "%s\t", entity_type_name(record->type));
    write_cell(&record->subtype, out);
    write_cell(&record->main[RECORD_EN], out);
    write_cell(&record->main[RECORD_AR], out);
    write_cell(&record->aliases[RECORD_EN], out);
    write_cell(&record->aliases[RECORD_AR], out);
    fprintf(out, "%s\t", record->country);
    if (record->wikidata)
        fprintf(out, "Q%u", record->wikidata);
    putc_unlocked('\t', out);
    if (record->prior >= 0)
        fprintf(out, "%d", record->prior);
    putc_unlocked('\t', out);
    for (size_t i = 0; i < record->note.length; i++)
        putc_unlocked((unsigned char)record->note.data[i] < ' ' ? ' ' : record->note.data[i], out);
    putc_unlocked('\n', out);
}
