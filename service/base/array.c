#include "service/base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 64 };

void *array_grow(struct array *array, size_t extra)
{
    if (!array->items || array->room - array->count < extra) {
        size_t wanted, doubled;
        if (__builtin_add_overflow(array->count, extra, &wanted) ||
            __builtin_add_overflow(wanted, (size_t)ROOM_FIRST, &wanted) ||
            __builtin_mul_overflow(array->room, 2, &doubled))
            return NULL;
        size_t room = doubled > wanted ? doubled : wanted, bytes;
        if (__builtin_mul_overflow(room, array->size, &bytes) || bytes > PTRDIFF_MAX)
            return NULL;
        void *items = realloc(array->items, bytes);
        if (!items)
            return NULL;
        array->items = items;
        array->room = room;
    }
    return (char *)array->items + array->count * array->size;
}

bool array_append(struct array *array, const void *items, size_t count)
{
    void *at = array_grow(array, count);
    if (!at)
        return false;
    if (count)
        memcpy(at, items, count * array->size);
    array->count += count;
    return true;
}

void array_release(struct array *array)
{
    free(array->items);
    array->items = NULL;
    array->count = array->room = 0;
}
