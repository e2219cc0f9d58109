#include "service/gazetteer/import/import.h"

#include "service/gazetteer/lines.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 1024 }; /* lines */

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

static bool is_wanted(const struct import *import, const char *language)
{
    for (size_t i = 0; i < import->language_count; i++)
        if (strcmp(import->languages[i], language) == 0)
            return true;
    return false;
}

void import_name_in(struct import *import, const char *language, struct text name)
{
    if (language && !is_wanted(import, language))
        return;
    enum record_language column = language && strcmp(language, "ar") == 0   ? RECORD_AR
                                  : language && strcmp(language, "en") == 0 ? RECORD_EN
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

void import_broken(struct import *import, const char *reason)
{
    import_count(import, IMPORT_BROKEN);
    faults_add(&import->faults, import->line, "%s", reason);
}

void import_refuse(struct import *import, const char *reason)
{
    import_broken(import, reason);
    import->refused = true;
}

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

static void take_line(struct import *import, enum lines_result result, struct text line,
                      void (*take)(struct import *, struct text line, void *), void *context)
{
    const char *fault = result == LINES_LINE ? faults_in_line(line) : NULL;
    if (result == LINES_TOO_LONG)
        import_count(import, IMPORT_TOO_LONG);
    else if (fault)
        import_broken(import, fault);
    else
        take(import, line, context);
}

/* `content` lines hold more than a bracket or a comment. */
static bool check_content(const struct import *import, size_t content)
{
    if (!import->refused && content > import->faults.count)
        return true;
    fprintf(stderr, "alam gazetteer: %s: %s\n", import->faults.path,
            content ? "this is not in the format" : "the file is empty");
    return false;
}

bool import_lines(struct import *import, const char *path, void (*take)(struct import *, struct text line, void *),
                  void *context)
{
    struct lines *lines = lines_open(path);
    struct text line;
    enum lines_result result = LINES_FAILED;
    size_t content = 0;
    if (!lines)
        return false;
    import->faults = (struct faults){.path = path};
    import->line = 0;
    while (!import->refused && (result = lines_next(lines, &line)) < LINES_END) {
        import->line++;
        content += text_trim(line).length > 1 && line.bytes[0] != '#';
        take_line(import, result, line, take, context);
        if (import->line % PROGRESS_EVERY == 0)
            show_progress(import, lines, false);
    }
    show_progress(import, lines, true);
    lines_close(lines);
    faults_end(&import->faults);
    return result == LINES_END && check_content(import, content);
}

static const char *const outcome_texts[] = {
#define X(name, text) text,
    IMPORT_OUTCOMES(X)
#undef X
};

bool import_print_summary(const struct import *import)
{
    for (size_t i = 0; i < IMPORT_OUTCOME_COUNT; i++)
        if (import->outcomes[i] || i == IMPORT_TAKEN)
            fprintf(stderr, "%s: %8zu  %s\n", import->format, import->outcomes[i], outcome_texts[i]);
    return import->outcomes[IMPORT_TAKEN] > 0;
}
