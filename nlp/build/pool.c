#include "nlp/build/pool.h"

#include <string.h>

uint32_t pool_append(struct array *pool, const void *bytes, size_t length)
{
    size_t offset = pool->count;
    char *at = length < UINT32_MAX - 1 && offset < UINT32_MAX - 1 - length ? array_grow(pool, length + 1) : NULL;
    if (!at)
        return UINT32_MAX;
    if (length)
        memcpy(at, bytes, length);
    at[length] = '\0';
    pool->count += length + 1;
    return (uint32_t)offset;
}
