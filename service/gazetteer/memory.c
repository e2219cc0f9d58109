#include "service/gazetteer/memory.h"

#include <stdio.h>
#include <stdlib.h>

void memory_require(bool had_memory)
{
    if (had_memory)
        return;
    fputs("alam gazetteer: out of memory\n", stderr);
    exit(1);
}

void *memory_take(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    memory_require(memory != NULL);
    return memory;
}

void *memory_room(struct array *array, size_t extra)
{
    void *room = array_grow(array, extra);
    memory_require(room != NULL);
    return room;
}

void *memory_add(struct array *array)
{
    void *item = memory_room(array, 1);
    array->count++;
    return item;
}
