#include "nlp/match/word_memo.h"

#include <string.h>
#include <sys/mman.h>

/* `low` of an entry that is being filled: no word has it, because no letter code is 0xff. */
static const uint64_t CLAIMED = UINT64_MAX;

struct word_memo *word_memo_new(void)
{
    /* the kernel gives zeroed pages when they are first touched */
    void *memo = mmap(NULL, sizeof(struct word_memo), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memo == MAP_FAILED ? NULL : memo;
}

void word_memo_free(struct word_memo *memo)
{
    if (memo)
        munmap(memo, sizeof *memo);
}

void word_memo_add(struct word_facts *place, const struct word_facts *facts)
{
    uint64_t free_low = 0, low = atomic_load_explicit(&facts->low, memory_order_relaxed);
    if (atomic_load_explicit(&place->low, memory_order_relaxed) != 0 ||
        !atomic_compare_exchange_strong_explicit(&place->low, &free_low, CLAIMED, memory_order_relaxed,
                                                 memory_order_relaxed))
        return;
    place->high = facts->high;
    place->classes = facts->classes;
    place->unlisted = facts->unlisted;
    memcpy(place->readings, facts->readings, sizeof place->readings);
    memcpy(place->rows, facts->rows, sizeof place->rows);
    place->reading_count = facts->reading_count;
    place->skip = facts->skip;
    atomic_store_explicit(&place->low, low, memory_order_release);
}
