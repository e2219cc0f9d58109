/* webhook_sign.h - secrets and signatures of webhooks (Standard Webhooks specification, version 1).
 *
 * A secret is "whsec_" and base64 of 24 to 64 bytes. They are the key of an HMAC-SHA256 over "ID.TIMESTAMP.BODY"; a
 * signature is "v1," and base64 of that. Threads: pure functions.
 */
#ifndef ALAM_WORK_WEBHOOK_SIGN_H
#define ALAM_WORK_WEBHOOK_SIGN_H

#include "service/base/arena.h"

/* A new secret of 32 random bytes, in the arena. NULL: out of memory, or the system has no random bytes. */
const char *webhook_secret_make(struct arena *arena);
/* A check of a body's field (route/field_checks.h). */
const char *check_webhook_secret(const char *value, size_t length);
/* The signature, in the arena. NULL: the secret is malformed, or out of memory. */
const char *webhook_sign(struct arena *arena, const char *secret, const char *id, const char *timestamp,
                         const char *body);

#endif
