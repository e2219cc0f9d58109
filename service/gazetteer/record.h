/* record.h - one entity on its way into a source TSV: names are cleaned, judged and kept apart, then written as one
 * row.
 *
 * Columns are those of nlp/data/README.md with `prior` behind `wikidata`. A name is cleaned first (blanks, bidi marks,
 * Arabic diacritics and tatweel, a parenthesis at the end) and taken when it is in its column's script, has three
 * letters or more (two capitals for an acronym), has no Persian, Urdu, Kurdish or Uyghur letter, and is not there
 * already after folding. The first name of a language becomes the main name, later ones aliases. Threads: one record,
 * one thread.
 */
#ifndef ALAM_GAZETTEER_RECORD_H
#define ALAM_GAZETTEER_RECORD_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"
#include "service/gazetteer/names.h"

#include <stdio.h>

enum record_language { RECORD_EN, RECORD_AR, RECORD_LANGUAGES };

enum name_verdict { NAME_TAKEN, NAME_REPEATED, NAME_EMPTY, NAME_SHORT, NAME_FOREIGN, NAME_LONG };

enum { RECORD_ALIASES_MAXIMUM = 60 };

struct record {
    struct strbuf id, subtype, note;
    enum entity_type type;
    char country[3];   /* or "" */
    uint32_t wikidata; /* 0: none */
    int prior;         /* -1: the builder's default */
    struct strbuf main[RECORD_LANGUAGES], aliases[RECORD_LANGUAGES];
    size_t alias_count;
    struct strbuf keys;  /* folded names, one a line */
    struct names folder; /* for folding only */
};

void record_init(struct record *record);
void record_release(struct record *record);
void record_reset(struct record *record);

/* The cleaned form of `name` in `out` and whether such a name may stand in a column of that language. */
enum name_verdict name_clean(struct text name, enum record_language language, struct strbuf *out);

/* The language whose script the name is written in; RECORD_LANGUAGES: neither. */
enum record_language name_script(struct text name);

enum name_verdict record_name(struct record *record, enum record_language language, struct text name);
/* An alias even when there is no main name: the builder takes no head from it (مدينة أولم). */
enum name_verdict record_alias(struct record *record, enum record_language language, struct text name);
bool record_has_name(const struct record *record);

void record_write_header(FILE *out);
void record_write(const struct record *record, FILE *out);

#endif
