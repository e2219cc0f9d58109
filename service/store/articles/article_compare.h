/* article_compare.h - in which members two articles differ. Threads: pure functions. */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_COMPARE_H
#define ALAM_STORE_ARTICLES_ARTICLE_COMPARE_H

#include "service/store/articles/article.h"

/* Members that a publisher gives; the bits of a set of differences. */
enum article_member {
    MEMBER_TITLE,
    MEMBER_TEXT,
    MEMBER_AUTHORS,
    MEMBER_SOURCE,
    MEMBER_EXTERNAL_ID,
    MEMBER_URL,
    MEMBER_SECTION,
    MEMBER_TAGS,
    MEMBER_LANGUAGE,
    MEMBER_PUBLISHED_AT,
    MEMBER_MODIFIED_AT,
    MEMBER_COUNT
};

/* The set of members that differ, as 1 << member. Addresses are compared in their normal form. */
unsigned article_compare(const struct article *left, const struct article *right);

/* The member as a JSON pointer: "/title". */
const char *article_member_pointer(enum article_member member);

#endif
