#include "service/store/articles/article_id.h"

#include <nettle/sha2.h>
#include <string.h>

enum { VERSION_CUSTOM = 8 };

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

void article_id_derive(struct article *article)
{
    struct sha256_ctx hash;
    uint8_t digest[UUID_BYTES];
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
    uuid_format(digest, VERSION_CUSTOM, article->id);
}
