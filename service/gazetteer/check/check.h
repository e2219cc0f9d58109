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
#include "service/lint/rules.h"

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
