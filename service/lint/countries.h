/* countries.h - the country codes of ISO 3166-1 alpha-2, and XK, which is in common use for Kosovo.
 *
 * Threads: constant data.
 */
#ifndef ALAM_LINT_COUNTRIES_H
#define ALAM_LINT_COUNTRIES_H

#include "service/base/text.h"

/* Is it one of them, in capitals? */
bool country_is_known(struct text code);

#endif
