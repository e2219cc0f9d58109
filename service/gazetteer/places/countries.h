/* countries.h - the codes of ISO 3166-1 alpha-2, and XK as everybody writes Kosovo. Constant data. */
#ifndef ALAM_GAZETTEER_COUNTRIES_H
#define ALAM_GAZETTEER_COUNTRIES_H

#include "nlp/text/types.h"

bool country_is_known(struct text code);

#endif
