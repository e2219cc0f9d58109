/* retag_json.h - a re-tagging as JSON: what was asked for, how far it came, what changed. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_RETAG_JSON_H
#define ALAM_HANDLERS_OUTPUT_RETAG_JSON_H

#include "service/base/json.h"
#include "service/store/operations/retag_jobs.h"

void retag_json_write(struct json *json, const struct retag_job *job);

#endif
