/* qualify.h - a place with the region or country that it lies in: Athens, Georgia; أثينا بولاية جورجيا.
 *
 * Many towns bear the name of a more famous one. Where a text says in which region a place lies, that decides between the
 * candidates of both names; a famous place of another country is not meant, even if no list has the right one.
 */
#ifndef ALAM_NLP_QUALIFY_H
#define ALAM_NLP_QUALIFY_H

#include "nlp/lattice/tagging.h"

/* Chooses again among the candidates of such places in both fields, or takes the place for one in no list. */
void qualify_places(struct tagging *t);

#endif
