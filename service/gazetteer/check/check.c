#include "service/gazetteer/check/check.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/verbs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: alam gazetteer check [--errors] [--rules] SOURCE.tsv…\n"
                            "  --errors   leave the warnings out\n"
                            "  --rules    print the table of rules\n";

static const struct rule {
    enum severity severity;
    const char *slug, *text;
} rules[] = {
#define X(name, severity, slug, text) {severity, slug, text},
    CHECK_RULES(X)
#undef X
};

static const char *const severities[] = {"error", "warning"};

void check_report(struct check *check, enum check_rule rule, const struct source *source, size_t line,
                  const char *format, ...)
{
    va_list args;
    check->found[rule]++;
    if (check->errors_only && rules[rule].severity != ERROR)
        return;
    printf("%s:%zu: %s: ", source->path, line, severities[rules[rule].severity]);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf(" [%s]\n", rules[rule].slug);
}

static void init(struct check *check)
{
    struct names *all[] = {&check->ids,    &check->wikidata, &check->mains, &check->names,
                           &check->blocks, &check->words,    &check->folder};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        names_init(all[i]);
}

static void release(struct check *check)
{
    struct names *all[] = {&check->ids,    &check->wikidata, &check->mains, &check->names,
                           &check->blocks, &check->words,    &check->folder};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        names_release(all[i]);
    for (size_t i = 0; i < check->source_count; i++)
        source_release(&check->sources[i]);
    free(check->sources);
    free(check->entities);
}

static void take_words(struct check *check, const struct source_row *row)
{
    static const struct {
        const char *class;
        enum word_kind kind;
    } kinds[] = {{"common", WORD_COMMON}, {"verb", WORD_COMMON}, {"function", WORD_FUNCTION},
                 {"say", WORD_FUNCTION},  {"role", WORD_ROLE},   {"title", WORD_ROLE}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct text rest = row->cells[SOURCE_FORM];
        while (text_equals(row->cells[SOURCE_CLASS], kinds[i].class) && rest.length)
            names_add(&check->words, names_fold(&check->words, text_split(&rest, '|')), kinds[i].kind);
    }
}

static void take_entity(struct check *check, const struct source *source, const struct source_row *row)
{
    char type[16];
    check->entities = array_room(check->entities, check->count, &check->room, sizeof *check->entities);
    struct check_entity *entity = &check->entities[check->count++];
    *entity = (struct check_entity){.row = *row, .source = source, .type = ENTITY_TYPE_COUNT};
    entity_type_parse(text_copy(row->cells[SOURCE_TYPE], type, sizeof type), &entity->type);
}

static void take_source(struct check *check, struct source *source)
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

static int print_rules(void)
{
    for (size_t i = 0; i < CHECK_RULE_COUNT; i++)
        printf("%-8s %-16s %s\n", severities[rules[i].severity], rules[i].slug, rules[i].text);
    return 0;
}

static size_t found(const struct check *check, enum severity severity)
{
    size_t sum = 0;
    for (size_t i = 0; i < CHECK_RULE_COUNT; i++)
        sum += rules[i].severity == severity ? check->found[i] : 0;
    return sum;
}

static bool run(struct check *check, char **paths, size_t count)
{
    check->sources = memory_take(count * sizeof *check->sources);
    for (size_t i = 0; i < count; i++) {
        if (!source_open(&check->sources[i], paths[i]))
            return false;
        check->source_count++;
        take_source(check, &check->sources[i]);
    }
    for (size_t i = 0; i < check->count; i++)
        check_row(check, &check->entities[i]);
    check_pairs(check);
    printf("%zu rows in %zu files: %zu errors, %zu warnings\n", check->count, count, found(check, ERROR),
           found(check, WARNING));
    return found(check, ERROR) == 0;
}

int gazetteer_check(int argc, char **argv)
{
    struct check check = {0};
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "--rules") == 0)
            return print_rules();
        if (strcmp(argv[first], "--errors") != 0)
            break;
        check.errors_only = true;
    }
    if (first == argc || argv[first][0] == '-') {
        bool help = first < argc && strcmp(argv[first], "--help") == 0;
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    init(&check);
    bool clean = run(&check, argv + first, (size_t)(argc - first));
    release(&check);
    return clean ? 0 : 1;
}
