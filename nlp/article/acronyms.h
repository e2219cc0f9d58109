/* acronyms.h - what an article says of its acronyms: Atlantic Medical Association (AMA).
 *
 * A short form in brackets behind an organization's name means that organization throughout the article, whatever else it means
 * elsewhere: what the document says beats fame.
 */
#ifndef ALAM_NLP_ACRONYMS_H
#define ALAM_NLP_ACRONYMS_H

#include "nlp/lattice/found.h"

/* Gives both forms one entity, at all their places. */
void acronyms_link(const struct tagging *t, struct found_list *list);

#endif
