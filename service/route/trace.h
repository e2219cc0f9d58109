/* trace.h - W3C Trace Context, level 1: the header `traceparent`, taken from clients, logged, and passed on to the servers
 * that alam asks. Threads: pure functions.
 *
 *     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      version, trace id, parent's span id, flags
 */
#ifndef ALAM_ROUTE_TRACE_H
#define ALAM_ROUTE_TRACE_H

#include <stddef.h>

enum { TRACE_ID_LENGTH = 32, TRACE_SPAN_LENGTH = 16, TRACE_LENGTH = 55, TRACE_RANDOM = 24 };

struct trace {
    char id[TRACE_ID_LENGTH + 1];
    char span[TRACE_SPAN_LENGTH + 1]; /* of this request, made at random */
    char flags[3];
};

/* Continues the trace of a well-formed traceparent; else, also for NULL, begins one, which is not sampled. */
void trace_begin(struct trace *trace, const char *traceparent);
/* The same with TRACE_RANDOM random bytes of the caller. */
void trace_begin_with(struct trace *trace, const char *traceparent, const unsigned char *random);
/* Writes `count` bytes as hexadecimal digits, two for each, and a NUL. */
void trace_hex(char *out, const unsigned char *bytes, size_t count);
/* Writes the header to pass on to `buffer`, and returns it. */
const char *trace_format(const struct trace *trace, char buffer[TRACE_LENGTH + 1]);

#endif
