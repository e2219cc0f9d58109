#include "service/grammar/patterns.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/source.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

static const char *const languages[SCRIPT_COUNT] = {"ar", "en"};

/* Which names a pool takes: type, subtype (NULL: any but those of other rows), and how many words at the most. */
static const struct row {
    const char *type, *subtype;
    size_t least_words, most_words;
    enum pool pool;
} rows[] = {
    {"organization", "club", 1, 2, POOL_CLUB},
    {"organization", "agency", 1, 3, POOL_AGENCY},
    {"organization", NULL, 1, 3, POOL_ORGANIZATION},
    {"person", NULL, 2, 3, POOL_PERSON},
    {"place", NULL, 1, 2, POOL_PLACE},
};

static size_t count_words(struct text text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == ' ';
    return count;
}

/* Clubs are mostly called by one word, which several of them may share. */
static bool take_short_names(struct generator *generator, struct text aliases)
{
    while (aliases.length) {
        struct text name = text_split(&aliases, '|');
        if (count_words(name) == 1 && !generator_add_name(generator, POOL_CLUB, name))
            return false;
    }
    return true;
}

/* The last word of a person's name, by which newspapers call that person. */
static bool take_surname(struct generator *generator, struct text name)
{
    size_t at = name.length;
    while (at > 0 && name.bytes[at - 1] != ' ')
        at--;
    return generator_add_name(generator, POOL_SURNAME, (struct text){name.bytes + at, name.length - at});
}

static bool take_entity(struct generator *generator, const struct source_row *source, enum script script)
{
    struct text name = source->cells[script == SCRIPT_ARABIC ? SOURCE_AR : SOURCE_EN];
    const size_t words = count_words(name), aliases = script == SCRIPT_ARABIC ? SOURCE_ALIASES_AR : SOURCE_ALIASES_EN;
    if (name.length == 0 || memchr(name.bytes, '(', name.length))
        return true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!text_equals(source->cells[SOURCE_TYPE], rows[i].type) ||
            (rows[i].subtype && !text_equals(source->cells[SOURCE_SUBTYPE], rows[i].subtype)))
            continue;
        if (rows[i].pool == POOL_CLUB && !take_short_names(generator, source->cells[aliases]))
            return false;
        if (rows[i].pool == POOL_PERSON && words == 2 && !take_surname(generator, name))
            return false;
        return words < rows[i].least_words || words > rows[i].most_words ||
               generator_add_name(generator, rows[i].pool, name);
    }
    return true;
}

static bool take_forms(struct generator *generator, const struct source_row *source)
{
    bool given = text_equals(source->cells[SOURCE_CLASS], "given");
    struct text rest = source->cells[SOURCE_FORM];
    if (!given && !text_equals(source->cells[SOURCE_CLASS], "family"))
        return true;
    while (rest.length)
        if (!generator_add_name(generator, given ? POOL_GIVEN : POOL_FAMILY, text_split(&rest, '|')))
            return false;
    return true;
}

static enum status read_source(struct generator *generator, const char *path, enum script script, struct error *error)
{
    struct source source;
    struct source_row row;
    enum status status =
        source_open(&source, path) ? STATUS_OK : error_set(error, STATUS_IO, "%s: cannot be read", path);
    while (status == STATUS_OK && source_next(&source, &row))
        if (!(row.cells[SOURCE_CLASS].length ? take_forms(generator, &row) : take_entity(generator, &row, script)))
            status = error_set(error, STATUS_OUT_OF_MEMORY, "no memory for names");
    source_release(&source);
    return status;
}

static enum status read_sources(struct generator *generator, const char *directory, enum script script,
                                struct error *error)
{
    static const char *const names[] = {"people-*.tsv", "places-*.tsv", "organizations-*.tsv", "lexicon-given-%s.tsv",
                                        "lexicon-family-%s.tsv"};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == STATUS_OK; i++) {
        char pattern[PATH_BYTES];
        glob_t found;
        size_t used = (size_t)snprintf(pattern, sizeof pattern, "%s/", directory);
        if (used < sizeof pattern)
            snprintf(pattern + used, sizeof pattern - used, names[i], languages[script]);
        if (glob(pattern, 0, NULL, &found) != 0)
            return error_set(error, STATUS_IO, "%s: there is no such file", pattern);
        for (size_t k = 0; k < found.gl_pathc && status == STATUS_OK; k++)
            status = read_source(generator, found.gl_pathv[k], script, error);
        globfree(&found);
    }
    return status;
}

static enum status read_patterns(struct generator *generator, const char *path, struct error *error)
{
    enum { COLUMN_KIND, COLUMN_TEXT, COLUMN_COUNT };
    static const char *const columns[COLUMN_COUNT] = {"kind", "text"};
    struct text line, cells[COLUMN_COUNT];
    char *bytes, kind[32];
    size_t length;
    enum status status = STATUS_OK;
    if (!file_read(path, &bytes, &length))
        return error_set(error, STATUS_IO, "%s: cannot be read", path);
    struct tsv tsv = {
        .rest = tsv_skip_mark((struct text){bytes, length}), .names = columns, .name_count = COLUMN_COUNT};
    if (tsv_line(&tsv, &line))
        tsv_header(&tsv, line);
    while (status == STATUS_OK && tsv_line(&tsv, &line)) {
        tsv_row(&tsv, line, cells);
        if (!generator_add_pattern(generator, text_copy(cells[COLUMN_KIND], kind, sizeof kind), cells[COLUMN_TEXT]))
            status = error_set(error, STATUS_BAD_SOURCE, "%s:%zu: '%s' is no kind of pattern", path, tsv.line, kind);
    }
    free(bytes);
    return status;
}

enum status patterns_read(struct generator *generator, const char *directory, enum script script, struct error *error)
{
    char path[PATH_BYTES];
    enum status status = read_sources(generator, directory, script, error);
    snprintf(path, sizeof path, "%s/fit/sentences-%s.tsv", directory, languages[script]);
    return status == STATUS_OK ? read_patterns(generator, path, error) : status;
}
