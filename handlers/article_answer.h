/* article_answer.h - a whole article as the answer to a request, and why one was not stored. Threads: pure functions. */
#ifndef ALAM_HANDLERS_ARTICLE_ANSWER_H
#define ALAM_HANDLERS_ARTICLE_ANSWER_H

#include "service/route/request.h"
#include "service/store/articles/article_prepare.h"

/* Answers with the article, its offsets counted in `unit`, or with its id and status where the client prefers
 * return=minimal. Sets its ETag, of which every revision has one of its own. */
enum status article_answer(struct request *request, int http, const struct article *article, enum offset_unit unit);

/* The tag: it changes with the revision, and when the article is deleted and posted anew. */
const char *article_etag(struct arena *arena, const struct article *article);

/* The problem of a write that was not stored: STATUS_CONFLICT, with the members that differ, or STATUS_STALE_REVISION.
 * STATUS_OK for the other outcomes. */
enum status article_answer_refused(struct request *request, const struct article_write *write);

#endif
