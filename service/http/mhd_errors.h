/* mhd_errors.h - replaces the answers that libmicrohttpd gives by itself: to requests that it cannot parse, headers past
 * the limit, lengths and chunks that are wrong.
 *
 * The library answers those with a page of HTML, without telling the application. It does so through its own public
 * function MHD_queue_response, by way of the dynamic linker: a definition in the program comes before one in a library
 * (System V ABI, "Shared Object Dependencies"). mhd_errors.c defines that function and answers with a problem document,
 * with request id, log line and metrics as every answer has them. alam's own answers go to the library's function
 * through the pointer that mhd_errors_queue returns. Should a later version of the library no longer look the function
 * up, its HTML pages come back; tests/http/test_robust.py would fail then.
 *
 * Threads: any.
 */
#ifndef ALAM_HTTP_MHD_ERRORS_H
#define ALAM_HTTP_MHD_ERRORS_H

#include "service/http/state.h"

/* libmicrohttpd's own MHD_queue_response; NULL when the library has none. */
mhd_queue *mhd_errors_queue(void);

#endif
