/* heads.h - inside of the image builder: which names begin with a word that stands outside the span.
 *
 * A place loses an outer head that its main name does not begin with (مدينة صور, but مدينة نصر); a person a title; an
 * organization a head or cue that its main name does not begin with, or without which it is called so too, or which only
 * says what it is: media and clubs before an outer head (صحيفة الرياض, نادي الزمالك, but وكالة الأنباء السعودية). Else a
 * head with the article whose adjective follows stays inside (الإذاعة الوطنية العامة).
 *
 *     struct heads heads;
 *     if (heads_init(&heads, builder, classes_of))
 *         outside = heads_outer(&heads, form);
 *     heads_release(&heads);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_HEADS_H
#define ALAM_NLP_HEADS_H

#include "nlp/build/builder.h"

struct heads {
    const struct builder *builder;
    const uint64_t *classes_of; /* by word number; the caller's */
    uint64_t *names;            /* hashes of the organizations' forms, sorted; each with its entity */
    size_t count;
    bool explains[IMAGE_SUBTYPES + 1]; /* by subtype: an outer head only says what the entity is */
};

bool heads_init(struct heads *heads, const struct builder *builder, const uint64_t *classes_of); /* false: no memory */
void heads_release(struct heads *heads);

/* Does the form begin with a head that the span leaves out? */
bool heads_outer(const struct heads *heads, const struct build_form *form);

#endif
