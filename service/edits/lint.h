/* lint.h - what is wrong with an entry that an editor wrote: the rules of `alam gazetteer check` (service/lint/rules.h).
 *
 * Errors refuse the edit, warnings come back with it. Other entities are those of the gazetteer in use, which may be behind
 * the last edit by a moment. Threads: pure but for the arena.
 */
#ifndef ALAM_EDITS_LINT_H
#define ALAM_EDITS_LINT_H

#include "nlp/gazetteer.h"
#include "service/edits/entry.h"
#include "service/lint/rules.h"

enum { LINT_FAULTS_MAXIMUM = 32 };

struct lint_fault {
    enum check_rule rule;
    const char *pointer; /* in the entry as JSON: "/name_ar", "/aliases/3" */
    const char *detail;  /* a sentence */
};

struct lint {
    struct lint_fault faults[LINT_FAULTS_MAXIMUM]; /* errors and warnings; further ones are left out */
    size_t count, errors;
};

void lint_entry(struct lint *ret_lint, const struct entry *entry, const struct gazetteer *gazetteer,
                struct arena *arena);

#endif
