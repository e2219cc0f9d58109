#include "nlp/match/word_memo.h"

#include "nlp/text/memo.h"

#include <string.h>

/* `low` of an entry that is being filled: no word has it, because no letter code is 0xff. */
static const uint64_t CLAIMED = UINT64_MAX;

struct word_memo *word_memo_new(void)
{
    return memo_pages_new(sizeof(struct word_memo));
}

void word_memo_free(struct word_memo *memo)
{
    memo_pages_free(memo, sizeof *memo);
}

void word_memo_add(struct word_facts *place, const struct word_facts *facts)
{
    if (!memo_claim(&place->low, CLAIMED))
        return;
    place->high = facts->high;
    place->classes = facts->classes;
    place->unlisted = facts->unlisted;
    memcpy(place->readings, facts->readings, sizeof place->readings);
    memcpy(place->rows, facts->rows, sizeof place->rows);
    place->reading_count = facts->reading_count;
    place->skip = facts->skip;
    memo_publish(&place->low, atomic_load_explicit(&facts->low, memory_order_relaxed));
}
