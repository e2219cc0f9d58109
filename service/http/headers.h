/* headers.h - what a request's headers say of its body, judged before the body is read. Threads: pure functions. */
#ifndef ALAM_HTTP_HEADERS_H
#define ALAM_HTTP_HEADERS_H

#include "service/http/coding.h"
#include "service/route/request.h"

struct MHD_Connection;

/* What would make two readers see two requests where one was sent (RFC 9112 sections 3.2, 5.1 and 6.3; request
 * smuggling): no Host or two, two lengths, a length beside chunks, a blank in a header's name, a transfer coding
 * that is not chunked. STATUS_BAD_REQUEST or STATUS_NOT_IMPLEMENTED; the connection must be closed then. */
enum status headers_check_framing(struct MHD_Connection *connection, const char *version, struct request *request);

/* STATUS_UNSUPPORTED_MEDIA_TYPE where the route takes JSON and the headers announce something else (or a content
 * coding that is not known, or a charset that is not UTF-8); STATUS_TOO_LARGE for a Content-Length past the limit. */
enum status headers_check_body(struct MHD_Connection *connection, struct request *request, enum coding *ret_coding);

/* A body that is not worth reading to its end only to answer with an error. */
bool headers_long_body(struct MHD_Connection *connection, const struct request *request);

/* Sets the error of a body past the limit. */
enum status headers_too_large(struct request *request);

#endif
