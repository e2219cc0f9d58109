/* entry_json.h - an entry of the gazetteer as JSON. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_ENTRY_JSON_H
#define ALAM_HANDLERS_OUTPUT_ENTRY_JSON_H

#include "service/base/json.h"
#include "service/edits/entry.h"
#include "service/edits/lint.h"

/* What has become of an entry. */
struct entry_standing {
    int64_t edit;       /* that changed it last; 0: none did */
    bool known, edited; /* the base has it; an edit says something else than the base */
    bool deleted;
    const char *merged_into;   /* NULL: it was not merged */
    const char *const *merged; /* ids of those that were merged into it; NULL: not asked for */
    size_t merged_count;
    const struct json_value *state; /* whose members name what differs from the base; NULL: nothing */
};

/* The entry as an object; with the warnings of `lint` unless that is NULL. */
void entry_json_write(struct json *json, const struct entry *entry, const struct entry_standing *standing,
                      const struct lint *lint);

/* "base", "edited", "added", "deleted" or "merged". */
const char *entry_source(const struct entry_standing *standing);

#endif
