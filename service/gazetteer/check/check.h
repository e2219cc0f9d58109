/* check.h - the lint of gazetteer sources: what is looked for, and how it is reported.
 *
 * Findings are printed as "file:line: error: sentence [rule]". Errors make the exit status 1: they are never right in a
 * curated source. Warnings are sometimes right (two people do have one name) and want a look. Threads: one.
 */
#ifndef ALAM_GAZETTEER_CHECK_H
#define ALAM_GAZETTEER_CHECK_H

#include "service/gazetteer/names.h"
#include "service/gazetteer/source.h"

/* X(NAME, severity, "rule", what is wrong) */
#define CHECK_RULES(X)                                                                                                 \
    X(HEADER, ERROR, "header", "the header row lacks a column that is needed")                                         \
    X(CELLS, ERROR, "cells", "more or fewer cells than the header has columns")                                        \
    X(UTF8, ERROR, "utf8", "not UTF-8")                                                                                \
    X(ID, ERROR, "id", "the id does not fit its type or has a character that ids may not have")                        \
    X(ID_TWICE, ERROR, "id-twice", "two rows have one id")                                                             \
    X(TYPE, ERROR, "type", "neither person, place nor organization")                                                   \
    X(COUNTRY, ERROR, "country", "no code of ISO 3166-1")                                                              \
    X(WIKIDATA, ERROR, "wikidata", "not Q and a number")                                                               \
    X(WIKIDATA_TWICE, ERROR, "wikidata-twice", "two entities have one Wikidata id")                                    \
    X(DUPLICATE, ERROR, "duplicate", "same type, subtype, country and names as another entity")                        \
    X(NAME_EMPTY, ERROR, "name-empty", "an empty spelling, or one without letters")                                    \
    X(NAME_MISSING, WARNING, "name-missing", "a curated entity without English or without Arabic name")                \
    X(SCRIPT, ERROR, "script", "a name in the wrong script for its column")                                            \
    X(SHORT, ERROR, "short", "an alias of fewer than three letters that is no acronym")                                \
    X(FUNCTION_WORD, WARNING, "function-word", "an alias that is a function word or a verb of saying")                 \
    X(COMMON_WORD, WARNING, "common-word", "an alias that is an ordinary word")                                        \
    X(ROLE_WORD, WARNING, "role-word", "a name of one word that is a title or role once folded: it needs evidence")    \
    X(FOREIGN_LETTER, WARNING, "foreign-letter", "a Persian, Urdu or Kurdish letter in an Arabic name")                \
    X(FOLD, WARNING, "fold", "a spelling that folding makes equal to another one of the row")                          \
    X(BLANKS, WARNING, "blanks", "blanks at the ends or two in a row, or an invisible character")                      \
    X(ALIKE, WARNING, "alike", "nearly the same names as an entity of the same type and country")                      \
    X(CLAIMED, WARNING, "claimed", "an alias that is the main name of another entity of the type")                     \
    X(SHARED, WARNING, "shared", "an alias that several entities of the type and country have")

enum severity { ERROR, WARNING };

enum check_rule {
#define X(name, severity, slug, text) CHECK_##name,
    CHECK_RULES(X)
#undef X
        CHECK_RULE_COUNT
};

enum word_kind { WORD_COMMON = 1, WORD_FUNCTION = 2, WORD_ROLE = 4 };

/* One row; texts point into the sources, which stay open until the end. */
struct check_entity {
    struct source_row row;
    const struct source *source;
    enum entity_type type;
    uint32_t previous; /* entity of the same id in an earlier row + 1, 0: none */
};

struct check {
    struct source *sources;
    size_t source_count;
    struct check_entity *entities;
    size_t count, room;
    struct names ids, wikidata; /* -> entity */
    struct names mains, names;  /* folded main names, all names -> entity */
    struct names blocks;        /* type, country and first or last word -> entity */
    struct names words;         /* folded ordinary words -> enum word_kind */
    struct names folder;
    size_t found[CHECK_RULE_COUNT];
    bool errors_only;
};

__attribute__((format(printf, 5, 6))) void check_report(struct check *check, enum check_rule rule,
                                                        const struct source *source, size_t line, const char *format,
                                                        ...);

/* Rules of one row by itself (check_row.c) and of rows against each other (check_pairs.c). */
void check_row(struct check *check, const struct check_entity *entity);
void check_pairs(struct check *check);

#endif
