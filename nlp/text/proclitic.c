#include "nlp/text/proclitic.h"

#include "nlp/text/letters.h"

#include <stddef.h>

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
#define CONJUNCTION(name, a)                                                                                           \
    static const struct proclitic name[] = {ONE(a), END};                                                              \
    static const struct proclitic name##_beh[] = {ONE(a), TWO(a, BEH), END};                                           \
    static const struct proclitic name##_kaf[] = {ONE(a), TWO(a, KAF), END};                                           \
    static const struct proclitic name##_lam[] = {ONE(a), TWO(a, LAM), CONJUNCTION_LAM_ARTICLE(a), END};               \
    static const struct proclitic name##_seen[] = {ONE(a), TWO(a, SEEN), END};

CONJUNCTION(waw, WAW)
CONJUNCTION(feh, FEH)
static const struct proclitic beh[] = {ONE(BEH), END};
static const struct proclitic kaf[] = {ONE(KAF), END};
static const struct proclitic lam[] = {ONE(LAM), END};
static const struct proclitic lam_lam[] = {ONE(LAM), LAM_ARTICLE, END};
static const struct proclitic seen[] = {ONE(SEEN), END};

/* Classes of letters, so that the rows of a word are found by its first two without trying them one by one. */
enum { CLASS_OTHER, CLASS_BEH, CLASS_KAF, CLASS_LAM, CLASS_SEEN, CLASS_WAW, CLASS_FEH, CLASS_COUNT };

static const uint8_t classes[256] = {
    [LETTER_BEH] = CLASS_BEH,   [LETTER_KAF] = CLASS_KAF, [LETTER_LAM] = CLASS_LAM,
    [LETTER_SEEN] = CLASS_SEEN, [LETTER_WAW] = CLASS_WAW, [LETTER_FEH] = CLASS_FEH,
};

#define SAME(row)                                                                                                      \
    {                                                                                                                  \
        row, row, row, row, row, row, row                                                                              \
    }

static const struct proclitic *const rows[CLASS_COUNT][CLASS_COUNT] = {
    [CLASS_BEH] = SAME(beh),
    [CLASS_KAF] = SAME(kaf),
    [CLASS_LAM] = {lam, lam, lam, lam_lam, lam, lam, lam},
    [CLASS_SEEN] = SAME(seen),
    [CLASS_WAW] = {waw, waw_beh, waw_kaf, waw_lam, waw_seen, waw, waw},
    [CLASS_FEH] = {feh, feh_beh, feh_kaf, feh_lam, feh_seen, feh, feh},
};

const struct proclitic *proclitics_of(uint64_t low)
{
    return rows[classes[low & 0xff]][classes[low >> 8 & 0xff]];
}
