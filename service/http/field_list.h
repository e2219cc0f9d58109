/* field_list.h - header fields whose value is a list: "gzip;q=0.5, zstd" (RFC 9110 section 5.6.1).
 *
 * Items are separated by commas; a comma inside of a quoted string separates nothing; empty items do not count. Such a
 * field may come on several lines, which headers_list (headers.h) joins. Threads: pure functions.
 *
 *     for (struct text item; field_list_next(&rest, &item);)
 *         use(item);
 */
#ifndef ALAM_HTTP_FIELD_LIST_H
#define ALAM_HTTP_FIELD_LIST_H

#include "service/base/text.h"

/* Takes the first item off *rest, which may be NULL, and writes it without the blanks around it. False: none is left. */
bool field_list_next(const char **rest, struct text *ret_item);

/* What stands before the first ";" of an item, its parameters: "gzip;q=0.5" is "gzip". */
struct text field_list_token(struct text item);

/* Whether the two are the same but for the case of ASCII letters. */
bool field_list_is(struct text token, const char *name);

/* How much an item is wanted, 0 to 1: "gzip;q=0.5" is 0.5, "gzip" is 1. */
double field_list_quality(struct text item);

/* How much the list wants what has this name. 0: not at all, or the list does not name it; wildcards are not looked at. */
double field_list_accepts(const char *list, const char *name);

/* Whether the list of preferences (RFC 7240) has this one: prefers(header, "return", "minimal") for
 * `Prefer: return=minimal; x, wait=10`. `value` is NULL for a preference that has none. */
bool field_list_prefers(const char *list, const char *name, const char *value);

#endif
