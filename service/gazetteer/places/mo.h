/* mo.h - message catalogues of gettext, .mo files (GNU gettext manual, "The Format of GNU MO Files").
 *
 * Threads: no shared state.
 */
#ifndef ALAM_GAZETTEER_MO_H
#define ALAM_GAZETTEER_MO_H

#include "service/base/text.h"

/* Calls `take` for every message; the texts are valid during the call. False after a message on standard error. */
bool mo_read(const char *path, void (*take)(void *context, struct text id, struct text text), void *context);

#endif
