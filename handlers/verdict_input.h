/* verdict_input.h - verdicts as a client writes them, and what they mean for an article. Threads: whoever owns the
 * connection. */
#ifndef ALAM_HANDLERS_VERDICT_INPUT_H
#define ALAM_HANDLERS_VERDICT_INPUT_H

#include "handlers/verdict_entity.h"

struct verdict_inputs {
    struct verdict_input *items;
    size_t count;
    enum offset_unit unit;
};

/* Reads the body, {"offset_unit", "verdicts": […]}. What is wrong with it stands in request->errors. */
enum status verdict_input_read(struct request *request, struct verdict_inputs *ret_inputs);

/* The verdicts on the article when those of the client are taken in: each takes the place of those on the same words. An
 * input that says what is known already changes nothing. *ret_changed: whether the list is another one than `known`.
 * STATUS_INVALID_INPUT, with the reasons in request->errors. */
enum status verdict_input_merge(struct request *request, struct store_conn *conn, const struct verdict_inputs *inputs,
                                const struct article *article, const struct verdict_list *known,
                                struct verdict_list *ret_list, bool *ret_changed);

#endif
