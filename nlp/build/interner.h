/* interner.h - numbers equal keys alike: 0, 1, 2 … in order of first appearance.
 *
 * Keys are runs of bytes. They are kept in a pool that several interners and other strings may share, so that ids and
 * names can lie in one array.
 *
 *     struct array strings = {.size = 1};
 *     struct interner ids;
 *     interner_init(&ids, &strings);
 *     uint32_t number = interner_add(&ids, "iso:EG", 6);
 *     if (number == UINT32_MAX)
 *         return STATUS_OUT_OF_MEMORY;
 *     interner_release(&ids);
 *
 * Threads: one interner, one thread.
 */
#ifndef ALAM_NLP_BUILD_INTERNER_H
#define ALAM_NLP_BUILD_INTERNER_H

#include "nlp/build/pool.h"
#include "service/base/slots.h"

/* A key as the interner knows it. */
struct interned {
    uint64_t hash;
    uint32_t offset, length; /* in the pool; a NUL follows */
};

struct interner {
    struct array *pool; /* the owner's */
    struct array keys;  /* struct interned, by number */
    struct slots slots;
};

void interner_init(struct interner *interner, struct array *pool);
void interner_release(struct interner *interner); /* the pool stays */

/* The key's number; the key is appended to the pool when it is new. UINT32_MAX: out of memory. */
uint32_t interner_add(struct interner *interner, const void *bytes, size_t length);

/* The key's number; UINT32_MAX: it is not there. */
uint32_t interner_find(const struct interner *interner, const void *bytes, size_t length);

/* The key of that number. */
static inline const struct interned *interner_key(const struct interner *interner, uint32_t number)
{
    return (const struct interned *)interner->keys.items + number;
}

/* Its bytes with a NUL behind them, valid until the pool grows. */
static inline const char *interner_bytes(const struct interner *interner, uint32_t number)
{
    return pool_string(interner->pool, interner_key(interner, number)->offset);
}

#endif
