/* headers.h - what a request's headers say of its body, judged before the body is read. Threads: pure functions. */
#ifndef ALAM_HTTP_HEADERS_H
#define ALAM_HTTP_HEADERS_H

#include "service/http/coding.h"
#include "service/http/request.h"

struct MHD_Connection;

/* STATUS_UNSUPPORTED_MEDIA_TYPE where the route takes JSON and the headers announce something else (or a content
 * coding that is not known, or a charset that is not UTF-8); STATUS_TOO_LARGE for a Content-Length past the limit. */
enum status headers_check_body(struct MHD_Connection *connection, struct request *request, enum coding *ret_coding);

/* A body that is not worth reading to its end only to answer with an error. */
bool headers_long_body(struct MHD_Connection *connection, const struct request *request);

/* Sets the error of a body past the limit. */
enum status headers_too_large(struct request *request);

#endif
