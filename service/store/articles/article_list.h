/* article_list.h - lists of articles, newest or oldest first, filtered and in pages.
 *
 * Which index is walked decides how long a list takes, and PostgreSQL's planner, which sees LIMIT and no counts, is
 * often wrong by a factor of ten and more. So the module decides, from counts that are known:
 *
 *   - A list without words is one walk along an index that has the order of the list. What fewer articles have leads:
 *     the rarest of the entities (entity_counts) or the source (the planner's statistics). The walk is then the shorter
 *     one both as a rule and at worst. The other filters are looked up for each article that the walk meets.
 *   - A list with words is either the same walk, with the words as one more filter, or it collects all articles with
 *     the words by their index and sorts them. The cost of both is estimated, and the cheaper is tried. The walk is
 *     bounded by BOUND times what is expected; when it does not fill the page, because the newest articles happen to
 *     lack what is asked for, the other way does.
 *   - A list by id, address or author collects what their indexes find, and sorts it.
 *
 * The statements are put together in article_list_sql.h. Threads: whoever owns the connection; strings live in the
 * arena.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_LIST_H
#define ALAM_STORE_ARTICLES_ARTICLE_LIST_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"
#include "service/store/articles/article_filter.h"

struct store_conn;

struct article_page {
    struct article *articles; /* in the filter's order, with their top entities */
    size_t count;
    bool more; /* there is another page */
};

enum status article_list(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                         struct article_page *ret_page, struct error *error);

/* The same, of the ids alone: up to filter->limit + 1 of them, the last of which tells that there are more. */
enum status article_list_ids(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                             const char ***ret_ids, size_t *ret_count, struct error *error);

#endif
