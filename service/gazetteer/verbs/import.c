#include "service/gazetteer/verbs/verbs.h"

#include "service/app/usage.h"
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/import_geonames.h"
#include "service/gazetteer/import/import_jrc.h"
#include "service/gazetteer/import/import_popolo.h"
#include "service/gazetteer/import/import_rows.h"
#include "service/gazetteer/import/import_wikidata.h"
#include "service/gazetteer/places/import_places.h"
#include "service/gazetteer/verbs/source_header.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const struct importer {
    const char *name;
    bool (*run)(struct import *import); /* reads import->inputs; false after a message */
    const char *help;
} importers[] = {
    {"debian-places", import_debian_places, "DIR                reads the folder that scripts/fetch-geodata.sh filled"},
    {"geonames", import_geonames,
     "TABLE [ALTERNATES] reads allCountries.txt or a country's table, and alternateNamesV2.txt"},
    {"jrc-names", import_jrc_names,
     "ENTITIES           reads JRC-Names: number, P or O, language, name with + for blanks"},
    {"jsonl", import_json_lines,
     "FILE…              reads one JSON object a line, with the columns of a source as keys"},
    {"popolo", import_popolo, "FILE…              reads Popolo JSON, or EveryPolitician's CSV"},
    {"tsv", import_tsv, "FILE…              reads a source, or any TSV with the columns id, type, and en or ar"},
    {"wikidata", import_wikidata, "DUMP               reads the JSON dump, plain, .gz or .bz2; - is standard input"},
};

enum { IMPORTER_COUNT = sizeof importers / sizeof *importers };

static int print_usage(FILE *out, int status)
{
    fputs("usage: alam gazetteer import FORMAT [OPTIONS] INPUT… > source.tsv\n"
          "Turns data of one of these formats into a gazetteer source, and says on standard error what was not "
          "taken.\n\n",
          out);
    for (size_t i = 0; i < IMPORTER_COUNT; i++)
        fprintf(out, "  %-14s %s\n", importers[i].name, importers[i].help);
    fputs("\n  --languages ar,en    takes names in these languages; the first of them are main names (default: ar,en)\n"
          "  --known FILE         leaves the entities of this source their ids, and takes its lexicon for ordinary "
          "words;\n"
          "                       can be given many times\n"
          "  --minimum N          takes places from N people on (geonames), or items from N Wikipedia articles on "
          "(wikidata)\n"
          "  --two-passes         learns the subclasses from the dump first (wikidata)\n"
          "  --type TYPE          gives this type to rows that name none (jsonl, tsv)\n",
          out);
    return status;
}

static bool read_languages(struct import *import, const char *value)
{
    import->language_count = 0;
    for (struct text list = text_of(value); list.length;) {
        struct text name = text_split(&list, ',');
        if (!name.length || name.length >= sizeof import->languages[0] ||
            import->language_count == IMPORT_LANGUAGES_MAXIMUM)
            return false;
        text_copy(name, import->languages[import->language_count++], sizeof import->languages[0]);
    }
    return import->language_count > 0;
}

static bool read_minimum(struct import *import, const char *value)
{
    char *end;
    errno = 0;
    unsigned long minimum = strtoul(value, &end, 10);
    import->minimum = (uint32_t)minimum;
    return *value >= '0' && *value <= '9' && !*end && errno == 0 && minimum <= UINT32_MAX;
}

static bool is_type(const char *value)
{
    enum entity_type type;
    return entity_type_parse(value, &type);
}

/* What each option must be, by its letter. */
static const struct wanted {
    int option;
    const char *name, *wanted;
} values[] = {
    {'l', "--languages", "up to 16 languages such as ar,en"},
    {'k', "--known", "one of at most 4096 files"},
    {'m', "--minimum", "a whole number"},
    {'t', "--type", "person, place or organization"},
};

static bool refuse(int option)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i].option == option)
            usage_refuse("gazetteer import", values[i].name, optarg, values[i].wanted);
    return false;
}

static bool read_options(struct import *import, int argc, char **argv)
{
    static const struct option options[] = {
        {"languages", required_argument, NULL, 'l'}, {"known", required_argument, NULL, 'k'},
        {"minimum", required_argument, NULL, 'm'},   {"two-passes", no_argument, NULL, '2'},
        {"type", required_argument, NULL, 't'},      {0}};
    bool sound = read_languages(import, "ar,en");
    for (int option; sound && (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 'l')
            sound = read_languages(import, optarg);
        else if (option == 'k' && import->known_count < IMPORT_FILES_MAXIMUM)
            import->known[import->known_count++] = optarg;
        else if (option == 'm')
            sound = read_minimum(import, optarg);
        else if (option == '2')
            import->two_passes = true;
        else if (option == 't')
            sound = is_type(import->type = optarg);
        else
            sound = false;
        if (!sound)
            return refuse(option);
    }
    import->inputs = argv + optind;
    import->input_count = argc - optind;
    return sound && import->input_count > 0;
}

/* What was named with --known must be sources. */
static bool check_known(const struct import *import)
{
    bool sound = true;
    for (size_t i = 0; i < import->known_count; i++) {
        char *bytes = NULL;
        size_t length = 0;
        bool read = file_read(import->known[i], &bytes, &length) &&
                    faults_check_file(import->known[i], (struct text){bytes, length}) &&
                    source_header_check(import->known[i], (struct text){bytes, length});
        free(bytes);
        sound = sound && read;
    }
    return sound;
}

int gazetteer_verb_import(int argc, char **argv)
{
    const struct importer *importer = NULL;
    for (size_t i = 0; argc > 1 && i < IMPORTER_COUNT; i++)
        if (strcmp(argv[1], importers[i].name) == 0)
            importer = &importers[i];
    for (int i = 1; i < argc && i <= 2; i++) /* import --help, import FORMAT --help */
        if (usage_is_help(argv[i]))
            return print_usage(stdout, 0);
    if (argc > 1 && !importer)
        fprintf(stderr, "alam gazetteer import: there is no such format: %s\n", argv[1]);
    struct import *import = calloc(1, sizeof *import);
    if (!importer || !import || !read_options(import, argc - 1, argv + 1)) {
        free(import);
        return print_usage(stderr, 2);
    }
    import->format = importer->name;
    record_init(&import->record);
    record_write_header(stdout);
    bool done = check_known(import) && importer->run(import);
    done = fflush(stdout) == 0 && !ferror(stdout) && done;
    done = import_print_summary(import) && done;
    record_release(&import->record);
    free(import);
    return done ? 0 : 1;
}
