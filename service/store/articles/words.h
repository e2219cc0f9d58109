/* words.h - the words of a text as search sees them, as integers.
 *
 * A word is folded (nlp/text/fold.h) and, in Arabic, its article ال is taken off. An Arabic word that may begin with particles
 * (و ف ب ك ل س, alone or stacked; nlp/text/proclitic.c) is put down without them too: which of its readings is right does not
 * matter to who searches. So الإمارات, والامارات, بالإمارات and للإمارات all hold what q=الامارات or q=امارات asks for.
 * A word's id is 32 bits of XXH3 over it: two words of a vocabulary of a million share one with a chance of 1 in 4,000.
 * Changing anything here means reading every stored article anew. Threads: pure functions; results live in the arena.
 */
#ifndef ALAM_STORE_WORDS_H
#define ALAM_STORE_WORDS_H

#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/status.h"

struct word_ids {
    int32_t *ids; /* each once, in no order */
    size_t count;
};

/* One text folded: its words separated by single spaces, title first. */
struct folded_text {
    const char *words;
    size_t length;
};

/* STATUS_OUT_OF_MEMORY otherwise. */
enum status words_fold(struct text title, struct text text, struct arena *arena, struct folded_text *ret_folded);
enum status words_index(const struct folded_text *folded, struct arena *arena, struct word_ids *ret_ids);

enum { WORDS_QUERY_MAXIMUM = 16 /* words of one query */ };

/* What a query asks for: an article must have one of the ids of each group. */
struct word_query {
    struct word_ids groups[WORDS_QUERY_MAXIMUM];
    size_t count;
};

/* STATUS_INVALID_PARAMETER: no word in it, or more than WORDS_QUERY_MAXIMUM. */
enum status words_query(struct text query, struct arena *arena, struct word_query *ret_query, struct error *error);

#endif
