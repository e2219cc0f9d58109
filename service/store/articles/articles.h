/* articles.h - stored articles: put, get, delete, list.
 *
 * An article's id is a UUID derived from its key (article_derive_id), so posting twice meets the same row and no second
 * unique index is needed. An article, its entities and their names are stored in one transaction; locks are taken in
 * the order article, entities by id, names by (entity, key). What GET answers is rebuilt from the rows and equals what
 * the first POST answered. Strings of results live in the arena. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ARTICLES_H
#define ALAM_STORE_ARTICLES_H

#include "nlp/tagger.h"
#include "service/base/arena.h"
#include "service/store/store.h"

enum { ARTICLE_ID_LENGTH = 36 };

struct article {
    char id[ARTICLE_ID_LENGTH + 1];
    const char *source, *external_id, *url, *title, *author; /* NULL: absent */
    struct text text;                                        /* empty in lists */
    const char *language;
    bool published;       /* published_at is given */
    int64_t published_at; /* microseconds since 1970 */
    int64_t received_at;
    int64_t dated_at;             /* published_at, else received_at: what lists are ordered by */
    struct annotation annotation; /* in lists: the top entities, without mentions but with their number */
};

/* RFC 9562 UUID of version 8: 122 bits of SHA-256 over alam's name space and the key, each part with its length: source
 * and external_id when an external_id is given, else url, else title and text. Version 5 would mean SHA-1, with which
 * two texts of one id can be made. */
void article_derive_id(struct article *article);
/* True for the canonical form, any case; *ret_id gets the lower-case one. */
bool article_id_parse(const char *text, char ret_id[ARTICLE_ID_LENGTH + 1]);

/* Commits before it returns. *ret_created false: the article was there; *article is then the stored one. */
enum status articles_put(struct store_conn *conn, struct article *article, struct arena *arena, bool *ret_created,
                         struct error *error);
/* STATUS_NOT_FOUND when there is none. */
enum status articles_get(struct store_conn *conn, const char *id, struct arena *arena, struct article *ret_article,
                         struct error *error);
/* With everything that was derived from it, counts included. */
enum status articles_delete(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);
/* Deletes up to `maximum` of the oldest articles dated before `before`; *ret_deleted 0: there are no more. */
enum status articles_prune(struct store_conn *conn, int64_t before, int64_t maximum, struct arena *arena,
                           int64_t *ret_deleted, struct error *error);

enum { ARTICLE_FILTER_ENTITIES = 16 };

struct word_query; /* words.h */

struct article_filter {
    const char *entities[ARTICLE_FILTER_ENTITIES]; /* an article must name all of them */
    size_t entity_count;
    const char *source, *language, *type; /* NULL: any */
    const struct word_query *words;       /* NULL: any */
    const int64_t *from, *to;             /* dated_at in [from, to); NULL: open */
    bool after;                           /* the page starts after this position */
    int64_t after_dated_at;
    char after_id[ARTICLE_ID_LENGTH + 1];
    int64_t limit;
};

struct article_page {
    struct article *articles; /* newest first */
    size_t count;
    bool more;
};

enum status articles_list(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                          struct article_page *ret_page, struct error *error);

#endif
