/* tls.h - certificate and key for libmicrohttpd's GnuTLS, replaceable while it runs.
 *
 * tls_reload (SIGHUP) reads the files anew; a pair that does not parse or does not fit together leaves the old one in
 * force. Handshakes take the pair of their moment; replaced pairs stay in memory until tls_free, because sessions may
 * use them. Threads: reload from one thread, the callback from any.
 */
#ifndef ALAM_HTTP_TLS_H
#define ALAM_HTTP_TLS_H

#include "service/base/status.h"

#include <gnutls/abstract.h>

struct tls;

enum status tls_new(const char *certificate_path, const char *key_path, struct tls **ret_tls, struct error *error);
void tls_free(struct tls *tls);
enum status tls_reload(struct tls *tls, struct error *error);

/* Cipher suites and versions: GnuTLS's normal ones, TLS 1.2 and later. */
extern const char tls_priorities[];

/* Gives a session its tls, before the handshake; tls_retrieve finds it there. */
void tls_use(gnutls_session_t session, struct tls *tls);
/* gnutls_certificate_retrieve_function2, for MHD_OPTION_HTTPS_CERT_CALLBACK. */
int tls_retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                 const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **ret_chain,
                 unsigned int *ret_length, gnutls_privkey_t *ret_key);

#endif
