/* import.h - what all importers share: options, the lines of the input, names, and the summary of what was taken.
 *
 * An importer reads one format and writes source rows (nlp/data/README.md) to standard output. A progress line goes to
 * standard error when that is a terminal, and the summary at the end. Memory does not depend on the input's size, except
 * where an importer must remember something and says so in its header. Without memory the process ends (memory.h).
 * Threads: one.
 *
 *     static void take(struct import *import, struct text line, void *context)
 *     {
 *         record_reset(&import->record);
 *         … fill import->record …
 *         import_name_in(import, "ar", name);
 *         import_take(import);
 *     }
 *     done = import_lines(import, path, take, NULL);
 */
#ifndef ALAM_GAZETTEER_IMPORT_H
#define ALAM_GAZETTEER_IMPORT_H

#include "service/gazetteer/faults.h"
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
    const char *format; /* for messages */
    char **inputs;
    int input_count;
    const char *known[IMPORT_FILES_MAXIMUM]; /* paths of sources whose entities are known */
    size_t known_count;
    char languages[IMPORT_LANGUAGES_MAXIMUM][16]; /* whose names are wanted, main names first: "ar", "en" */
    size_t language_count;
    uint32_t minimum; /* population (geonames), Wikipedia articles (wikidata); 0: the importer's default */
    bool two_passes;  /* wikidata: learn the subclasses first */
    const char *type; /* of rows that name none, where the format allows that; NULL: none */
    size_t outcomes[IMPORT_OUTCOME_COUNT];
    struct faults faults; /* of the input that is being read */
    size_t line;          /* the one that is being read, from 1 */
    bool refused;         /* import_lines shall end */
    struct record record; /* the entity that is being read */
};

static inline void import_count(struct import *import, enum import_outcome outcome)
{
    import->outcomes[outcome]++;
}

/* Counts the line that is being read as not in the format, and says why. */
void import_broken(struct import *import, const char *reason);

/* The file as a whole is not in the format: says why, and ends import_lines. */
void import_refuse(struct import *import, const char *reason);

/* record_name on the import's record; a rejected name is counted. */
enum name_verdict import_name(struct import *import, enum record_language language, struct text name);

/* Adds a name of that language to the column of its script when the language is wanted. `language` NULL: it is not known,
 * and the script alone decides. */
void import_name_in(struct import *import, const char *language, struct text name);

/* Writes the record when it has a name; counts it either way. */
void import_take(struct import *import);

/* Calls `take` for every line of the input that is not too long (lines.h) and is text. False after a message: it cannot be
 * read, is empty, was refused, or none of its lines is in the format. */
bool import_lines(struct import *import, const char *path, void (*take)(struct import *, struct text line, void *),
                  void *context);

/* Writes the counts to standard error, a line for each outcome that occurred. False: nothing was taken. */
bool import_print_summary(const struct import *import);

#endif
