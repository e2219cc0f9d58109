#include "service/gazetteer/check/check_row.h"

#include "service/lint/countries.h"
#include "service/lint/letters.h"

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

static void check_keys(struct check *check, const struct check_entity *entity)
{
    const struct text *cells = entity->row.cells;
    struct text q = cells[SOURCE_WIKIDATA];
    if (entity->type == ENTITY_TYPE_COUNT)
        check_report(check, CHECK_TYPE, entity->source, entity->row.line, "type '%.*s'", SHOW(cells[SOURCE_TYPE]));
    if (!lint_id_fits(cells[SOURCE_ID], entity->type))
        check_report(check, CHECK_ID, entity->source, entity->row.line, "id '%.*s' for type '%.*s'",
                     SHOW(cells[SOURCE_ID]), SHOW(cells[SOURCE_TYPE]));
    if (cells[SOURCE_COUNTRY].length && !country_is_known(cells[SOURCE_COUNTRY]))
        check_report(check, CHECK_COUNTRY, entity->source, entity->row.line, "country '%.*s'",
                     SHOW(cells[SOURCE_COUNTRY]));
    if (q.length && (q.bytes[0] != 'Q' || !lint_is_number((struct text){q.bytes + 1, q.length - 1})))
        check_report(check, CHECK_WIKIDATA, entity->source, entity->row.line, "wikidata '%.*s'", SHOW(q));
}

/* ---- names ---- */

/* Names that are also words of the lexicon. The tagger finds ordinary words and verbs as names only where the context
 * speaks for it, but takes titles and roles at their word: so a main name that folds to one is reported, too. */
static void check_word(struct check *check, const struct check_entity *entity, struct text name, struct text key,
                       bool alias)
{
    unsigned kinds = 0;
    for (uint32_t e = names_find(&check->words, key); e != NAMES_NONE; e = names_next(&check->words, e))
        kinds |= names_value(&check->words, e);
    bool acronym = lint_letters(name).capitals > 1;
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
    struct lint_letters letters = lint_letters(name);
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
