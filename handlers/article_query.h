/* article_query.h - the query parameters by which articles are listed and deleted. Threads: pure functions. */
#ifndef ALAM_HANDLERS_ARTICLE_QUERY_H
#define ALAM_HANDLERS_ARTICLE_QUERY_H

#include "service/route/request.h"
#include "service/store/articles/article_filter.h"

/* Their names, for request_allow_parameters; others may follow. */
#define ARTICLE_QUERY_PARAMETERS                                                                                       \
    "entity", "type", "known", "source", "external_id", "url", "author", "language", "gazetteer_version",              \
        "gazetteer_before", "q", "from", "to"

/* Reads them into the filter, and notes in request->errors what is wrong (paging_check). */
void article_query_read(struct request *request, struct article_filter *filter);

/* Whether the filter leaves anything out. */
bool article_query_is_narrow(const struct article_filter *filter);

/* A parameter that is true or false, in the arena; NULL when it is absent or wrong. */
const bool *article_query_boolean(struct request *request, const char *name);

#endif
