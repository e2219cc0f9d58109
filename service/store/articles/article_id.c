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

static void begin(struct sha256_ctx *hash)
{
    sha256_init(hash);
    feed_string(hash, name_space);
}

static void end(struct sha256_ctx *hash, char ret_id[ARTICLE_ID_LENGTH + 1])
{
    uint8_t digest[UUID_BYTES];
    sha256_digest(hash, sizeof digest, digest);
    uuid_format(digest, VERSION_CUSTOM, ret_id);
}

static void derive_by_url(const char *url, char ret_id[ARTICLE_ID_LENGTH + 1])
{
    struct sha256_ctx hash;
    begin(&hash);
    feed_string(&hash, "url");
    feed_string(&hash, url);
    end(&hash, ret_id);
}

void article_id_derive(struct article *article, char ret_former[ARTICLE_ID_LENGTH + 1])
{
    struct sha256_ctx hash;
    *ret_former = '\0';
    if (!article->external_id && article->url) {
        derive_by_url(article->url_key, article->id);
        if (strcmp(article->url_key, article->url) != 0)
            derive_by_url(article->url, ret_former);
        return;
    }
    begin(&hash);
    if (article->external_id) {
        feed_string(&hash, "external_id");
        feed_string(&hash, article->source);
        feed_string(&hash, article->external_id);
    } else {
        feed_string(&hash, "text");
        feed_string(&hash, article->title);
        feed(&hash, article->text.bytes, article->text.length);
    }
    end(&hash, article->id);
}
