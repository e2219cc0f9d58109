/* tls.h - the certificate and key with which libmicrohttpd serves TLS (GnuTLS), and their replacement at run time.
 *
 * tls_reload, on SIGHUP, reads both files again. When they do not parse or do not belong together the old pair stays in
 * use. A handshake takes the pair that is the newest at its time. Replaced pairs stay in memory until tls_free, because
 * sessions may still use them. Threads: tls_reload from one, tls_use and tls_retrieve from any.
 */
#ifndef ALAM_HTTP_TLS_H
#define ALAM_HTTP_TLS_H

#include "service/base/status.h"

#include <gnutls/abstract.h>

struct tls;

/* Reads the two PEM files, whose paths must outlive the tls. STATUS_IO: one cannot be read; STATUS_INVALID_INPUT: they do
 * not belong together. */
enum status tls_new(const char *certificate_path, const char *key_path, struct tls **ret_tls, struct error *error);
void tls_free(struct tls *tls);
/* Reads the files again; the same failures, after which the old pair stays in use. */
enum status tls_reload(struct tls *tls, struct error *error);

/* GnuTLS's priority string: its usual cipher suites, TLS 1.2 and 1.3. */
extern const char tls_priorities[];

/* Attaches the tls to a new session, before its handshake, for tls_retrieve. */
void tls_use(gnutls_session_t session, struct tls *tls);
/* Gives the handshake the newest pair: a gnutls_certificate_retrieve_function2, for MHD_OPTION_HTTPS_CERT_CALLBACK. */
int tls_retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                 const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **ret_chain,
                 unsigned int *ret_length, gnutls_privkey_t *ret_key);

#endif
