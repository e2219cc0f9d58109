/* auth.h - who sends a request and whether it may: API keys as bearer tokens (RFC 6750), looked up in the table api_keys
 * and remembered for a short time.
 *
 * What the database said about a key is believed for ALAM_KEY_CACHE, which is 5 s at most: within that time a revocation
 * takes effect everywhere. While the database cannot be reached a known key is believed for ALAM_KEY_GRACE more, so that
 * POST /v1/annotate, which needs no database, goes on. Secrets are compared as hashes and in constant time. An address
 * that offers many unknown keys is answered 429 and causes no more queries.
 *
 *     enum auth_step step = auth_check(keyring, authorization, &request, false, STATUS_OK, &status);
 *     if (step == AUTH_LOOK_UP) {
 *         loaded = auth_load(keyring, &request, conn);                      …on a store worker
 *         auth_check(keyring, authorization, &request, true, loaded, &status);
 *     }
 *
 * Threads: auth_check and auth_take_line never block and are called by any; auth_load by a store worker.
 */
#ifndef ALAM_AUTH_AUTH_H
#define ALAM_AUTH_AUTH_H

#include "service/base/rate.h"
#include "service/route/request.h"

struct keyring;

/* The keys that are remembered, and the rates at which keys are used. `required`: requests need a key, but for routes of
 * ROLE_NONE. NULL: out of memory. */
struct keyring *keyring_new(const struct app *app, bool required);
/* NULL is fine. */
void keyring_free(struct keyring *keyring);

enum auth_step { AUTH_DECIDED, AUTH_LOOK_UP };

/* Judges the header `authorization` (NULL: absent) for the request's route. AUTH_DECIDED: *ret_status is the verdict,
 * STATUS_OK, STATUS_UNAUTHORIZED, STATUS_FORBIDDEN, STATUS_TOO_MANY_REQUESTS or the failure of the database, with
 * request->error. AUTH_LOOK_UP: the key is not known; run auth_load on a store worker, then call this again with `asked`
 * and its status in `loaded`. Sets request->key_id, rate and challenge. */
enum auth_step auth_check(struct keyring *keyring, const char *authorization, struct request *request, bool asked,
                          enum status loaded, enum status *ret_status);
/* A line of a batch takes a token of its key's rate as a request does, but leaves a reserve for requests (rate.h). 0: it
 * was taken. Else the microseconds until there is one. `now` is timestamp_monotonic. */
int64_t auth_take_line(struct keyring *keyring, const char *key_id, int64_t now);
/* Reads request->key_id from the database and remembers what it says, also that there is no such key. */
enum status auth_load(struct keyring *keyring, struct request *request, struct store_conn *conn);

#endif
