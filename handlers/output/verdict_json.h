/* verdict_json.h - verdicts as JSON: those on an article, and labelled articles made of them. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_VERDICT_JSON_H
#define ALAM_HANDLERS_OUTPUT_VERDICT_JSON_H

#include "service/base/json.h"
#include "service/store/articles/verdict.h"

/* {"article", "offset_unit", "verdicts": […]} */
void verdict_json_write(struct json *json, const struct article *article, const struct verdict_list *verdicts,
                        enum offset_unit unit);

/* The line of one field of an article, in the form that `alam evaluate` and `alam grammar fit` read
 * (service/grammar/labelled.h): what is stored of it, with what editors said, offsets in code points. */
void verdict_json_write_labelled(struct json *json, const struct article *article, enum text_field field,
                                 const struct verdict_list *verdicts);

#endif
