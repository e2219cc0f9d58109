#include "service/gazetteer/check/check_row.h"

#include "service/base/utf8.h"
#include "service/gazetteer/countries.h"

#include <string.h>

enum { LETTERS_MINIMUM = 3 };

/* The two arguments of "%.*s". */
#define SHOW(text) (int)(text).length, (text).bytes

static void report_name(struct check *check, enum check_rule rule, const struct check_entity *entity, struct text name,
                        const char *why)
{
    check_report(check, rule, entity->source, entity->row.line, "%.*s: '%.*s' %s", SHOW(entity->row.cells[SOURCE_ID]),
                 SHOW(name), why);
}

/* ---- id, type, country, wikidata ---- */

static bool is_slug(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", text.bytes[i]))
            return false;
    return text.length > 0;
}

static bool is_number(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}

/* "EG" or "EG-GZ". */
static bool is_iso_code(struct text code)
{
    if (code.length < 2 || !country_is_known((struct text){code.bytes, 2}))
        return false;
    if (code.length == 2)
        return true;
    for (size_t i = 3; i < code.length; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", code.bytes[i]))
            return false;
    return code.bytes[2] == '-' && code.length > 3 && code.length <= 6;
}

static bool id_fits(struct text id, enum entity_type type)
{
    static const char *const prefixes[] = {"person", "place", "org"};
    struct text rest = id, prefix = text_split(&rest, ':');
    if (!rest.length) /* Q42: the id that the importer of Wikidata gives */
        return id.length > 1 && id.bytes[0] == 'Q' && is_number((struct text){id.bytes + 1, id.length - 1});
    if (type < ENTITY_TYPE_COUNT && text_equals(prefix, prefixes[type]))
        return is_slug(rest);
    if (text_equals(prefix, "iso"))
        return type == ENTITY_PLACE && is_iso_code(rest);
    if (text_equals(prefix, "gn"))
        return is_number(rest);
    bool curated = text_equals(prefix, "person") || text_equals(prefix, "place") || text_equals(prefix, "org");
    return !curated && is_slug(prefix);
}

static void check_keys(struct check *check, const struct check_entity *entity)
{
    const struct text *cells = entity->row.cells;
    struct text q = cells[SOURCE_WIKIDATA];
    if (entity->type == ENTITY_TYPE_COUNT)
        check_report(check, CHECK_TYPE, entity->source, entity->row.line, "type '%.*s'", SHOW(cells[SOURCE_TYPE]));
    if (!id_fits(cells[SOURCE_ID], entity->type))
        check_report(check, CHECK_ID, entity->source, entity->row.line, "id '%.*s' for type '%.*s'",
                     SHOW(cells[SOURCE_ID]), SHOW(cells[SOURCE_TYPE]));
    if (cells[SOURCE_COUNTRY].length && !country_is_known(cells[SOURCE_COUNTRY]))
        check_report(check, CHECK_COUNTRY, entity->source, entity->row.line, "country '%.*s'",
                     SHOW(cells[SOURCE_COUNTRY]));
    if (q.length && (q.bytes[0] != 'Q' || !is_number((struct text){q.bytes + 1, q.length - 1})))
        check_report(check, CHECK_WIKIDATA, entity->source, entity->row.line, "wikidata '%.*s'", SHOW(q));
}

/* ---- names ---- */

struct letters {
    size_t arabic, latin, capitals, foreign, invisible, digits;
    bool utf8, blanks;
};

static bool is_invisible(uint32_t c)
{
    return c < ' ' || c == 0x7F || c == 0xA0 || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           c == 0xFEFF || c == 0x640;
}

static bool is_foreign_arabic(uint32_t c)
{
    return (c >= 0x671 && c <= 0x6D3) || c == 0x6D5 || (c >= 0x6FA && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F);
}

static struct letters count_letters(struct text name)
{
    struct letters letters = {.utf8 = true};
    const uint8_t *at = (const uint8_t *)name.bytes, *end = at + name.length;
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        letters.utf8 &= step != 0;
        at += step ? step : 1;
        letters.arabic += (c >= 0x620 && c <= 0x64A && c != 0x640) || is_foreign_arabic(c);
        letters.foreign += is_foreign_arabic(c);
        letters.latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F) ||
                         (c >= 0x1E00 && c <= 0x1EFF);
        letters.capitals += (c >= 'A' && c <= 'Z');
        letters.digits += (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669);
        letters.invisible += is_invisible(c);
    }
    letters.blanks = name.length && (name.bytes[0] == ' ' || name.bytes[name.length - 1] == ' ' ||
                                     memmem(name.bytes, name.length, "  ", 2));
    return letters;
}

/* Names that are also words of the lexicon. The tagger finds ordinary words and verbs as names only where the context
 * speaks for it, but takes titles and roles at their word: so a main name that folds to one is reported, too. */
static void check_word(struct check *check, const struct check_entity *entity, struct text name, struct text key,
                       bool alias)
{
    unsigned kinds = 0;
    for (uint32_t e = names_find(&check->words, key); e != NAMES_NONE; e = names_next(&check->words, e))
        kinds |= names_value(&check->words, e);
    bool acronym = count_letters(name).capitals > 1;
    if (alias && kinds & CHECK_WORD_FUNCTION && !acronym)
        report_name(check, CHECK_FUNCTION_WORD, entity, name, "is a function word or a verb of saying");
    else if (alias && kinds & CHECK_WORD_COMMON && !acronym)
        report_name(check, CHECK_COMMON_WORD, entity, name, "is an ordinary word");
    else if (kinds == CHECK_WORD_ROLE && !acronym && !memchr(key.bytes, ' ', key.length))
        report_name(check, CHECK_ROLE_WORD, entity, name, "is a title or a role, once folded");
}

static void check_name(struct check *check, const struct check_entity *entity, struct text name,
                       enum source_column column)
{
    struct letters letters = count_letters(name);
    bool arabic = column_is_arabic(column), alias = column_is_alias(column);
    struct text key = names_fold(&check->folder, name);
    if (!letters.utf8)
        report_name(check, CHECK_UTF8, entity, name, "is not UTF-8");
    if (key.length == 0)
        report_name(check, CHECK_NAME_EMPTY, entity, name, "is an empty spelling");
    else if (arabic ? !letters.arabic && !letters.digits : letters.arabic || (!letters.latin && !letters.digits))
        report_name(check, CHECK_SCRIPT, entity, name,
                    arabic ? "stands in an Arabic column" : "stands in an English column");
    size_t count = letters.arabic + letters.latin + letters.digits;
    bool acronym = letters.capitals && letters.capitals == letters.latin && letters.capitals + letters.digits > 1;
    if (key.length && alias && count < LETTERS_MINIMUM && !acronym)
        report_name(check, CHECK_SHORT, entity, name, "is too short for an alias");
    if (key.length)
        check_word(check, entity, name, key, alias);
    if (!alias && memchr(name.bytes, '(', name.length))
        report_name(check, CHECK_QUALIFIER, entity, name, "has a qualifier in brackets, which belongs to the note");
    if (arabic && letters.foreign)
        report_name(check, CHECK_FOREIGN_LETTER, entity, name, "has a letter that Arabic does not have");
    if (letters.blanks || letters.invisible)
        report_name(check, CHECK_BLANKS, entity, name, "has blanks too many, a tatweel or an invisible character");
}

static void check_names(struct check *check, const struct check_entity *entity)
{
    struct source_names names = {.row = &entity->row};
    struct names seen;
    names_init(&seen);
    for (uint32_t number = 0; source_name(&names); number++) {
        check_name(check, entity, names.name, names.column);
        struct text key = names_fold(&seen, names.name);
        if (names_has(&seen, key))
            report_name(check, CHECK_FOLD, entity, names.name, "folds to another spelling of the row");
        names_add(&seen, key, number);
    }
    names_release(&seen);
    for (int i = 0; i < 2; i++) { /* "a|": the reader of names does not give the empty one at the end */
        struct text list = entity->row.cells[i ? SOURCE_ALIASES_AR : SOURCE_ALIASES_EN];
        if (list.length && list.bytes[list.length - 1] == '|')
            report_name(check, CHECK_NAME_EMPTY, entity, list, "ends with an empty spelling");
    }
}

void check_row(struct check *check, const struct check_entity *entity)
{
    const struct text *cells = entity->row.cells;
    if (entity->row.cell_count != entity->source->tsv.column_count)
        check_report(check, CHECK_CELLS, entity->source, entity->row.line, "%zu cells, %zu columns",
                     entity->row.cell_count, entity->source->tsv.column_count);
    check_keys(check, entity);
    check_names(check, entity);
    struct text rest = cells[SOURCE_ID], prefix = text_split(&rest, ':');
    bool curated = text_equals(prefix, "person") || text_equals(prefix, "org") || text_equals(prefix, "place");
    bool addition = !cells[SOURCE_EN].length && !cells[SOURCE_AR].length;
    if (curated && !addition && (!cells[SOURCE_EN].length || !cells[SOURCE_AR].length))
        check_report(check, CHECK_NAME_MISSING, entity->source, entity->row.line, "%.*s has no %s name",
                     SHOW(cells[SOURCE_ID]), cells[SOURCE_EN].length ? "Arabic" : "English");
}
