/* webhook_secret.h - secrets and signatures of the Standard Webhooks specification, version 1.
 *
 * A secret is "whsec_" and base64 of 24 to 64 bytes. What is signed is "ID.TIMESTAMP.BODY" with HMAC-SHA256 under those
 * bytes; a signature reads "v1,BASE64". Threads: pure functions.
 */
#ifndef ALAM_WORK_WEBHOOK_SECRET_H
#define ALAM_WORK_WEBHOOK_SECRET_H

#include "service/base/arena.h"

/* Of 32 random bytes; NULL: no memory, no randomness. */
const char *webhook_secret_make(struct arena *arena);
/* NULL, or a sentence of what is wrong (the form of json_body.h's checks). */
const char *check_webhook_secret(const char *value, size_t length);
/* "v1,…" under a well-formed secret. */
const char *webhook_sign(struct arena *arena, const char *secret, const char *id, const char *timestamp,
                         const char *body);

#endif
