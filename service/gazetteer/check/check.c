#include "service/gazetteer/check/check.h"

#include "service/gazetteer/memory.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const severities[] = {"error", "warning"};

enum { CHECK_INDEXES = 7 };

static void list_indexes(struct check *check, struct names *list[CHECK_INDEXES])
{
    struct names *all[CHECK_INDEXES] = {&check->ids,    &check->wikidata, &check->mains, &check->names,
                                        &check->blocks, &check->words,    &check->folder};
    for (size_t i = 0; i < CHECK_INDEXES; i++)
        list[i] = all[i];
}

void check_init(struct check *check)
{
    struct names *indexes[CHECK_INDEXES];
    *check = (struct check){.entities = {.size = sizeof(struct check_entity)}};
    list_indexes(check, indexes);
    for (size_t i = 0; i < CHECK_INDEXES; i++)
        names_init(indexes[i]);
}

void check_release(struct check *check)
{
    struct names *indexes[CHECK_INDEXES];
    list_indexes(check, indexes);
    for (size_t i = 0; i < CHECK_INDEXES; i++)
        names_release(indexes[i]);
    array_release(&check->entities);
}

void check_report(struct check *check, enum check_rule rule, const struct source *source, size_t line,
                  const char *format, ...)
{
    va_list args;
    check->found[rule]++;
    if (check->errors_only && check_severity_of(rule) != CHECK_ERROR)
        return;
    printf("%s:%zu: %s: ", source->path, line, severities[check_severity_of(rule)]);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf(" [%s]\n", check_rule_name(rule));
}

static void take_words(struct check *check, const struct source_row *row)
{
    static const struct {
        const char *class;
        enum check_word kind;
    } kinds[] = {{"common", CHECK_WORD_COMMON}, {"verb", CHECK_WORD_COMMON}, {"function", CHECK_WORD_FUNCTION},
                 {"say", CHECK_WORD_FUNCTION},  {"role", CHECK_WORD_ROLE},   {"title", CHECK_WORD_ROLE}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct text rest = row->cells[SOURCE_FORM];
        while (text_equals(row->cells[SOURCE_CLASS], kinds[i].class) && rest.length)
            names_add(&check->words, names_fold(&check->words, text_split(&rest, '|')), kinds[i].kind);
    }
}

static void take_entity(struct check *check, const struct source *source, const struct source_row *row)
{
    char type[16];
    struct check_entity *entity = memory_add(&check->entities);
    *entity = (struct check_entity){.row = *row, .source = source, .type = ENTITY_TYPE_COUNT};
    entity_type_parse(text_copy(row->cells[SOURCE_TYPE], type, sizeof type), &entity->type);
}

void check_take_source(struct check *check, struct source *source)
{
    struct source_row row;
    bool entities = false, sound = false;
    while (source_next(source, &row)) {
        entities = source_has(source, SOURCE_ID) || source_has(source, SOURCE_TYPE);
        sound = source_has(source, SOURCE_ID) && source_has(source, SOURCE_TYPE) &&
                (source_has(source, SOURCE_EN) || source_has(source, SOURCE_AR));
        if (source_has(source, SOURCE_CLASS))
            take_words(check, &row);
        else if (sound)
            take_entity(check, source, &row);
    }
    if (entities && !sound && !source_has(source, SOURCE_CLASS) && source_has(source, SOURCE_ID))
        check_report(check, CHECK_HEADER, source, 1, "the header row needs id, type and en or ar");
}

size_t check_count(const struct check *check, enum check_severity severity)
{
    size_t sum = 0;
    for (size_t i = 0; i < CHECK_RULE_COUNT; i++)
        sum += check_severity_of((enum check_rule)i) == severity ? check->found[i] : 0;
    return sum;
}

void check_print_rules(void)
{
    for (enum check_rule i = 0; i < CHECK_RULE_COUNT; i++)
        printf("%-8s %-16s %s\n", severities[check_severity_of(i)], check_rule_name(i), check_rule_text(i));
}
