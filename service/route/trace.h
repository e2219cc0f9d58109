/* trace.h - W3C Trace Context, level 1: `traceparent` taken, logged, passed on. Threads: pure functions.
 *
 *     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      version, trace id, parent's span id, flags
 */
#ifndef ALAM_ROUTE_TRACE_H
#define ALAM_ROUTE_TRACE_H

#include <stddef.h>

enum { TRACE_ID_LENGTH = 32, TRACE_SPAN_LENGTH = 16, TRACE_LENGTH = 55, TRACE_RANDOM = 24 };

struct trace {
    char id[TRACE_ID_LENGTH + 1];
    char span[TRACE_SPAN_LENGTH + 1]; /* this request's own */
    char flags[3];
};

/* Continues a well-formed traceparent, else (NULL too) begins a trace that is not sampled. */
void trace_begin(struct trace *trace, const char *traceparent);
/* The same with randomness that is there already, TRACE_RANDOM bytes. */
void trace_begin_with(struct trace *trace, const char *traceparent, const unsigned char *random);
/* `count` bytes as twice as many hexadecimal digits and NUL. */
void trace_hex(char *out, const unsigned char *bytes, size_t count);
/* The header to pass on. Returns `buffer`. */
const char *trace_format(const struct trace *trace, char buffer[TRACE_LENGTH + 1]);

#endif
