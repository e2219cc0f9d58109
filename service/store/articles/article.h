/* article.h - an article as the service holds it, on its way into the database or back.
 *
 * Texts live in an arena. Threads: plain data.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_H
#define ALAM_STORE_ARTICLES_ARTICLE_H

#include "nlp/answer/annotation.h"
#include "service/base/uuid.h"

enum { ARTICLE_ID_LENGTH = UUID_LENGTH };

struct text_list {
    const char *const *items;
    size_t count;
};

struct article {
    char id[ARTICLE_ID_LENGTH + 1];                           /* article_id.h */
    const char *source, *external_id, *url, *title, *section; /* NULL: absent */
    const char *page_key; /* address of the page that it was fetched from, in its normal form; NULL: it was not */
    const char *url_key;  /* url in its normal form (base/url.h) */
    struct text_list authors, tags; /* in the order in which they were given */
    struct text text;               /* empty in lists */
    const char *language;
    bool published, modified, updated; /* published_at, modified_at, updated_at are given */
    int64_t published_at;              /* all times are microseconds since 1970 */
    int64_t modified_at;               /* as the publisher says */
    int64_t received_at;               /* the first revision */
    int64_t updated_at;                /* this revision, when it is not the first one */
    int64_t dated_at;                  /* published_at unless that is absent or too far ahead, else received_at:
                                        * lists are ordered by it */
    int64_t revision;                  /* from 1 on; counted up whenever the article is replaced */
    int64_t retagged;                  /* how often it was tagged anew since it was stored first */
    struct annotation annotation; /* in lists: the top entities, with the number of their mentions but without these */
};

#endif
