/* grammar.h - finds names that are in no list, by the words they are made of and the words around them.
 *
 * The method is that of the rule-based Arabic systems (Shaalan and Raza, NERA, JASIST 2009): triggers around a name, name
 * lists, heads. Here it is data: every word has a set of classes (lexicon.h), from the lists in nlp/data/lexicon-*.tsv, from
 * the dictionary filters, and from its shape; nlp/data/grammar-*.tsv have rows
 *
 *     type   at      any            none          weight   script   note
 *     person before  title                        9.5      arabic   الدكتور أحمد زويل
 *     person word    given                        3        arabic
 *
 * and a span's score as a type is the sum of the rows that hold at its words (`word`, `first`, `last`, `inner`, `only`)
 * and beside it (`before`, `before2`, `after`): a semi-Markov model with one weight a row (Sarawagi and Cohen 2004). Spans
 * of positive score compete with the gazetteer's readings in one lattice. Scores of a word depend on its set of classes
 * alone, so they are computed once for each set and kept.
 *
 * Threads: as the tagging that owns it.
 */
#ifndef ALAM_NLP_GRAMMAR_H
#define ALAM_NLP_GRAMMAR_H

#include "nlp/tagging.h"

/* What the rules give a word of one set of classes at each place of each type. */
struct rule_scores {
    uint64_t classes;
    float at[ENTITY_TYPE_COUNT][RULE_PLACE_COUNT];
};

enum { RULE_CACHE_SIZE = 1024, GRAMMAR_WORDS_MAXIMUM = 8 };

struct grammar {
    struct rule_scores *cache; /* RULE_CACHE_SIZE, by hash of the classes; classes == 0: free */
    struct rule_scores edge[2], broken[2]; /* of what is no word, beside Arabic and Latin words */
};

/* False: out of memory. */
bool grammar_init(struct grammar *grammar, const struct tagging *t);

/* Completes field->classes of the tokens first…end - 1: dictionary filters and shape. */
void grammar_classify(const struct tagging *t, struct field *field, size_t first, size_t end);

/* Adds the spans of positive score among the tokens first…end - 1, in order of their first token. */
bool grammar_arcs(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs);

/* Letters that a token's particle takes, when its classes are those behind a particle; 0 otherwise. */
uint32_t grammar_skip(const struct field *field, size_t token);

#endif
