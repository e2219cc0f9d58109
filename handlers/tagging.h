/* tagging.h - the tagger for handlers, with the metrics of its time and of what it finds. Threads: any; a request belongs
 * to one. */
#ifndef ALAM_HANDLERS_TAGGING_H
#define ALAM_HANDLERS_TAGGING_H

#include "nlp/tagger.h"
#include "service/route/request.h"

/* Tags into *ret_annotation, in the request's arena; failures set request->error. */
enum status tagging_run(struct request *request, const struct tag_request *what, struct annotation *ret_annotation);

#endif
