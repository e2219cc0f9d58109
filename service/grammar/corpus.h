/* corpus.h - labelled articles read by the tagger, as examples for the trainer, with what is needed to score a fit on them.
 *
 *     struct corpus corpus;
 *     corpus_init(&corpus, gazetteer, SCRIPT_ARABIC);
 *     corpus_add(&corpus, &article, PART_OWN, 1, &error);    for each article
 *     corpus_finish(&corpus, folds, &error);
 *     corpus_score(&corpus, &trained, fold, &evaluation);
 *     corpus_release(&corpus);
 *
 * Threads: one thread.
 */
#ifndef ALAM_GRAMMAR_CORPUS_H
#define ALAM_GRAMMAR_CORPUS_H

#include "nlp/fit/train.h"
#include "nlp/gazetteer.h"
#include "service/grammar/labelled.h"

/* OWN articles are spread over the folds of a cross-validation; GENERATED ones are in the fit of every fold. */
enum part { PART_OWN, PART_GENERATED };

enum { CORPUS_NO_FOLD = 255 };

struct corpus {
    const struct gazetteer *gazetteer;
    struct examples examples;
    struct array articles;  /* struct corpus_article (corpus.c), numbered as the examples' documents */
    struct array sentences; /* hashes of long sentences with the article each was first met in */
    struct slots sentence_slots;
    uint8_t *folds; /* of each article, CORPUS_NO_FOLD: in every fit; once finished */
};

void corpus_init(struct corpus *corpus, const struct gazetteer *gazetteer, enum script script);
void corpus_release(struct corpus *corpus);

/* Reads the article and adds its sentences. STATUS_OUT_OF_MEMORY; STATUS_INVALID_UTF8. */
enum status corpus_add(struct corpus *corpus, const struct labelled_article *given, enum part part, float importance,
                       struct error *error);

/* Spreads the own articles over `folds` folds; articles that share a sentence of six words or more are of one fold, so that none is
 * measured on what it was fitted to. STATUS_OUT_OF_MEMORY. */
enum status corpus_finish(struct corpus *corpus, unsigned folds, struct error *error);

/* Adds to `evaluation` what the weights find in the own articles of that fold. False: out of memory. */
bool corpus_score(const struct corpus *corpus, const struct trained *trained, unsigned fold,
                  struct evaluation *evaluation);

#endif
