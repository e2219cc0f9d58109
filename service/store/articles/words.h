/* words.h - the words of a text as full-text search sees them, as integers.
 *
 * A word is folded (nlp/text/fold.h) and, in Arabic, stripped of the article ال. An Arabic word that begins with
 * letters which may be particles (و ف ب ك ل س, alone or together) is indexed without them too: it does not matter to a
 * search which reading is the right one. So الإمارات, والامارات, بالإمارات and للإمارات are all found by q=الامارات and
 * by q=امارات.
 *
 * The id of a word is 32 bits of its XXH3 hash. With a chance of 1 in 4,000 a word shares its id with one of a million
 * others, and a search for it finds that one too. After a change here every stored article must be indexed anew
 * (reindex.h).
 *
 *     words_fold(title, text, arena, &folded);
 *     words_index(&folded, arena, &ids);             articles.words
 *     words_query(query, arena, &word_query, error); an article is found that has an id of each group
 *
 * Threads: pure functions; results live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_WORDS_H
#define ALAM_STORE_ARTICLES_WORDS_H

#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/status.h"

struct word_ids {
    int32_t *ids; /* each once, none of them 0 */
    size_t count;
};

/* Title and text folded: words separated by spaces. */
struct folded_text {
    const char *words;
    size_t length; /* bytes */
};

/* Folds title and text into one. STATUS_OUT_OF_MEMORY otherwise. */
enum status words_fold(struct text title, struct text text, struct arena *arena, struct folded_text *ret_folded);
/* The ids of all words and of their readings. STATUS_OUT_OF_MEMORY otherwise. */
enum status words_index(const struct folded_text *folded, struct arena *arena, struct word_ids *ret_ids);

enum { WORDS_QUERY_MAXIMUM = 16 /* words of one query */ };

/* What a query asks for: an article must have one of the ids of each group. A group stands for one word of the query,
 * its ids for the readings of that word. */
struct word_query {
    struct word_ids groups[WORDS_QUERY_MAXIMUM];
    size_t count;
};

/* Reads a query. STATUS_INVALID_PARAMETER: it has no word, or more than WORDS_QUERY_MAXIMUM. */
enum status words_query(struct text query, struct arena *arena, struct word_query *ret_query, struct error *error);

#endif
