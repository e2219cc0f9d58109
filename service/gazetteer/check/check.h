/* check.h - the lint of gazetteer sources: the table of rules, the rows that are checked, and how a finding is reported.
 *
 * A finding is printed to standard output as "FILE:LINE: error: sentence [rule]". Errors are never right in a curated
 * source; warnings sometimes are (two people do have one name) and want a look. check_row.h holds the rules of one row by
 * itself, check_pairs.h those of rows against each other. Without memory the process ends (memory.h). Threads: one.
 *
 *     struct check check;
 *     check_init(&check);
 *     for each source that is open: check_take_source(&check, &source);
 *     for each row: check_row(&check, entity);
 *     check_pairs(&check);
 *     check_release(&check);
 */
#ifndef ALAM_GAZETTEER_CHECK_H
#define ALAM_GAZETTEER_CHECK_H

#include "nlp/text/types.h"
#include "service/base/array.h"
#include "service/gazetteer/names.h"
#include "service/gazetteer/source.h"

/* X(NAME, severity, "rule", what is wrong) */
#define CHECK_RULES(X)                                                                                                 \
    X(HEADER, CHECK_ERROR, "header", "the header row lacks a column that is needed")                                   \
    X(CELLS, CHECK_ERROR, "cells", "the row has more or fewer cells than the header has columns")                      \
    X(UTF8, CHECK_ERROR, "utf8", "a name is not UTF-8")                                                                \
    X(ID, CHECK_ERROR, "id", "the id does not fit its type, or has a character that ids may not have")                 \
    X(ID_TWICE, CHECK_ERROR, "id-twice", "two rows have the same id")                                                  \
    X(TYPE, CHECK_ERROR, "type", "the type is neither person, place nor organization")                                 \
    X(COUNTRY, CHECK_ERROR, "country", "the country is no code of ISO 3166-1")                                         \
    X(WIKIDATA, CHECK_ERROR, "wikidata", "the Wikidata id is not Q and a number")                                      \
    X(WIKIDATA_TWICE, CHECK_ERROR, "wikidata-twice", "two entities have the same Wikidata id")                         \
    X(WIKIDATA_DIFFERS, CHECK_ERROR, "wikidata-differs", "rows of one entity have different Wikidata ids")             \
    X(DUPLICATE, CHECK_ERROR, "duplicate", "another entity has the same type, subtype, country and names")             \
    X(NAME_EMPTY, CHECK_ERROR, "name-empty", "a spelling is empty or has no letters")                                  \
    X(NAME_MISSING, CHECK_WARNING, "name-missing", "a curated entity has no English or no Arabic name")                \
    X(QUALIFIER, CHECK_ERROR, "qualifier", "a main name has a qualifier in brackets: that belongs to the note")        \
    X(SCRIPT, CHECK_ERROR, "script", "a name is in the wrong script for its column")                                   \
    X(SHORT, CHECK_ERROR, "short", "an alias has fewer than three letters and is no acronym")                          \
    X(FUNCTION_WORD, CHECK_WARNING, "function-word", "an alias is a function word or a verb of saying")                \
    X(COMMON_WORD, CHECK_WARNING, "common-word", "an alias is an ordinary word")                                       \
    X(ROLE_WORD, CHECK_WARNING, "role-word", "a name of one word is a title or role once folded")                      \
    X(FOREIGN_LETTER, CHECK_WARNING, "foreign-letter", "an Arabic name has a Persian, Urdu or Kurdish letter")         \
    X(FOLD, CHECK_WARNING, "fold", "folding makes two spellings of the row equal")                                     \
    X(BLANKS, CHECK_WARNING, "blanks", "a name has blanks at its ends or two in a row, or an invisible character")     \
    X(ALIKE, CHECK_WARNING, "alike", "an entity of the same type and country has nearly the same names")               \
    X(CLAIMED, CHECK_WARNING, "claimed", "an alias is the main name of another entity of the type")                    \
    X(SHARED, CHECK_WARNING, "shared", "several entities of the type and country have the same alias")

enum check_severity { CHECK_ERROR, CHECK_WARNING };

enum check_rule {
#define X(name, severity, slug, text) CHECK_##name,
    CHECK_RULES(X)
#undef X
        CHECK_RULE_COUNT
};

/* What a word of the lexicon is to the lint; a word may be several of them. */
enum check_word { CHECK_WORD_COMMON = 1, CHECK_WORD_FUNCTION = 2, CHECK_WORD_ROLE = 4 };

/* One row. Its texts point into the source, which must stay open. */
struct check_entity {
    struct source_row row;
    const struct source *source;
    enum entity_type type; /* ENTITY_TYPE_COUNT: the row names none that is known */
};

struct check {
    struct array entities;      /* of struct check_entity, in the order of the sources */
    struct names ids, wikidata; /* -> entity */
    struct names mains, names;  /* folded main names, all folded names -> entity */
    struct names blocks;        /* type, country and first or last word of the English name -> entity */
    struct names words;         /* folded words of the lexicon -> enum check_word */
    struct names folder;        /* for folding only */
    size_t found[CHECK_RULE_COUNT];
    bool errors_only; /* warnings are counted but not printed */
};

void check_init(struct check *check);
void check_release(struct check *check);

/* Adds the rows of a source: entities, or words of the lexicon. Reports CHECK_HEADER. */
void check_take_source(struct check *check, struct source *source);

static inline const struct check_entity *check_entity_at(const struct check *check, size_t number)
{
    return &((const struct check_entity *)check->entities.items)[number];
}

/* Counts a finding and prints it: the sentence is formatted as by printf. */
__attribute__((format(printf, 5, 6))) void check_report(struct check *check, enum check_rule rule,
                                                        const struct source *source, size_t line, const char *format,
                                                        ...);

/* How many errors, or warnings, were found so far. */
size_t check_count(const struct check *check, enum check_severity severity);

/* Prints the table of rules. */
void check_print_rules(void);

#endif
