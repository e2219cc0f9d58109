/* article_filter.h - what a list of articles asks for. Threads: plain data. */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_FILTER_H
#define ALAM_STORE_ARTICLES_ARTICLE_FILTER_H

#include "service/store/articles/article.h"

enum { ARTICLE_FILTER_ENTITIES = 16 };

struct word_query; /* words.h */

struct article_filter {
    const char *entities[ARTICLE_FILTER_ENTITIES]; /* an article must name all of them */
    size_t entity_count;
    const char *source, *language, *type; /* NULL: any; `type`: an article must name an entity of this type */
    const struct word_query *words;       /* NULL: any */
    const char *version, *version_before; /* tagged by this version of the gazetteer, or before it; NULL: by any */
    const char *id;                       /* of one article; NULL: any */
    const char *url_key;                  /* an address in its normal form (base/url.h); NULL: any */
    const char *author;                   /* one of the authors; NULL: any */
    const bool *known;                    /* an article must name an entity that the gazetteer has, or has not */
    bool oldest;                          /* the oldest first, else the newest */
    const int64_t *from, *to;             /* dated_at in [from, to), microseconds since 1970; NULL: open */
    bool after;                           /* the page starts after this position */
    int64_t after_dated_at;
    char after_id[ARTICLE_ID_LENGTH + 1];
    int64_t limit;
};

#endif
