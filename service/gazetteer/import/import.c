#include "service/gazetteer/import/import.h"
#include "service/gazetteer/verbs.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 1024 }; /* lines */

static const struct importer {
    const char *name;
    import_run *run;
    const char *help;
} importers[] = {
    {"debian-places", import_debian_places, "DIR                what scripts/fetch-geodata.sh put there"},
    {"geonames", import_geonames, "TABLE [ALTERNATES] allCountries.txt or a country's, and alternateNamesV2.txt"},
    {"jrc-names", import_jrc_names, "ENTITIES           the JRC-Names file: id, P or O, language, name+variant"},
    {"jsonl", import_json_lines, "FILE…              one object a line, keys as the columns of a source"},
    {"popolo", import_popolo, "FILE…              Popolo JSON, or EveryPolitician's CSV"},
    {"tsv", import_tsv, "FILE…              a source or any TSV with id, type and en or ar, cleaned"},
    {"wikidata", import_wikidata, "DUMP               the JSON dump, .json, .gz, .bz2 or - for stdin"},
};

enum { IMPORTER_COUNT = sizeof importers / sizeof *importers };

static const char *const outcome_texts[] = {
#define X(name, text) text,
    IMPORT_OUTCOMES(X)
#undef X
};

static int print_usage(FILE *out, int status)
{
    fputs("usage: alam gazetteer import FORMAT [OPTIONS] INPUT… > source.tsv\n\n", out);
    for (size_t i = 0; i < IMPORTER_COUNT; i++)
        fprintf(out, "  %-14s %s\n", importers[i].name, importers[i].help);
    fputs("\n  --languages ar,en    languages of the names to take, main ones first (default: ar,en)\n"
          "  --known FILE         a source whose entities keep their ids and whose lexicon marks ordinary words; "
          "repeatable\n"
          "  --minimum N          least population (geonames) or number of Wikipedia articles (wikidata)\n"
          "  --two-passes         wikidata: learn the subclasses from the dump first\n"
          "  --type TYPE          jsonl, tsv: the type of rows that name none\n",
          out);
    return status;
}

/* ---- names ---- */

enum name_verdict import_name(struct import *import, enum record_language language, struct text name)
{
    enum name_verdict verdict = record_name(&import->record, language, name);
    if (verdict == NAME_SHORT)
        import_count(import, IMPORT_NAME_SHORT);
    else if (verdict == NAME_FOREIGN || verdict == NAME_LONG)
        import_count(import, IMPORT_NAME_FOREIGN);
    return verdict;
}

bool import_wants_language(const struct import *import, const char *language)
{
    for (size_t i = 0; i < import->language_count; i++)
        if (strcmp(import->languages[i], language) == 0)
            return true;
    return false;
}

void import_name_in(struct import *import, const char *language, struct text name)
{
    if (!import_wants_language(import, language))
        return;
    enum record_language column = strcmp(language, "ar") == 0   ? RECORD_AR
                                  : strcmp(language, "en") == 0 ? RECORD_EN
                                                                : name_script(name);
    if (column == RECORD_LANGUAGES)
        import_count(import, IMPORT_NAME_FOREIGN);
    else
        import_name(import, column, name);
}

void import_take(struct import *import)
{
    bool named = record_has_name(&import->record);
    import_count(import, named ? IMPORT_TAKEN : IMPORT_NO_NAME);
    if (named)
        record_write(&import->record, stdout);
}

/* ---- lines and progress ---- */

static void show_progress(const struct import *import, const struct lines *lines, bool last)
{
    if (!isatty(STDERR_FILENO))
        return;
    double share = lines_share(lines);
    fprintf(stderr, "\r%s: %" PRIu64 " MB read", import->format, lines_bytes(lines) >> 20);
    if (share >= 0)
        fprintf(stderr, ", %.1f %%", share * 100);
    fprintf(stderr, ", %zu taken \033[K%s", import->outcomes[IMPORT_TAKEN], last ? "\n" : "");
}

bool import_lines(struct import *import, const char *path, void (*take)(struct import *, struct text line, void *),
                  void *context)
{
    struct lines *lines = lines_open(path);
    struct text line;
    enum lines_result result = LINES_FAILED;
    if (!lines)
        return false;
    for (size_t count = 1; (result = lines_next(lines, &line)) < LINES_END; count++) {
        if (result == LINES_TOO_LONG)
            import_count(import, IMPORT_TOO_LONG);
        else
            take(import, line, context);
        if (count % PROGRESS_EVERY == 0)
            show_progress(import, lines, false);
    }
    show_progress(import, lines, true);
    lines_close(lines);
    return result == LINES_END;
}

/* ---- the command ---- */

static bool read_languages(struct import *import, char *list)
{
    import->language_count = 0;
    for (char *rest = list, *name; (name = strsep(&rest, ",")) != NULL;) {
        if (!*name || strlen(name) >= sizeof import->languages[0] || import->language_count == IMPORT_LANGUAGES_MAXIMUM)
            return false;
        strcpy(import->languages[import->language_count++], name);
    }
    return import->language_count > 0;
}

static bool read_options(struct import *import, int argc, char **argv)
{
    static const struct option options[] = {
        {"languages", required_argument, NULL, 'l'}, {"known", required_argument, NULL, 'k'},
        {"minimum", required_argument, NULL, 'm'},   {"two-passes", no_argument, NULL, '2'},
        {"type", required_argument, NULL, 't'},      {0}};
    char standard[] = "ar,en";
    bool sound = read_languages(import, standard);
    for (int option; sound && (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 'l')
            sound = read_languages(import, optarg);
        else if (option == 'k' && import->known_count < IMPORT_FILES_MAXIMUM)
            import->known[import->known_count++] = optarg;
        else if (option == 'm')
            import->minimum = (uint32_t)strtoul(optarg, NULL, 10);
        else if (option == '2')
            import->two_passes = true;
        else if (option == 't')
            import->type = optarg;
        else
            sound = false;
    }
    import->inputs = argv + optind;
    import->input_count = argc - optind;
    return sound && import->input_count > 0;
}

static void print_summary(const struct import *import)
{
    for (size_t i = 0; i < IMPORT_OUTCOME_COUNT; i++)
        if (import->outcomes[i] || i == IMPORT_TAKEN)
            fprintf(stderr, "%s: %8zu  %s\n", import->format, import->outcomes[i], outcome_texts[i]);
}

int gazetteer_import(int argc, char **argv)
{
    const struct importer *importer = NULL;
    for (size_t i = 0; argc > 1 && i < IMPORTER_COUNT; i++)
        if (strcmp(argv[1], importers[i].name) == 0)
            importer = &importers[i];
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return print_usage(stdout, 0);
    struct import *import = calloc(1, sizeof *import);
    if (!importer || !import || !read_options(import, argc - 1, argv + 1)) {
        free(import);
        return print_usage(stderr, 2);
    }
    import->format = importer->name;
    record_init(&import->record);
    record_write_header(stdout);
    bool done = importer->run(import);
    done = fflush(stdout) == 0 && !ferror(stdout) && done;
    print_summary(import);
    record_release(&import->record);
    free(import);
    return done ? 0 : 1;
}
