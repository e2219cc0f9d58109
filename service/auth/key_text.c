#include "service/auth/key_text.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { PREFIX_LENGTH = 5, ID_BYTES = KEY_ID_LENGTH / 2, SECRET_BYTES = 32 };

static const char prefix[] = "alam_", digits[] = "0123456789abcdef";

static void put_hex(char *out, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

bool key_text_make(char ret_text[KEY_TEXT_LENGTH + 1], struct api_key *ret_key)
{
    unsigned char random[ID_BYTES + SECRET_BYTES];
    char id[KEY_ID_LENGTH + 1], secret[2 * SECRET_BYTES + 1];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return false;
    put_hex(id, random, ID_BYTES);
    put_hex(secret, random + ID_BYTES, SECRET_BYTES);
    snprintf(ret_text, KEY_TEXT_LENGTH + 1, "%s%s_%s", prefix, id, secret);
    return key_text_parse(ret_text, ret_key->id, ret_key->hash);
}

bool key_text_parse(const char *text, char ret_id[KEY_ID_LENGTH + 1], unsigned char ret_hash[KEY_HASH_SIZE])
{
    struct sha256_ctx context;
    const char *id = text + PREFIX_LENGTH, *secret = id + KEY_ID_LENGTH + 1;
    if (strlen(text) != KEY_TEXT_LENGTH || strncmp(text, prefix, PREFIX_LENGTH) != 0 ||
        strspn(id, digits) != KEY_ID_LENGTH || id[KEY_ID_LENGTH] != '_' || strspn(secret, digits) != 2 * SECRET_BYTES)
        return false;
    memcpy(ret_id, id, KEY_ID_LENGTH);
    ret_id[KEY_ID_LENGTH] = '\0';
    sha256_init(&context);
    sha256_update(&context, KEY_TEXT_LENGTH, (const uint8_t *)text);
    sha256_digest(&context, KEY_HASH_SIZE, ret_hash);
    return true;
}
