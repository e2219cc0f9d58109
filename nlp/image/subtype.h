/* subtype.h - all that alam knows of entities by their subtype: one table.
 *
 * Sources name the subtype of an entity in one word (nlp/data/README.md), and any word may be used: an image keeps up to
 * IMAGE_SUBTYPES different ones. Those in the table have a prior of their own, or are of a kind that the builder or the
 * tagger asks for; all others are ordinary. Those of the shipped sources have numbers that stay, because the weights of
 * the sequence model speak of subtypes by number: in which order files are read, and what a file of a newsroom adds,
 * changes no weight.
 *
 *     if (subtype_find("club").kinds & SUBTYPE_SPORT)
 *         …
 *
 * Threads: pure function.
 */
#ifndef ALAM_NLP_IMAGE_SUBTYPE_H
#define ALAM_NLP_IMAGE_SUBTYPE_H

#include <stddef.h>
#include <stdint.h>

enum {
    SUBTYPE_SPORT = 1 << 0, /* who plays, trains and organizes: an article about sport prefers them */
    SUBTYPE_MEDIA = 1 << 1, /* named behind words such as "according to" and صحيفة */
    SUBTYPE_CLUB = 1 << 2,  /* named after its town, which the same words may mean */
    SUBTYPE_SAID = 1 << 3, /* a head before the name says the subtype only, and stands outside: صحيفة الرياض */
    SUBTYPE_REGION = 1 << 4, /* a part of a country that towns lie in */
    SUBTYPE_COUNTRY = 1 << 5,
};

enum { PRIOR_DEFAULT = 128, PRIOR_MAXIMUM = 255 };

struct subtype {
    const char *name;
    uint8_t prior; /* how likely a name means such an entity when the source gives no prior: 1…PRIOR_MAXIMUM */
    uint8_t kinds; /* SUBTYPE_… */
};

/* What is known of the subtype of that name; of one that is not in the table, and of "", PRIOR_DEFAULT and no kind. */
struct subtype subtype_find(const char *name);

/* The name of the subtype whose number is `index` + 1 in every image with subtypes; NULL: all further ones are numbered as
 * sources bring them. */
const char *subtype_numbered(size_t index);

#endif
