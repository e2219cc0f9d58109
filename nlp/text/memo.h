/* memo.h - what the tables have in common in which a process keeps what it has found out, between texts and threads.
 *
 * A table lies in pages of its own that are zero until they are used. An entry has a key, which is 0 while it is free: it is claimed
 * by a compare-and-swap, filled, and published by a release store of its key; from then on it never changes.
 *
 * Threads: any number, without locks. memo_pages_free: when nobody uses the table any more.
 */
#ifndef ALAM_NLP_MEMO_H
#define ALAM_NLP_MEMO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

/* Zeroed pages, which the kernel gives when they are first touched. NULL: out of memory. */
static inline void *memo_pages_new(size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return NULL;
    madvise(pages, size, MADV_HUGEPAGE); /* every look-up is at another place: fewer misses of the TLB */
    return pages;
}

static inline void memo_pages_free(void *pages, size_t size)
{
    if (pages)
        munmap(pages, size);
}

/* Puts `claimed`, which no key is, in place of the key of a free entry. False: it is taken. */
static inline bool memo_claim(_Atomic uint64_t *key, uint64_t claimed)
{
    uint64_t expected = 0;
    return atomic_load_explicit(key, memory_order_relaxed) == 0 &&
           atomic_compare_exchange_strong_explicit(key, &expected, claimed, memory_order_relaxed, memory_order_relaxed);
}

static inline void memo_publish(_Atomic uint64_t *place, uint64_t key)
{
    atomic_store_explicit(place, key, memory_order_release);
}

#endif
