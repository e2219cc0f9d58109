#include "nlp/sequence/score_memo.h"

struct score_memo *score_memo_new(void)
{
    return memo_pages_new(sizeof(struct score_memo));
}

void score_memo_free(struct score_memo *memo)
{
    memo_pages_free(memo, sizeof *memo);
}

#define X(name, table, size)                                                                                           \
    struct name##_scores *score_memo_claim_##name(struct score_memo *memo, uint64_t key)                               \
    {                                                                                                                  \
        for (unsigned i = 0; i < SCORE_MEMO_PROBES; i++)                                                               \
            if (memo_claim(&memo->table[(key + i) % (size)].key, SCORE_MEMO_CLAIMED))                                  \
                return &memo->table[(key + i) % (size)];                                                               \
        return NULL;                                                                                                   \
    }
SCORE_MEMO_TABLES(X)
#undef X
