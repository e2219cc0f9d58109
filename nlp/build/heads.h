/* heads.h - finds the surface forms whose first word stands outside the span of a mention.
 *
 * Sources list صحيفة الرياض as a spelling of the newspaper الرياض, and texts have it so, but the mention is الرياض alone.
 * Left outside are:
 * - of a place, an outer head (مدينة) that its main name does not begin with: مدينة صور, but مدينة نصر stays whole;
 * - of a person, a title that is no given name or particle, too;
 * - of an organization, an outer head or a cue (شركة, نادي) if the organization has the rest of the form as a name, or if
 *   its main name does not begin with that word, or if the head only says what the organization is: a newspaper, a club
 *   (صحيفة الرياض, نادي الزمالك). A head stays inside when its adjective follows, both with the article (الإذاعة الوطنية),
 *   or when the word behind it keeps it (وكالة الأنباء السعودية, class head-keeper).
 *
 *     struct heads heads;
 *     if (heads_init(&heads, tables, classes_of))
 *         outside = heads_outer(&heads, form);
 *     heads_release(&heads);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_HEADS_H
#define ALAM_NLP_BUILD_HEADS_H

#include "nlp/build/tables.h"

struct heads {
    const struct tables *tables;
    const word_classes *classes_of; /* by word number; the caller's */
    uint64_t *names;                /* hashes of the organizations' forms, each with its entity; sorted */
    size_t count;                   /* of names */
    bool said[IMAGE_SUBTYPES + 1];  /* by subtype: SUBTYPE_SAID */
};

/* False: out of memory. */
bool heads_init(struct heads *heads, const struct tables *tables, const word_classes *classes_of);
void heads_release(struct heads *heads);

/* Does the form, which is not one of the lexicon, begin with a word that the span leaves out? */
bool heads_outer(const struct heads *heads, const struct build_form *form);

#endif
