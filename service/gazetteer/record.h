/* record.h - one entity on its way into a source TSV: its names are cleaned and judged, then it is written as one row.
 *
 * The columns are those of nlp/data/README.md, with `prior` behind `wikidata`. A name is cleaned first: blanks, bidi
 * marks, Arabic diacritics and tatweel, and a parenthesis at the end go. It is taken when it
 *   - is in the script of its column, without letters that Arabic does not have (Persian, Urdu, Kurdish, Uyghur),
 *   - has three letters or more, or two capitals (an acronym),
 *   - is not there already, once folded.
 * The first name of a language becomes the main name, later ones are aliases. Threads: one record, one thread.
 */
#ifndef ALAM_GAZETTEER_RECORD_H
#define ALAM_GAZETTEER_RECORD_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"
#include "service/gazetteer/names.h"

#include <stdio.h>

/* RECORD_LANGUAGES stands for "neither". */
enum record_language { RECORD_EN, RECORD_AR, RECORD_LANGUAGES };

enum name_verdict { NAME_TAKEN, NAME_REPEATED, NAME_EMPTY, NAME_SHORT, NAME_FOREIGN, NAME_LONG };

enum { RECORD_ALIASES_MAXIMUM = 60 };

struct record {
    struct strbuf id, subtype, note;
    enum entity_type type;
    char country[3];                                                 /* ISO 3166-1 alpha-2, or "" */
    uint32_t wikidata;                                               /* the number after the Q; 0: none */
    int prior;                                                       /* -1: the builder's default */
    struct strbuf main[RECORD_LANGUAGES], aliases[RECORD_LANGUAGES]; /* aliases are separated by "|" */
    size_t alias_count;
    struct strbuf keys;  /* the names folded, one a line: to see a name that comes again */
    struct names folder; /* for folding only */
};

void record_init(struct record *record);
void record_release(struct record *record);

/* Empties the record for the next entity; its memory is kept. */
void record_reset(struct record *record);

/* Cleans `name` into `out` and says whether it may stand in a column of that language: NAME_TAKEN, NAME_EMPTY, NAME_SHORT,
 * NAME_FOREIGN or NAME_LONG. */
enum name_verdict name_clean(struct text name, enum record_language language, struct strbuf *out);

/* The language whose script the name is written in. */
enum record_language name_script(struct text name);

/* Cleans the name and adds it, as main name or alias, when it is NAME_TAKEN. NAME_LONG is also the answer when the record
 * has RECORD_ALIASES_MAXIMUM aliases. */
enum name_verdict record_name(struct record *record, enum record_language language, struct text name);

/* The same, but the name becomes an alias even when there is no main name. The builder derives shorter names from main
 * names and not from aliases: مدينة أولم as an alias does not make أولم a name. */
enum name_verdict record_alias(struct record *record, enum record_language language, struct text name);

bool record_has_name(const struct record *record);

void record_write_header(FILE *out);
void record_write(const struct record *record, FILE *out);

#endif
