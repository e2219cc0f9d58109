#include "service/store/articles/article_compare.h"

#include <string.h>

static bool differ(const char *left, const char *right)
{
    return !left || !right ? left != right : strcmp(left, right) != 0;
}

static bool lists_differ(struct text_list left, struct text_list right)
{
    bool other = left.count != right.count;
    for (size_t i = 0; i < left.count && !other; i++)
        other = differ(left.items[i], right.items[i]);
    return other;
}

static bool times_differ(bool left_given, int64_t left, bool right_given, int64_t right)
{
    return left_given != right_given || (left_given && left != right);
}

static const char *url_of(const struct article *article)
{
    return article->url_key ? article->url_key : article->url;
}

unsigned article_compare(const struct article *left, const struct article *right)
{
    bool text =
        left->text.length != right->text.length || memcmp(left->text.bytes, right->text.bytes, left->text.length) != 0;
    const bool differs[MEMBER_COUNT] = {
        [MEMBER_TITLE] = differ(left->title, right->title),
        [MEMBER_TEXT] = text,
        [MEMBER_AUTHORS] = lists_differ(left->authors, right->authors),
        [MEMBER_SOURCE] = differ(left->source, right->source),
        [MEMBER_EXTERNAL_ID] = differ(left->external_id, right->external_id),
        [MEMBER_URL] = differ(url_of(left), url_of(right)),
        [MEMBER_SECTION] = differ(left->section, right->section),
        [MEMBER_TAGS] = lists_differ(left->tags, right->tags),
        [MEMBER_LANGUAGE] = differ(left->language, right->language),
        [MEMBER_PUBLISHED_AT] =
            times_differ(left->published, left->published_at, right->published, right->published_at),
        [MEMBER_MODIFIED_AT] = times_differ(left->modified, left->modified_at, right->modified, right->modified_at),
    };
    unsigned set = 0;
    for (unsigned member = 0; member < MEMBER_COUNT; member++)
        set |= differs[member] ? 1U << member : 0;
    return set;
}

const char *article_member_pointer(enum article_member member)
{
    static const char *const pointers[MEMBER_COUNT] = {
        [MEMBER_TITLE] = "/title",
        [MEMBER_TEXT] = "/text",
        [MEMBER_AUTHORS] = "/authors",
        [MEMBER_SOURCE] = "/source",
        [MEMBER_EXTERNAL_ID] = "/external_id",
        [MEMBER_URL] = "/url",
        [MEMBER_SECTION] = "/section",
        [MEMBER_TAGS] = "/tags",
        [MEMBER_LANGUAGE] = "/language",
        [MEMBER_PUBLISHED_AT] = "/published_at",
        [MEMBER_MODIFIED_AT] = "/modified_at",
    };
    return pointers[member];
}
