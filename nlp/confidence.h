/* confidence.h - how likely a mention is right: a logistic model of what speaks for it, one weight a row.
 *
 * The weights were fitted by maximum likelihood on the development sets (which the project does not contain), where a
 * mention counts as right when span and type are; nlp/README.md has the curve. A mention's confidence is
 * 1 / (1 + exp(-sum)), the sum over the rows that hold. Threads: pure functions.
 */
#ifndef ALAM_NLP_CONFIDENCE_H
#define ALAM_NLP_CONFIDENCE_H

#include "nlp/tagging.h"

/* X(NAME, weight, what it is). The first rows are the method and type; one of them holds. */
#define EVIDENCE(X)                                                                                                    \
    X(LISTED_PERSON, 1.80, "a person of the gazetteer")                                                                \
    X(LISTED_PLACE, 0.27, "a place of the gazetteer")                                                                  \
    X(LISTED_ORGANIZATION, 0.45, "an organization of the gazetteer")                                                   \
    X(FOUND_PERSON, 0.10, "a person that the grammar found")                                                           \
    X(FOUND_PLACE, -0.15, "a place that the grammar found")                                                            \
    X(FOUND_ORGANIZATION, -0.45, "an organization that the grammar found")                                             \
    X(REFERENCE, 0.78, "a partial name of a person of the article")                                                    \
    X(WORDS, -0.12, "several words")                                                                                   \
    X(CUE, 0.88, "the word before asks for the type")                                                                  \
    X(CLASH, -0.29, "the word before asks for another type")                                                           \
    X(EXACT, 0.32, "written as the source writes it")                                                                  \
    X(FAMOUS, 0.79, "a prior of four fifths and more: countries, capitals, large cities")                              \
    X(MINOR, -0.57, "a prior below two fifths")                                                                        \
    X(ORDINARY, -0.88, "an ordinary word, too")                                                                        \
    X(RIVALS, -0.18, "a name of several entities")                                                                     \
    X(PARTICLED, 0.50, "one word, behind a particle")                                                                  \
    X(TWICE, 0.25, "two mentions of the entity in the article")                                                        \
    X(OFTEN, 0.85, "three mentions and more")                                                                          \
    X(VARIANT, 0.30, "linked by its transliteration key")                                                              \
    X(FULL_PERSON, 0, "a person of the gazetteer by several words")                                                    \
    X(FULL_ORGANIZATION, 0, "an organization of the gazetteer by several words")                                       \
    X(TITLED, 0, "a person that the grammar found behind a title or an office")                                        \
    X(PLAYS, 0, "a place in an article on sport: it may be the team")                                                  \
    X(SCORE, 0.38, "times the grammar's score over ten, at most 4")

enum evidence {
#define X(name, weight, note) EVIDENCE_##name,
    EVIDENCE(X)
#undef X
        EVIDENCE_COUNT
};

#define EVIDENCE_BIT(name) (1u << EVIDENCE_##name)

/* What speaks for a chosen reading, but for the number of mentions. */
uint32_t evidence_of(const struct tagging *t, const struct field *field, const struct arc *arc);

/* 0…1; `mentions` is how often the article names the entity. */
double confidence(const struct found *found, size_t mentions);

#endif
