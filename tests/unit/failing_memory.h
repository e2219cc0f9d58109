/* failing_memory.h - allocations that can be made to fail: for a test that fails each of them once.
 *
 * The linker puts the functions below in the place of malloc, calloc and realloc (--wrap, in the Makefile). One test includes
 * this header, and sets `countdown` before what is tried.
 */
#ifndef ALAM_TESTS_UNIT_FAILING_MEMORY_H
#define ALAM_TESTS_UNIT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static size_t countdown; /* allocations up to the one that fails; 0: none fails */

static bool is_failing(void)
{
    return countdown > 0 && --countdown == 0;
}

void *__wrap_malloc(size_t size)
{
    return is_failing() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_failing() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return is_failing() ? NULL : __real_realloc(memory, size);
}

#endif
