/* examples.h - labelled articles as the trainer sees them: sentences of words, each with its gold label and its features.
 *
 *     struct examples examples;
 *     examples_init(&examples, SCRIPT_ARABIC);
 *     examples_add(&examples, &context, gold, document, 1);     for each article
 *     examples_finish(&examples);
 *     examples_release(&examples);
 *
 * Features are numbered as they are met. Features met once are dropped in the end: they say more of their article than of the
 * language, and there are as many of them as of all others. Threads: one thread.
 */
#ifndef ALAM_NLP_EXAMPLES_H
#define ALAM_NLP_EXAMPLES_H

#include "nlp/sequence/context.h"
#include "service/base/array.h"
#include "service/base/slots.h"

/* A sentence. */
struct example {
    uint32_t document, first; /* the caller's number; the first word's number in the document's context */
    uint32_t words, count;    /* number of its first word in `gold`; words */
    float importance;         /* how much a mistake in it counts; 0: it is no part of any fit, only measured */
};

struct examples {
    enum script script;     /* sentences of other scripts are left out */
    struct array sentences; /* struct example */
    struct array gold;      /* uint8_t a word: its label */
    struct array begins;    /* uint32_t a word: number of its first feature in `features`; one more at the end */
    struct array features;  /* uint32_t feature numbers */
    struct array keys;      /* uint64_t a feature number: the feature's key */
    struct array seen;      /* uint32_t a feature number: how often it was met */
    struct slots slots;     /* by the key */
};

void examples_init(struct examples *examples, enum script script);
void examples_release(struct examples *examples);

/* Adds the sentences of an article; `gold` has a label for each word of the context. False: out of memory. */
bool examples_add(struct examples *examples, const struct context *context, const uint8_t *gold, uint32_t document,
                  float importance);

/* Drops rare features; nothing can be added afterwards. False: out of memory. */
bool examples_finish(struct examples *examples);

static inline const struct example *examples_sentence(const struct examples *examples, size_t number)
{
    return (const struct example *)examples->sentences.items + number;
}

/* The features of a word, by its number in `gold`. */
static inline const uint32_t *examples_features(const struct examples *examples, size_t word, size_t *ret_count)
{
    const uint32_t *begins = (const uint32_t *)examples->begins.items + word;
    *ret_count = begins[1] - begins[0];
    return (const uint32_t *)examples->features.items + begins[0];
}

#endif
