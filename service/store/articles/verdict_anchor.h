/* verdict_anchor.h - finds the places of verdicts in a text that was corrected.
 *
 * A verdict stays with its words: of all places where they stand, the one whose surroundings are most like those that the
 * verdict had, and among equals the nearest to where it was. A place that begins or ends inside a word counts only where
 * the verdict's did. Where the words are gone the verdict no longer applies; it applies again when they come back. Two
 * verdicts never take the same words. Threads: pure functions.
 */
#ifndef ALAM_STORE_ARTICLES_VERDICT_ANCHOR_H
#define ALAM_STORE_ARTICLES_VERDICT_ANCHOR_H

#include "service/store/articles/verdict.h"

/* Sets ranges and `applies` of each verdict; the words and surroundings stay those that the editor saw. */
void verdict_anchor(struct verdict_list *verdicts, const struct text fields[FIELD_COUNT]);

#endif
