#include "service/route/trace.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

static const char digits[] = "0123456789abcdef";

static bool field(const char *at, size_t length, char end)
{
    return strspn(at, digits) == length && at[length] == end && strspn(at, "0") < length;
}

/* Later versions than 00 may append fields to those of version 00. */
static bool well_formed(const char *text)
{
    if (strlen(text) < TRACE_LENGTH || strspn(text, digits) != 2 || text[2] != '-' || strncmp(text, "ff", 2) == 0)
        return false;
    if (!field(text + 3, TRACE_ID_LENGTH, '-') || !field(text + 36, TRACE_SPAN_LENGTH, '-') ||
        strspn(text + 53, digits) != 2)
        return false;
    return strncmp(text, "00", 2) == 0 ? text[TRACE_LENGTH] == '\0' : !text[TRACE_LENGTH] || text[TRACE_LENGTH] == '-';
}

void trace_hex(char *out, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

void trace_begin_with(struct trace *trace, const char *traceparent, const unsigned char *random)
{
    trace_hex(trace->span, random, TRACE_SPAN_LENGTH / 2);
    if (traceparent && well_formed(traceparent)) {
        memcpy(trace->id, traceparent + 3, TRACE_ID_LENGTH);
        trace->id[TRACE_ID_LENGTH] = '\0';
        memcpy(trace->flags, traceparent + 53, 2);
        trace->flags[2] = '\0';
        return;
    }
    trace_hex(trace->id, random + TRACE_SPAN_LENGTH / 2, TRACE_ID_LENGTH / 2);
    memcpy(trace->flags, "00", 3);
}

void trace_begin(struct trace *trace, const char *traceparent)
{
    unsigned char random[TRACE_RANDOM];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        memset(random, 1, sizeof random); /* a trace's id must not be zero */
    trace_begin_with(trace, traceparent, random);
}

const char *trace_format(const struct trace *trace, char buffer[TRACE_LENGTH + 1])
{
    snprintf(buffer, TRACE_LENGTH + 1, "00-%s-%s-%s", trace->id, trace->span, trace->flags);
    return buffer;
}
