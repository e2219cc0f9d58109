#include "service/work/webhook_sign.h"

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <string.h>
#include <sys/random.h>

enum { MADE = 32, LEAST = 24, MOST = 64, PREFIX_LENGTH = 6, DECODED_ROOM = BASE64_DECODE_LENGTH(2 * MOST) };

static const char prefix[] = "whsec_";

const char *webhook_secret_make(struct arena *arena)
{
    unsigned char random[MADE];
    char text[BASE64_ENCODE_RAW_LENGTH(MADE) + 1] = "";
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return NULL;
    base64_encode_raw(text, sizeof random, random);
    return arena_printf(arena, "%s%s", prefix, text);
}

static bool decode(const char *secret, uint8_t *ret_bytes, size_t *ret_length)
{
    struct base64_decode_ctx context;
    size_t length = strlen(secret), room = DECODED_ROOM;
    if (strncmp(secret, prefix, PREFIX_LENGTH) != 0 || length > 2 * MOST)
        return false;
    base64_decode_init(&context);
    bool sound = base64_decode_update(&context, &room, ret_bytes, length - PREFIX_LENGTH, secret + PREFIX_LENGTH) &&
                 base64_decode_final(&context);
    *ret_length = room;
    return sound && room >= LEAST && room <= MOST;
}

const char *check_webhook_secret(const char *value, size_t length)
{
    uint8_t bytes[DECODED_ROOM];
    size_t size;
    (void)length;
    return decode(value, bytes, &size) ? NULL : "This must be whsec_ and base64 of 24 to 64 bytes.";
}

const char *webhook_sign(struct arena *arena, const char *secret, const char *id, const char *timestamp,
                         const char *body)
{
    struct hmac_sha256_ctx context;
    uint8_t key[DECODED_ROOM], digest[SHA256_DIGEST_SIZE];
    char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
    size_t length;
    if (!decode(secret, key, &length))
        return NULL;
    hmac_sha256_set_key(&context, length, key);
    const char *const parts[] = {id, ".", timestamp, ".", body};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hmac_sha256_update(&context, strlen(parts[i]), (const uint8_t *)parts[i]);
    hmac_sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(text, sizeof digest, digest);
    return arena_printf(arena, "v1,%s", text);
}
