#include "service/store/articles/articles.h"

#include <nettle/sha2.h>
#include <string.h>

static const char name_space[] = "alam article 1";

static void feed(struct sha256_ctx *hash, const char *bytes, size_t length)
{
    uint8_t prefix[8];
    for (size_t i = 0; i < sizeof prefix; i++)
        prefix[i] = (uint8_t)((uint64_t)length >> (8 * i));
    sha256_update(hash, sizeof prefix, prefix);
    sha256_update(hash, length, (const uint8_t *)bytes);
}

static void feed_string(struct sha256_ctx *hash, const char *string)
{
    feed(hash, string ? string : "", string ? strlen(string) : 0);
}

void article_derive_id(struct article *article)
{
    struct sha256_ctx hash;
    uint8_t digest[16];
    sha256_init(&hash);
    feed_string(&hash, name_space);
    if (article->external_id) {
        feed_string(&hash, "external_id");
        feed_string(&hash, article->source);
        feed_string(&hash, article->external_id);
    } else if (article->url) {
        feed_string(&hash, "url");
        feed_string(&hash, article->url);
    } else {
        feed_string(&hash, "text");
        feed_string(&hash, article->title);
        feed(&hash, article->text.bytes, article->text.length);
    }
    sha256_digest(&hash, sizeof digest, digest);
    digest[6] = (uint8_t)((digest[6] & 0x0F) | 0x80);
    digest[8] = (uint8_t)((digest[8] & 0x3F) | 0x80);
    for (size_t i = 0, at = 0; i < sizeof digest; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            article->id[at++] = '-';
        article->id[at++] = "0123456789abcdef"[digest[i] >> 4];
        article->id[at++] = "0123456789abcdef"[digest[i] & 15];
    }
    article->id[ARTICLE_ID_LENGTH] = '\0';
}

bool article_id_parse(const char *text, char ret_id[ARTICLE_ID_LENGTH + 1])
{
    if (strlen(text) != ARTICLE_ID_LENGTH)
        return false;
    for (size_t i = 0; i < ARTICLE_ID_LENGTH; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] | 0x20) : text[i];
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        ret_id[i] = c;
    }
    ret_id[ARTICLE_ID_LENGTH] = '\0';
    return true;
}
