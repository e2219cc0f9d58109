/* verdict_apply.h - verdicts win over the tagger: what it found, changed as editors have said.
 *
 * A rejection takes away what was found within the stretch that was judged. Any other verdict takes away what overlaps the
 * right stretch, or lies within the one that was judged, and puts a mention of its own there, by METHOD_EDITOR with a
 * confidence of 1. Verdicts that do not apply change nothing. Threads: pure functions.
 */
#ifndef ALAM_STORE_ARTICLES_VERDICT_APPLY_H
#define ALAM_STORE_ARTICLES_VERDICT_APPLY_H

#include "nlp/gazetteer.h"
#include "service/store/articles/verdict.h"

/* Changes the annotation, whose offsets count code points: its entities and mentions are new ones in the arena where a
 * verdict applies. `fields` are the texts, indexed by enum text_field. False: the arena is full. */
bool verdict_apply(struct annotation *annotation, const struct verdict_list *verdicts,
                   const struct text fields[FIELD_COUNT], const struct gazetteer *gazetteer, struct arena *arena);

#endif
