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

static const char *const outcome_texts[] = {
#define X(name, text) text,
    IMPORT_OUTCOMES(X)
#undef X
};

void import_print_summary(const struct import *import)
{
    for (size_t i = 0; i < IMPORT_OUTCOME_COUNT; i++)
        if (import->outcomes[i] || i == IMPORT_TAKEN)
            fprintf(stderr, "%s: %8zu  %s\n", import->format, import->outcomes[i], outcome_texts[i]);
}
