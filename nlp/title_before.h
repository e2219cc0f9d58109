/* title_before.h - the title or role that stands right before a name: الرئيس, Prime Minister, وزير الخارجية.
 *
 * Threads: as tag() (nlp/tagger.h).
 */
#ifndef ALAM_NLP_TITLE_BEFORE_H
#define ALAM_NLP_TITLE_BEFORE_H

#include "nlp/gazetteer.h"

/* The last words of `before` as far as they are titles or roles, or what belongs to one; empty when the last word is none.
 * It points into `before`, which must be valid UTF-8. STATUS_OUT_OF_MEMORY. */
enum status title_before(const struct gazetteer *gazetteer, struct text before, struct arena *arena,
                         struct text *ret_title, struct error *error);

#endif
