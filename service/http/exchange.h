/* exchange.h - the callbacks through which libmicrohttpd drives a request, from its first line to its end.
 *
 * They take an exchange (state.h) from state to state. `cls` is the struct server. Threads: the HTTP thread that serves
 * the connection.
 */
#ifndef ALAM_HTTP_EXCHANGE_H
#define ALAM_HTTP_EXCHANGE_H

#include <microhttpd.h>

/* MHD_OPTION_URI_LOG_CALLBACK: the request line was read. Returns the new exchange, which libmicrohttpd hands to the two
 * functions below through con_cls; NULL: out of memory, the connection is closed. */
void *exchange_begin(void *cls, const char *target, struct MHD_Connection *connection);

/* MHD_AccessHandlerCallback: called when the headers are there, for each piece of the body, at the body's end, and when
 * a suspended connection is resumed. MHD_NO closes the connection. */
enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **con_cls);

/* MHD_OPTION_NOTIFY_COMPLETED: the answer is sent or the connection has broken. Logs and frees the exchange. */
void exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                        enum MHD_RequestTerminationCode code);

#endif
