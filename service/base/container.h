/* container.h - from a member of a struct back to the struct: the callbacks of queues get the member that they queued.
 *
 *     struct exchange *exchange = CONTAINER_OF(job, struct exchange, job);
 *
 * Depends on libc only. Threads: a pure expression.
 */
#ifndef ALAM_BASE_CONTAINER_H
#define ALAM_BASE_CONTAINER_H

#include <stddef.h>

/* The struct `type` whose member `member` is at `pointer`, which is evaluated once and must not be NULL. */
#define CONTAINER_OF(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
