#include "nlp/sequence/score_memo.h"

#include <sys/mman.h>

struct score_memo *score_memo_new(void)
{
    /* the kernel gives zeroed pages when they are first touched */
    void *memo = mmap(NULL, sizeof(struct score_memo), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memo == MAP_FAILED ? NULL : memo;
}

void score_memo_free(struct score_memo *memo)
{
    if (memo)
        munmap(memo, sizeof *memo);
}

static bool claim(_Atomic uint64_t *key)
{
    uint64_t expected = SCORE_MEMO_FREE;
    return atomic_load_explicit(key, memory_order_relaxed) == SCORE_MEMO_FREE &&
           atomic_compare_exchange_strong_explicit(key, &expected, SCORE_MEMO_CLAIMED, memory_order_relaxed,
                                                   memory_order_relaxed);
}

#define X(name, table, size)                                                                                           \
    struct name##_scores *score_memo_claim_##name(struct score_memo *memo, uint64_t key)                               \
    {                                                                                                                  \
        for (unsigned i = 0; i < SCORE_MEMO_PROBES; i++)                                                               \
            if (claim(&memo->table[(key + i) % (size)].key))                                                           \
                return &memo->table[(key + i) % (size)];                                                               \
        return NULL;                                                                                                   \
    }
SCORE_MEMO_TABLES(X)
#undef X
