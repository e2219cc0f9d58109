/* list_json.h - the form of every list that the API answers: an object with `data` and `next_cursor`.
 *
 *     jsonw_object(&json);
 *     …members of the list as a whole, if there are any…
 *     list_json_begin(&json);
 *     …items…
 *     list_json_end(&json, next_cursor);
 *
 * Threads: pure functions.
 */
#ifndef ALAM_HANDLERS_OUTPUT_LIST_JSON_H
#define ALAM_HANDLERS_OUTPUT_LIST_JSON_H

#include "service/base/json.h"

/* Opens the array `data` in the object that is open. */
void list_json_begin(struct json *json);
/* Closes the array and the object. `next_cursor` leads to the next page (paging.h); NULL: this was the last one. */
void list_json_end(struct json *json, const char *next_cursor);
/* A whole list of one page: `items` is a JSON array. */
void list_json_write(struct json *json, const char *items);

#endif
