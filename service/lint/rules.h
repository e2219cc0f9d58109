/* rules.h - what the lint looks for in entries of a gazetteer: in sources (service/gazetteer/check), and in what editors
 * write (service/edits/lint.h).
 *
 * Errors are never right; warnings sometimes are (two people do have one name) and want a look. Threads: constant data.
 */
#ifndef ALAM_LINT_RULES_H
#define ALAM_LINT_RULES_H

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

enum check_severity check_severity_of(enum check_rule rule);
/* "wikidata-twice" */
const char *check_rule_name(enum check_rule rule);
/* What is wrong, as a phrase. */
const char *check_rule_text(enum check_rule rule);

#endif
