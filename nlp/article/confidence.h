/* confidence.h - how likely a mention is right: a logistic model with one weight for each piece of evidence.
 *
 * A mention's confidence is 1 / (1 + exp(-sum)), where the sum is that of the weights of the rows that hold. The weights
 * were fitted by maximum likelihood on the development sets (which the project does not contain); a mention counted as
 * right there when its span and its type were. nlp/README.md has precision and recall by confidence.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_CONFIDENCE_H
#define ALAM_NLP_CONFIDENCE_H

#include "nlp/lattice/found.h"

/* X(NAME, weight, what it is). Of the first seven rows exactly one holds. */
#define EVIDENCE(X)                                                                                                    \
    X(LISTED_PERSON, 2.37, "a person of the gazetteer")                                                                \
    X(LISTED_PLACE, 0.77, "a place of the gazetteer")                                                                  \
    X(LISTED_ORGANIZATION, 0.73, "an organization of the gazetteer")                                                   \
    X(FOUND_PERSON, 0.31, "a person that the grammar found")                                                           \
    X(FOUND_PLACE, -0.72, "a place that the grammar found")                                                            \
    X(FOUND_ORGANIZATION, -0.09, "an organization that the grammar found")                                             \
    X(REFERENCE, 1.14, "a partial name of a person of the article")                                                    \
    X(WORDS, -0.40, "several words")                                                                                   \
    X(CUE, 0.87, "the word before asks for the type")                                                                  \
    X(CLASH, -0.28, "the word before asks for another type")                                                           \
    X(EXACT, 0.24, "written as the source writes it")                                                                  \
    X(FAMOUS, 0.64, "a prior of four fifths and more: countries, capitals, large cities")                              \
    X(MINOR, -0.69, "a prior below two fifths")                                                                        \
    X(ORDINARY, -1.13, "an ordinary word, too")                                                                        \
    X(RIVALS, -0.42, "a name of several entities")                                                                     \
    X(PARTICLED, 0.61, "one word, behind a particle")                                                                  \
    X(TWICE, 0.38, "two mentions of the entity in the article")                                                        \
    X(OFTEN, 0.79, "three mentions and more")                                                                          \
    X(VARIANT, 0.77, "linked by its transliteration key")                                                              \
    X(FULL_PERSON, -0.16, "a person of the gazetteer by several words")                                                \
    X(FULL_ORGANIZATION, 0.28, "an organization of the gazetteer by several words")                                    \
    X(PLAYS, -1.36, "a place in an article on sport: it may be the team")                                              \
    X(SCORE, 0.87, "times the grammar's score over ten, at most 4")

enum evidence {
#define X(name, weight, note) EVIDENCE_##name,
    EVIDENCE(X)
#undef X
        EVIDENCE_COUNT
};

#define EVIDENCE_BIT(name) (1u << EVIDENCE_##name)

/* The evidence for a chosen arc, as a set of EVIDENCE_BIT; without the number of mentions, which is known later. */
uint32_t evidence_of(const struct tagging *t, const struct field *field, const struct arc *arc);

/* The confidence of a mention, 0…1. `mentions` is how often the article mentions the entity. */
double confidence(const struct found *found, size_t mentions);

#endif
