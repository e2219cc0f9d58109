/* reset.h - how a connection ends whose answer is not complete: with a reset, so that its client sees an error.
 *
 * An answer of unknown length over HTTP/1.0 ends where its connection ends. When alam has to break it off, or dies, a
 * connection closed in the usual way would look like the end of the answer. A connection is therefore armed while an
 * answer is being written: whatever closes it then, the kernel at the end of the process included, resets it. The kernel
 * keeps this state (SO_LINGER with a time of zero), so that no thread has to be told.
 *
 * Threads: any, as long as the descriptor stays open.
 */
#ifndef ALAM_HTTP_RESET_H
#define ALAM_HTTP_RESET_H

#include <stdbool.h>

/* The answer has begun, or may begin. */
void reset_arm(int fd);
/* The answer is complete: the connection may be closed in the usual way. */
void reset_disarm(int fd);
/* Ends the connection now, in both directions, with a reset. The descriptor stays open. False: it is not armed. */
bool reset_if_armed(int fd);
/* The same; a connection that is not armed ends in the usual way. */
void reset_or_shut(int fd);

#endif
