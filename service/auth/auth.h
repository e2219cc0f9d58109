/* auth.h - who asks, and may they: bearer keys (RFC 6750) against api_keys, with a short memory.
 *
 * What the database said of a key is believed for ALAM_KEY_CACHE (5 s at most: a revocation works everywhere within
 * that), and while the database is away for ALAM_KEY_GRACE more, so that /v1/annotate goes on. Secrets are compared in
 * constant time, as hashes. An address that offers many unknown keys gets 429 instead of queries.
 *
 * Threads: auth_check on HTTP threads, never blocks; auth_load on a store worker.
 */
#ifndef ALAM_AUTH_AUTH_H
#define ALAM_AUTH_AUTH_H

#include "service/base/rate.h"
#include "service/route/request.h"

struct keyring;

struct keyring *keyring_new(const struct app *app, bool required);
void keyring_free(struct keyring *keyring);

enum auth_step { AUTH_DECIDED, AUTH_LOOK_UP };

/* AUTH_DECIDED: *ret_status and request->error say how. AUTH_LOOK_UP: run auth_load on a store worker, then call again
 * with its status in `loaded` (STATUS_OK before). `authorization` may be NULL. Fills request->key_id, rate, challenge.
 */
enum auth_step auth_check(struct keyring *keyring, const char *authorization, struct request *request, bool asked,
                          enum status loaded, enum status *ret_status);
/* A line of a batch costs a token of its key as a request does: 0 when it was taken, else the microseconds to wait. */
int64_t auth_take_line(struct keyring *keyring, const char *key_id, int64_t now);
enum status auth_load(struct keyring *keyring, struct request *request, struct store_conn *conn);

#endif
