/* gazetteer_state.h - what an open gazetteer holds; shared by the files of this folder only.
 *
 * The image is frozen: a copy of its file in memory. Beside it each process keeps what it has found out while it
 * read texts. Those memos only remember values that follow from the image, so they never change an answer; they are filled
 * with atomic operations, and a gazetteer counts as immutable all the same. Threads: any number.
 */
#ifndef ALAM_NLP_GAZETTEER_STATE_H
#define ALAM_NLP_GAZETTEER_STATE_H

#include "nlp/edit/snapshot.h"
#include "nlp/grammar/rules.h"
#include "nlp/image/image_open.h"
#include "nlp/match/word_memo.h"
#include "nlp/sequence/model.h"

struct gazetteer {
    struct image image;
    const struct gazetteer *base;         /* of a view (gazetteer_edit.h): whose memos and model it shares; else NULL */
    struct snapshot snapshot;             /* of a view */
    void *redirects;                      /* of a view: memory of the image's redirects */
    struct image_mapping mapping;         /* empty when the caller owns the bytes */
    struct rule_memo *rule_memo;          /* scores of sets of word classes (nlp/grammar/rules.h) */
    struct word_memo *word_memo;          /* what look-ups found out about words (nlp/match/word_memo.h) */
    struct model model;                   /* the sequence model's weights, made ready (nlp/sequence/model.h) */
    word_classes shapes[TOKEN_FLAG_SETS]; /* word classes by a token's flags (nlp/grammar/classify.h) */
};

#endif
