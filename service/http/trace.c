#include "service/http/trace.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

static const char digits[] = "0123456789abcdef";

static bool field(const char *at, size_t length, char end)
{
    return strspn(at, digits) == length && at[length] == end && strspn(at, "0") < length;
}

/* Version 00, or a later one that begins the same way. */
static bool well_formed(const char *text)
{
    if (strlen(text) < TRACE_LENGTH || strspn(text, digits) != 2 || text[2] != '-' || strncmp(text, "ff", 2) == 0)
        return false;
    if (!field(text + 3, TRACE_ID_LENGTH, '-') || !field(text + 36, TRACE_SPAN_LENGTH, '-') ||
        strspn(text + 53, digits) != 2)
        return false;
    return strncmp(text, "00", 2) == 0 ? text[TRACE_LENGTH] == '\0' : !text[TRACE_LENGTH] || text[TRACE_LENGTH] == '-';
}

static void make(char *out, size_t length)
{
    unsigned char random[TRACE_ID_LENGTH / 2];
    if (getrandom(random, length / 2, 0) != (ssize_t)(length / 2))
        memset(random, 1, sizeof random);
    for (size_t i = 0; i < length / 2; i++) {
        out[2 * i] = digits[random[i] >> 4];
        out[2 * i + 1] = digits[random[i] & 15];
    }
    out[length] = '\0';
}

void trace_begin(struct trace *trace, const char *traceparent)
{
    make(trace->span, TRACE_SPAN_LENGTH);
    if (traceparent && well_formed(traceparent)) {
        snprintf(trace->id, sizeof trace->id, "%s", traceparent + 3);
        snprintf(trace->flags, sizeof trace->flags, "%s", traceparent + 53);
        return;
    }
    make(trace->id, TRACE_ID_LENGTH);
    memcpy(trace->flags, "00", 3);
}

const char *trace_format(const struct trace *trace, char buffer[TRACE_LENGTH + 1])
{
    snprintf(buffer, TRACE_LENGTH + 1, "00-%s-%s-%s", trace->id, trace->span, trace->flags);
    return buffer;
}
