/* verdict_list.h - which articles editors have judged, for an export page by page. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ARTICLES_VERDICT_LIST_H
#define ALAM_STORE_ARTICLES_VERDICT_LIST_H

#include "service/store/articles/verdict.h"

struct verdict_filter {
    const char *after;             /* the id of an article; NULL: from the first */
    const int64_t *since;          /* a verdict was made since then, microseconds since 1970; NULL: at any time */
    const char *source, *language; /* NULL: any */
    int64_t limit;
};

/* The ids of articles on which a verdict applies, in their order. */
enum status verdict_list(struct store_conn *conn, const struct verdict_filter *filter, struct arena *arena,
                         const char *const **ret_ids, size_t *ret_count, struct error *error);

#endif
