/* grammar.h - finds names that are in no list, by the words they are made of and the words around them.
 *
 * The method is that of the rule-based Arabic systems (Shaalan and Raza, NERA, JASIST 2009): triggers around a name,
 * name lists, heads. Here it is data: every word has a set of classes (lexicon.h), from the lists in
 * nlp/data/lexicon-*.tsv, from the dictionary filters, and from its shape; nlp/data/grammar-*.tsv have rows
 *
 *     type   at      any            none          weight   script   note
 *     person before  title                        9.5      arabic   الدكتور أحمد زويل
 *     person word    given                        3        arabic
 *     person last    unknown+nisba                1.2      arabic   both: الشرشابي
 *
 * and a span's score as a type is the sum of the rows that hold at its words (`word`, `first`, `last`, `inner`, `only`)
 * and beside it (`before`, `before2`, `after`; `apposed`: behind a comma that follows it): a semi-Markov model with one weight a row (Sarawagi and Cohen 2004).
 * Spans of positive score compete with the gazetteer's readings in one lattice. Scores of a word depend on its set of
 * classes alone, so they are computed once for each set and kept (struct rule_memo).
 *
 * Threads: as the tagging that owns it.
 */
#ifndef ALAM_NLP_GRAMMAR_H
#define ALAM_NLP_GRAMMAR_H

#include "nlp/lattice/tagging.h"

/* A number for each type, side by side in one vector register; the fourth is idle. */
typedef float type_lanes __attribute__((vector_size(16)));

/* What the rules give a word of one set of classes at each place of each type. What every word of a text is asked for fills
 * two lines of a cache. */
struct rule_scores {
    uint64_t classes;
    type_lanes before, before2, after;
    type_lanes open; /* FIRST and WORD, and ONLY where that is a gain; minus infinity: never the first word of a name */
    type_lanes last;
    type_lanes go_on; /* WORD and INNER; minus infinity: never inside a name of that type */
    type_lanes at[RULE_PLACE_COUNT];
} __attribute__((aligned(64)));

enum { GRAMMAR_WORDS_MAXIMUM = 8, SPARE_SCORES = 8 };

/* A memo of rule_scores by classes, one for each open gazetteer, filled as texts are read. Its values are pure
 * functions of the image: whoever computes one first publishes it with a compare-and-swap, and it never changes again;
 * when its slots are taken, scores are computed each time. Threads: any number. */
struct rule_memo;

struct rule_memo *rule_memo_new(const struct image *image); /* of its rules; NULL: out of memory */
void rule_memo_free(struct rule_memo *memo);

struct grammar {
    struct rule_scores spare[SPARE_SCORES]; /* used in turn where the memo is full */
    unsigned next_spare;
};

/* What the dictionary says of a word that the lists give `classes`: `ret_unlisted` is for a word that is in no list. `slot` is
 * that of the word as written, or WORD_NONE. Adds to `classes` what is seen on the word itself, wherever it stands. */
void grammar_ask_dictionary(const struct image *image, const struct token_list *list, const struct token *token,
                            uint32_t slot, uint64_t *classes, uint64_t *ret_unlisted);

/* Does the dictionary have the word? */
bool grammar_ordinary(const struct image *image, const uint8_t *letters, uint32_t length);

/* Does the field's beginning write فى for في, or إلي for إلى? */
bool grammar_loose_yeh(const struct field *field);

/* Fills the table of the classes that a token has by its flags. */
void grammar_shapes(uint64_t shapes[TOKEN_FLAG_SETS]);

/* Completes field->classes of the tokens first…end - 1, once the names among them have been walked: `unlisted` of those that
 * are in no list, and their shape in the text. */
void grammar_classify(const struct tagging *t, struct field *field, size_t first, size_t end, const uint64_t *unlisted);

/* Adds the spans of positive score among the tokens first…end - 1, at most SEGMENT_TOKENS, in order of their first
 * token. */
bool grammar_arcs(struct tagging *t, const struct field *field, size_t first, size_t end, struct arc_list *arcs);

/* What the rules give the token alone as a name of that type, for words that other evidence makes one. */
float grammar_score(struct tagging *t, const struct field *field, size_t token, enum entity_type type);

/* What the rules give the arc's span, a sum for each place, for explanations. */
void grammar_explain(struct tagging *t, const struct field *field, const struct arc *arc, struct score_record *record);

#endif
