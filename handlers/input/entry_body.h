/* entry_body.h - an entry of the gazetteer as a client sends it: the fields of a body, what single values must look like,
 * and what becomes of the entry.
 *
 * Threads: one request, one thread.
 */
#ifndef ALAM_HANDLERS_INPUT_ENTRY_BODY_H
#define ALAM_HANDLERS_INPUT_ENTRY_BODY_H

#include "service/edits/entry.h"
#include "service/route/json_body.h"

struct entry_body {
    const char *id, *type, *subtype, *name_en, *name_ar, *country, *wikidata, *note, *reason;
    const struct json_value *prior, *aliases, *links;
};

/* The fields of struct entry_body. `id` is the last one. */
extern const struct body_field entry_body_fields[];
enum { ENTRY_BODY_FIELDS = 12, ENTRY_BODY_FIELDS_WITHOUT_ID = 11 };

/* Notes in request->errors what is wrong with aliases, links, prior and single texts, below `at` ("" for the body itself). */
void entry_body_check(struct request *request, const struct entry_body *body, const char *at);

/* Makes the entry what the body says. `patch`: only the fields that it names, and null makes a field what `base` has;
 * NULL: all fields, absent ones are empty. `base` NULL: the base does not have the entity. */
void entry_body_apply(struct request *request, const struct entry_body *body, const struct body_patch *patch,
                      const struct entry *base, struct entry *entry);

/* A note of why, at most 500 bytes. NULL: fine. */
field_check check_reason;

#endif
