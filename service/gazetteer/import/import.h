/* import.h - what every importer shares: options, streaming lines, the summary of what was taken and what was not.
 *
 *     alam gazetteer import FORMAT [--languages ar,en] [--known FILE]… INPUT… > source.tsv
 *
 * Source TSV goes to stdout, a progress line to a terminal on stderr, and at the end the summary. Memory does not
 * depend on the input's size, except for what an importer must remember and says so. Threads: one.
 */
#ifndef ALAM_GAZETTEER_IMPORT_H
#define ALAM_GAZETTEER_IMPORT_H

#include "service/gazetteer/lines.h"
#include "service/gazetteer/record.h"

/* X(NAME, "line of the summary") */
#define IMPORT_OUTCOMES(X)                                                                                             \
    X(TAKEN, "entities taken")                                                                                         \
    X(MERGED, "entities that a known source has: its id was kept")                                                     \
    X(ABSORBED, "skipped: same name and country as a larger place")                                                    \
    X(NO_TYPE, "skipped: neither person, place nor organization")                                                      \
    X(NO_NAME, "skipped: no name that can be used")                                                                    \
    X(MINOR, "skipped: below the threshold of size or fame")                                                           \
    X(BROKEN, "skipped: not in the format")                                                                            \
    X(TOO_LONG, "skipped: a line longer than 64 MiB")                                                                  \
    X(NAME_SHORT, "names dropped: fewer than three letters")                                                           \
    X(NAME_FOREIGN, "names dropped: letters of another script or language")                                            \
    X(NAME_RISKY, "names dropped: an ordinary word or a person's name")                                                \
    X(NAME_DOUBTFUL, "names dropped: far from the main name, or another entity's")

enum import_outcome {
#define X(name, text) IMPORT_##name,
    IMPORT_OUTCOMES(X)
#undef X
        IMPORT_OUTCOME_COUNT
};

enum { IMPORT_FILES_MAXIMUM = 4096, IMPORT_LANGUAGES_MAXIMUM = 16 };

struct import {
    const char *format;
    char **inputs;
    int input_count;
    const char *known[IMPORT_FILES_MAXIMUM];
    size_t known_count;
    char languages[IMPORT_LANGUAGES_MAXIMUM][16];
    size_t language_count;
    uint32_t minimum; /* population (geonames), sitelinks (wikidata) */
    bool two_passes;  /* wikidata: read P279 first */
    const char *type; /* default type where the format has none */
    size_t outcomes[IMPORT_OUTCOME_COUNT];
    struct record record;
};

typedef bool import_run(struct import *import);

/* Each reads import->inputs and writes rows to stdout; false after a complaint on stderr. */
import_run import_debian_places, import_geonames, import_jrc_names, import_json_lines, import_popolo, import_tsv,
    import_wikidata;

static inline void import_count(struct import *import, enum import_outcome outcome)
{
    import->outcomes[outcome]++;
}

/* record_name on the import's record, with rejections counted. */
enum name_verdict import_name(struct import *import, enum record_language language, struct text name);
/* Counts and writes the record, or counts that it has no name. */
void import_take(struct import *import);

bool import_wants_language(const struct import *import, const char *language);
/* A name in a wanted language goes to the column of its script. */
void import_name_in(struct import *import, const char *language, struct text name);

/* Calls `take` for every line of the input; false after a complaint. */
bool import_lines(struct import *import, const char *path, void (*take)(struct import *, struct text line, void *),
                  void *context);

#endif
