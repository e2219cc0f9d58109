/* tagging.h - tagging for handlers: one place that measures and counts it. Threads: an HTTP thread. */
#ifndef ALAM_HANDLERS_TAGGING_H
#define ALAM_HANDLERS_TAGGING_H

#include "nlp/tagger.h"
#include "service/route/request.h"

enum status tagging_run(struct request *request, const struct tag_request *what, struct annotation *ret_annotation);

#endif
