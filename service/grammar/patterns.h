/* patterns.h - fills a generator of sentences (nlp/fit/generate.h) from a folder of gazetteer sources.
 *
 * Names come from DIRECTORY/people-*.tsv, places-*.tsv, organizations-*.tsv and the lexicons of given and family names; patterns
 * from DIRECTORY/fit/sentences-LANGUAGE.tsv, where they are described. Threads: no shared state.
 */
#ifndef ALAM_GRAMMAR_PATTERNS_H
#define ALAM_GRAMMAR_PATTERNS_H

#include "nlp/fit/generate.h"
#include "nlp/sequence/context.h"
#include "service/base/status.h"

/* Adds patterns and names of the script's language. STATUS_IO: a file cannot be read, or there is none. STATUS_BAD_SOURCE: a pattern
 * is of no known kind. */
enum status patterns_read(struct generator *generator, const char *directory, enum script script, struct error *error);

#endif
