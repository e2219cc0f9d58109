#include "service/http/tls.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum { CHAIN_MAXIMUM = 16 };

const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct pair {
    struct pair *older;
    gnutls_pcert_st chain[CHAIN_MAXIMUM];
    unsigned length;
    gnutls_privkey_t key;
};

struct tls {
    const char *certificate_path, *key_path;
    pthread_mutex_t lock;
    struct pair *newest;
};

static void free_pair(struct pair *pair)
{
    for (unsigned i = 0; i < pair->length; i++)
        gnutls_pcert_deinit(&pair->chain[i]);
    if (pair->key)
        gnutls_privkey_deinit(pair->key);
    free(pair);
}

static bool load_chain(const char *path, struct pair *pair)
{
    gnutls_datum_t text = {NULL, 0};
    unsigned length = CHAIN_MAXIMUM;
    if (gnutls_load_file(path, &text) < 0)
        return false;
    bool sound = gnutls_pcert_list_import_x509_raw(pair->chain, &length, &text, GNUTLS_X509_FMT_PEM,
                                                   GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED) >= 0;
    pair->length = sound ? length : 0;
    gnutls_free(text.data);
    return sound && length > 0;
}

static bool load_key(const char *path, struct pair *pair)
{
    gnutls_datum_t text = {NULL, 0};
    if (gnutls_load_file(path, &text) < 0)
        return false;
    bool sound = gnutls_privkey_init(&pair->key) >= 0 &&
                 gnutls_privkey_import_x509_raw(pair->key, &text, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0;
    gnutls_memset(text.data, 0, text.size);
    gnutls_free(text.data);
    return sound;
}

/* Whether the certificate is for that key: both must have the same public key. */
static bool fits(const struct pair *pair)
{
    unsigned char of_key[64], of_certificate[64];
    size_t key_size = sizeof of_key, certificate_size = sizeof of_certificate;
    gnutls_pubkey_t public;
    if (gnutls_pubkey_init(&public) < 0)
        return false;
    bool sound = gnutls_pubkey_import_privkey(public, pair->key, 0, 0) >= 0 &&
                 gnutls_pubkey_get_key_id(public, GNUTLS_KEYID_USE_SHA256, of_key, &key_size) >= 0 &&
                 gnutls_pubkey_get_key_id(pair->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, of_certificate,
                                          &certificate_size) >= 0;
    gnutls_pubkey_deinit(public);
    return sound && key_size == certificate_size && gnutls_memcmp(of_key, of_certificate, key_size) == 0;
}

enum status tls_reload(struct tls *tls, struct error *error)
{
    struct pair *pair = calloc(1, sizeof *pair);
    enum status status = STATUS_OK;
    if (!pair)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (!load_chain(tls->certificate_path, pair))
        status = error_set(error, STATUS_IO, "ALAM_TLS_CERT cannot be read as PEM certificates in order");
    else if (!load_key(tls->key_path, pair))
        status = error_set(error, STATUS_IO, "ALAM_TLS_KEY cannot be read as a PEM key");
    else if (!fits(pair))
        status = error_set(error, STATUS_INVALID_INPUT, "ALAM_TLS_KEY is not the key of ALAM_TLS_CERT");
    if (status != STATUS_OK) {
        free_pair(pair);
        return status;
    }
    pthread_mutex_lock(&tls->lock);
    pair->older = tls->newest;
    tls->newest = pair;
    pthread_mutex_unlock(&tls->lock);
    return STATUS_OK;
}

enum status tls_new(const char *certificate_path, const char *key_path, struct tls **ret_tls, struct error *error)
{
    struct tls *tls = calloc(1, sizeof *tls);
    if (!tls)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    tls->certificate_path = certificate_path;
    tls->key_path = key_path;
    pthread_mutex_init(&tls->lock, NULL);
    enum status status = tls_reload(tls, error);
    if (status == STATUS_OK)
        *ret_tls = tls;
    else
        tls_free(tls);
    return status;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    for (struct pair *pair = tls->newest, *older; pair; pair = older) {
        older = pair->older;
        free_pair(pair);
    }
    pthread_mutex_destroy(&tls->lock);
    free(tls);
}

void tls_use(gnutls_session_t session, struct tls *tls)
{
    gnutls_session_set_ptr(session, tls);
}

int tls_retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                 const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **ret_chain,
                 unsigned int *ret_length, gnutls_privkey_t *ret_key)
{
    struct tls *tls = gnutls_session_get_ptr(session);
    (void)authorities;
    (void)authority_count;
    (void)algorithms;
    (void)algorithm_count;
    pthread_mutex_lock(&tls->lock);
    struct pair *pair = tls->newest;
    pthread_mutex_unlock(&tls->lock);
    *ret_chain = pair->chain;
    *ret_length = pair->length;
    *ret_key = pair->key;
    return 0;
}
