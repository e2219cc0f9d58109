/* pool.h - strings one behind the other in a growing array of bytes, referred to by 32-bit offsets.
 *
 *     struct array names = {.size = 1};
 *     uint32_t offset = pool_append(&names, "cairo", 5);
 *     const char *name = pool_string(&names, offset);
 *
 * Threads: one pool, one thread.
 */
#ifndef ALAM_NLP_BUILD_POOL_H
#define ALAM_NLP_BUILD_POOL_H

#include "service/base/array.h"

#include <stdint.h>

/* Copies the bytes to the end of the pool, with a NUL behind them. Returns their offset; UINT32_MAX: out of memory, or
 * the pool would be too large for 32-bit offsets. */
uint32_t pool_append(struct array *pool, const void *bytes, size_t length);

/* Valid until the pool grows. */
static inline const char *pool_string(const struct array *pool, uint32_t offset)
{
    return (const char *)pool->items + offset;
}

#endif
