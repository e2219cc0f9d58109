#include "nlp/tagging.h"

/* Arabic's attached particles as newspapers write them: و and ف (and), ب ك ل (in, like, to), س (will), alone or a
 * conjunction before a preposition. ل before the article writes لل: the article's alef is put back for the look-up
 * (للقاهرة -> القاهرة), or alef and lam when the name itself goes on with a lam (للاذقية -> اللاذقية). */
#define L1(a) (uint64_t)(LETTER_##a)
#define L2(a, b) (L1(a) | L1(b) << 8)
#define L3(a, b, c) (L2(a, b) | L1(c) << 16)
#define ONE(a)                                                                                                         \
    {                                                                                                                  \
        0xff, L1(a), 1, 0, 0                                                                                           \
    }
#define TWO(a, b)                                                                                                      \
    {                                                                                                                  \
        0xffff, L2(a, b), 2, 0, 0                                                                                      \
    }
#define LAM_ARTICLE                                                                                                    \
    {0xffff, L2(LAM, LAM), 1, 1, L1(ALEF)},                                                                            \
    {                                                                                                                  \
        0xffff, L2(LAM, LAM), 1, 2, L2(ALEF, LAM)                                                                      \
    }
#define CONJUNCTION_LAM_ARTICLE(a)                                                                                     \
    {0xffffff, L3(a, LAM, LAM), 2, 1, L1(ALEF)},                                                                       \
    {                                                                                                                  \
        0xffffff, L3(a, LAM, LAM), 2, 2, L2(ALEF, LAM)                                                                 \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        0, 0, 0, 0, 0                                                                                                  \
    }

static const struct proclitic waw[] = {
    ONE(WAW), TWO(WAW, BEH), TWO(WAW, KAF), TWO(WAW, LAM), TWO(WAW, SEEN), CONJUNCTION_LAM_ARTICLE(WAW), END};
static const struct proclitic feh[] = {
    ONE(FEH), TWO(FEH, BEH), TWO(FEH, KAF), TWO(FEH, LAM), TWO(FEH, SEEN), CONJUNCTION_LAM_ARTICLE(FEH), END};
static const struct proclitic beh[] = {ONE(BEH), END};
static const struct proclitic kaf[] = {ONE(KAF), END};
static const struct proclitic lam[] = {ONE(LAM), LAM_ARTICLE, END};
static const struct proclitic seen[] = {ONE(SEEN), END};

const struct proclitic *proclitics_of(uint8_t letter)
{
    static const struct proclitic *const rows[256] = {
        [LETTER_WAW] = waw, [LETTER_FEH] = feh, [LETTER_BEH] = beh,
        [LETTER_KAF] = kaf, [LETTER_LAM] = lam, [LETTER_SEEN] = seen,
    };
    return rows[letter];
}
