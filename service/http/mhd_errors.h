/* library_errors.h - libmicrohttpd's own answers as problems: requests that it cannot parse, heads past the limit,
 * lengths and chunks that are wrong.
 *
 * It answers those by itself, with a page of HTML and without telling the application. It does so through its own
 * public function MHD_queue_response, by way of the dynamic linker: a program's definition stands before a library's
 * (System V ABI, "Shared Object Dependencies"). The one here answers in its place, with request id, log line and
 * metrics as every answer has them. alam's own answers go to the library's function directly. Should a later library
 * not look the function up any more, its pages come back; tests/http/test_robust.py would tell.
 *
 * Threads: any.
 */
#ifndef ALAM_HTTP_LIBRARY_ERRORS_H
#define ALAM_HTTP_LIBRARY_ERRORS_H

#include <microhttpd.h>

typedef enum MHD_Result queue_response(struct MHD_Connection *connection, unsigned int http,
                                       struct MHD_Response *response);

/* libmicrohttpd's MHD_queue_response; NULL when there is none. */
queue_response *library_queue(void);

#endif
