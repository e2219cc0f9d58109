/* article_body.h - what a client says of an article: the body of POST, PUT and PATCH, and what its page adds. Threads: pure
 * functions. */
#ifndef ALAM_HANDLERS_ARTICLE_BODY_H
#define ALAM_HANDLERS_ARTICLE_BODY_H

#include "service/route/json_body.h"
#include "service/store/articles/article.h"

enum { ARTICLE_BODY_WARNINGS = 4 };

struct article_body {
    struct text text, html;
    const char *title, *author, *source, *url, *external_id, *published_at, *modified_at, *language, *section,
        *offset_unit;
    const char *page_url; /* where its page was fetched; NULL: it was not. No field of a body */
    struct body_list authors, tags;
    const char *warnings[ARTICLE_BODY_WARNINGS]; /* sentences about its page */
    size_t warning_count;
};

extern const struct body_field article_body_fields[];
extern const size_t article_body_field_count;

/* Notes in request->errors what a new article cannot be known by: an external_id without its source. */
void article_body_check_identity(struct request *request, const struct article_body *body);
/* Notes in request->errors that author and authors say different things. */
void article_body_check_authors(struct request *request, const struct article_body *body);

/* Takes text from the page `html`, and the other members as far as the body has none. `address`: where the page was
 * fetched; NULL: it was posted. What the page says of its own address is believed only of an address that can be that of
 * an article, and where it was fetched only of one of the same site (base/url.h). */
enum status article_body_take_page(struct request *request, struct article_body *body, struct text html,
                                   const char *address);

/* Makes an article of it and tags it: all but its id. `body` must live as long as the article. An article whose
 * published_at is further ahead than ALAM_PUBLISHED_AHEAD has a warning, and is dated by received_at. */
enum status article_body_make(struct request *request, const struct article_body *body, struct article *ret_article);

/* In which unit the client counts. */
enum offset_unit article_body_unit(const struct article_body *body);

/* The normal form of an address (base/url.h), in the arena; NULL of NULL, or when the arena has failed. */
const char *article_body_url_key(struct request *request, const char *url);

/* The other way: what a client would have to say to get this article. */
void article_body_of(struct request *request, const struct article *article, struct article_body *ret_body);

/* Whether the address can be an article's: http or https, well formed, and not longer than ALAM_FIELD_MAXIMUM. */
bool article_body_may_keep(const struct request *request, const char *url);

#endif
