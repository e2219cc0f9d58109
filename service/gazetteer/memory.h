/* memory.h - allocation for commands that only read and print: without memory the process says so and ends.
 *
 * Ending loses nothing there, and it spares the readers of sources a failure at every step. Nothing that runs inside the
 * service may use this module. Depends on service/base only. Threads: no shared state.
 */
#ifndef ALAM_GAZETTEER_MEMORY_H
#define ALAM_GAZETTEER_MEMORY_H

#include "service/base/array.h"
#include "service/base/strbuf.h"

/* `size` zeroed bytes, never NULL; the caller frees them. */
void *memory_take(size_t size);

/* Room for `extra` items behind the last one, never NULL. The caller adds to array->count what it wrote. */
void *memory_room(struct array *array, size_t extra);

/* One more item at the end of the array, counted, not zeroed, never NULL; valid until the next one. */
void *memory_add(struct array *array);

/* Ends the process unless the condition holds. */
void memory_require(bool had_memory);

#endif
