#include "service/base/slots.h"

#include <stdlib.h>

/* Slots for each item right after widening: more than needed, so that widening is rare. */
enum { SLOTS_SPARE = 4 };

bool slots_widen(struct slots *slots, size_t count, uint64_t (*hash_of)(const void *owner, uint32_t number),
                 const void *owner)
{
    if (slots->numbers && (count + 1) * 2 <= slots->mask + 1)
        return true;
    size_t needed = slots_needed((count + 1) * (SLOTS_SPARE / 2));
    struct slots wide = {.numbers = calloc(needed, sizeof *wide.numbers), .mask = needed - 1};
    if (!wide.numbers)
        return false;
    for (uint32_t number = 0; number < count; number++) {
        size_t at = slots_first(&wide, hash_of(owner, number));
        while (wide.numbers[at])
            at = slots_next(&wide, at);
        wide.numbers[at] = number + 1;
    }
    free(slots->numbers);
    *slots = wide;
    return true;
}
