/* generate.h - makes labelled sentences out of patterns and names, for kinds of names that annotated news holds too seldom.
 *
 * Patterns are the rows of nlp/data/fit/sentences-*.tsv, whose README says what each kind means; names are drawn from pools that the
 * caller fills from gazetteer sources and lexicons. The same patterns, names and seed give the same sentences.
 *
 *     struct generator *generator = generator_new(seed);
 *     generator_add_pattern(generator, "person", "قال {person} إن الوضع مستقر.");
 *     generator_add_name(generator, POOL_PERSON, "أنطونيو غوتيريش");
 *     while (generator_next(generator, &sentence)) …
 *     generator_free(generator);
 *
 * Threads: one generator, one thread.
 */
#ifndef ALAM_NLP_FIT_GENERATE_H
#define ALAM_NLP_FIT_GENERATE_H

#include "nlp/text/types.h"
#include "service/base/array.h"

enum pool {
    POOL_PERSON,
    POOL_GIVEN,
    POOL_FAMILY,
    POOL_SURNAME, /* what listed persons are called by alone */
    POOL_PLACE,
    POOL_ORGANIZATION,
    POOL_CLUB,
    POOL_AGENCY,
    POOL_COUNT
};

/* A labelled stretch of a sentence. Offsets are code points, end exclusive. */
struct generated_span {
    uint32_t start, end;
    enum entity_type type;
    bool other; /* a name that is no person, place or organization; `type` says nothing */
};

struct generated {
    struct text text;
    const struct generated_span *spans; /* in order, without overlaps */
    size_t span_count;
};

struct generator;

struct generator *generator_new(uint64_t seed); /* NULL: out of memory */
void generator_free(struct generator *generator);

/* Copies the strings. False: out of memory, or no kind of that name. */
bool generator_add_pattern(struct generator *generator, const char *kind, struct text pattern);
bool generator_add_name(struct generator *generator, enum pool pool, struct text name);

/* The next sentence, valid until the next call; false: all are made, or out of memory. */
bool generator_next(struct generator *generator, struct generated *ret_sentence);

#endif
