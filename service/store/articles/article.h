/* article.h - an article as the service holds it, on its way into the database or back.
 *
 * Texts live in an arena. Threads: plain data.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_H
#define ALAM_STORE_ARTICLES_ARTICLE_H

#include "nlp/answer/annotation.h"
#include "service/base/uuid.h"

enum { ARTICLE_ID_LENGTH = UUID_LENGTH };

struct article {
    char id[ARTICLE_ID_LENGTH + 1];                          /* article_id.h */
    const char *source, *external_id, *url, *title, *author; /* NULL: absent */
    struct text text;                                        /* empty in lists */
    const char *language;
    bool published;       /* published_at is given */
    int64_t published_at; /* all times are microseconds since 1970 */
    int64_t received_at;
    int64_t
        dated_at; /* published_at unless that is absent or too far ahead, else received_at: lists are ordered by it */
    struct annotation annotation; /* in lists: the top entities, with the number of their mentions but without these */
};

#endif
