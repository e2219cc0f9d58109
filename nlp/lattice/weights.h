/* weights.h - the weights that the score of a gazetteer's reading is made of.
 *
 * A reading takes some words as one entity, by one spelling, behind one particle or none. Its score is the sum of the
 * weights that apply; `explain` shows them by name. The set of readings without overlaps that has the greatest sum is the
 * answer (nlp/match/path.h), and words outside any reading score 0. Threads: constant data.
 */
#ifndef ALAM_NLP_WEIGHTS_H
#define ALAM_NLP_WEIGHTS_H

/* X(NAME, "name in explain", value, "what it is for") */
#define WEIGHTS(X)                                                                                                     \
    X(WORD, "word", 10, "each word covered: the longest name wins")                                                    \
    X(READING, "reading", -1, "each reading: one long name beats two short ones side by side")                         \
    X(PROCLITIC, "proclitic", -2.5, "a particle was split off: the unsplit reading is likelier")                       \
    X(RESTORED, "restored-alef", -0.5, "ل + ال: the alef that is not written")                                         \
    X(EXACT, "exact-spelling", 1.5, "written as the source writes it, nothing folded; a word")                         \
    X(CANONICAL, "canonical-name", 0.5, "the entity's main name; a word")                                              \
    X(VARIANT, "made-variant", -0.5, "a spelling that the builder derived")                                            \
    X(PRIOR, "prior", 3, "times the entity's prior, 0…1; a word")                                                      \
    X(RISKY, "ordinary-word", -13, "the form is also an ordinary word")                                                \
    X(RARE, "small-place", -12, "a small place, by one word: likelier a person's name or an ordinary word")            \
    X(EVENT, "in-event-name", -25, "a place in the name of a competition, festival or award: دوري أبطال أوروبا")       \
    X(CONTINUED, "name-goes-on", -9,                                                                                   \
      "a person whose name is followed by what can only be a family name: نصر الله الجوهراني")                         \
    X(TYPE_CUE, "type-cue", 6, "the word before or after asks for this type: صحيفة، مدينة، الرئيس")                    \
    X(TYPE_CLASH, "type-clash", -3, "the word before asks for another type")                                           \
    X(COHERENCE, "coherence", 2, "times the share of the article's entities that are of the same country")             \
    X(SPORT, "sport-article", 12, "a club, times the share of the article's entities that are of sport")               \
    X(REPEATED, "named-in-full", 5, "the article names the same entity by a longer name")

enum weight {
#define X(name, text, value, why) WEIGHT_##name,
    WEIGHTS(X)
#undef X
        WEIGHT_COUNT
};

extern const double weight_values[WEIGHT_COUNT];
extern const char *const weight_names[WEIGHT_COUNT];

#endif
