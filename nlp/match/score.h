/* score.h - what it is worth to read an arc as one of its candidates, by the spelling and by the words around it.
 *
 * A score is the sum of the weights that apply (nlp/lattice/weights.h). Arcs of positive score compete on the path.
 * Threads: as the tagging.
 */
#ifndef ALAM_NLP_SCORE_H
#define ALAM_NLP_SCORE_H

#include "nlp/lattice/score_record.h"
#include "nlp/lattice/tagging.h"

/* Score of reading the arc as that candidate, by what stands in the sentence. -INFINITY: its case rules the candidate out.
 * With a recorder all parts are computed. Without one, a candidate that is the only one of its name, and neither an
 * ordinary word nor rare, gets the parts of its form only: these suffice where no other arc overlaps it. */
float score_candidate(const struct tagging *t, const struct field *field, const struct arc *arc,
                      const struct image_candidate *candidate, struct score_record *record);

/* Sets arc->candidate and arc->score to the best of the arc's candidates. `context`, unless it is NULL, adds what the
 * whole article says. */
void score_choose(const struct tagging *t, const struct field *field, struct arc *arc,
                  const struct article_context *context);

/* Does the word before the arc ask for the entity's type, or for another one? صحيفة, مدينة, الرئيس */
enum cue { CUE_NONE, CUE_MET, CUE_CLASH };
enum cue score_cue(const struct tagging *t, const struct field *field, const struct arc *arc,
                   const struct image_entity *entity);

/* Is the arc written as the candidate's source writes it, with nothing folded? */
bool score_is_exact(const struct field *field, const struct arc *arc, const struct image_candidate *candidate);

#endif
