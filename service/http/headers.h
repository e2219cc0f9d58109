/* headers.h - a request's headers, and what they say about its body, checked before the body is read. Threads: the HTTP
 * thread of the connection. */
#ifndef ALAM_HTTP_HEADERS_H
#define ALAM_HTTP_HEADERS_H

#include "service/http/coding.h"
#include "service/route/request.h"

struct MHD_Connection;

/* The value of a header, NULL when it is absent; it lives as long as the request. */
const char *headers_get(struct MHD_Connection *connection, const char *name);

/* The value of a header that is a list (field_list.h): all its lines, joined by commas as RFC 9110 section 5.3 says; a
 * line that says the same again does not count. Read so, a header that is no list and comes twice with two values is one
 * that nobody knows. NULL when it is absent; memory comes from the arena. */
const char *headers_list(struct MHD_Connection *connection, const char *name, struct arena *arena);

/* Whether Accept names HTML and would rather have it than JSON, as browsers do; programs name JSON, or nothing. */
bool headers_prefer_html(struct MHD_Connection *connection, struct arena *arena);

/* STATUS_BAD_REQUEST: there is no Host or more than one (RFC 9112, 3.2), so that a proxy may have taken the request for
 * another host's. HTTP/1.0 may have none. What else makes two readers see two requests where one was sent was refused
 * before (framing.h). */
enum status headers_check_host(struct MHD_Connection *connection, const char *version, struct request *request);

/* Sets request->ndjson and *ret_coding. STATUS_UNSUPPORTED_MEDIA_TYPE where the route takes JSON and the headers announce
 * something else, a charset other than UTF-8, or an unknown content coding; STATUS_TOO_LARGE for a Content-Length past
 * ALAM_BODY_MAXIMUM. */
enum status headers_check_body(struct MHD_Connection *connection, struct request *request, enum coding *ret_coding);

/* True when Content-Length is past ALAM_BODY_MAXIMUM: such a body is not read to its end before an error is answered. */
bool headers_long_body(struct MHD_Connection *connection, const struct request *request);

/* Whether the client may read its answer while it still sends its body: it sends chunks, and no header says that a proxy
 * stands between. Many proxies send no more of a body once its answer has begun. */
bool headers_may_answer_early(struct MHD_Connection *connection);

/* Sets request->error to that of a body past ALAM_BODY_MAXIMUM; returns STATUS_TOO_LARGE. */
enum status headers_too_large(struct request *request);

#endif
