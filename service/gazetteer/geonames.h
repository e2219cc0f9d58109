/* geonames.h - GeoNames' table of places (readme.txt of download.geonames.org/export/dump): its columns, and what its
 * figures of population are worth.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_GAZETTEER_GEONAMES_H
#define ALAM_GAZETTEER_GEONAMES_H

#include <stdint.h>

/* Columns that alam reads. */
enum {
    GEONAMES_ID,         /* a number */
    GEONAMES_NAME,       /* UTF-8 */
    GEONAMES_ASCII,      /* the name in ASCII letters */
    GEONAMES_ALTERNATES, /* other names, separated by commas, without their languages */
    GEONAMES_CLASS = 6,  /* feature class; "P": a settlement */
    GEONAMES_CODE,       /* feature code; "PPLC": a capital */
    GEONAMES_COUNTRY,    /* ISO 3166-1 alpha-2 */
    GEONAMES_POPULATION = 14,
    GEONAMES_COLUMNS = 19
};

/* The smallest settlement of Debian's table, and the default of `alam gazetteer import geonames`. */
enum { GEONAMES_POPULATION_MINIMUM = 15000 };

/* The prior (0 to 255, nlp/data/README.md) of a settlement: 10 up to 15,000 people, 120 from 20 million on, in even steps
 * of the logarithm between them. */
int geonames_prior(uint32_t population);

#endif
