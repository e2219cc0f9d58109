/* media_type.h - the header Content-Type of a request (RFC 9110 section 8.3).
 *
 * Case, blanks, a semicolon at the end, and parameters that alam does not know make no difference. A charset does: alam
 * reads UTF-8. Threads: pure functions.
 */
#ifndef ALAM_HTTP_MEDIA_TYPE_H
#define ALAM_HTTP_MEDIA_TYPE_H

#include "service/base/text.h"

enum media_kind {
    MEDIA_OTHER,
    MEDIA_JSON,       /* application/json */
    MEDIA_NDJSON,     /* application/x-ndjson and its other names */
    MEDIA_MERGE_PATCH /* application/merge-patch+json */
};

struct media_type {
    enum media_kind kind;
    struct text name;    /* "application/json", as it was sent */
    struct text charset; /* the first charset that is not UTF-8; empty: there is none */
    bool malformed;      /* a parameter has no name, the charset no value, or a quoted string does not end */
};

/* Reads a header; NULL, absent, is of no known kind and has an empty name. The texts point into `header`. */
struct media_type media_type_read(const char *header);

#endif
