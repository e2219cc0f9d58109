/* line.h - a line of a batch and its share of ALAM_MEMORY_IN_FLIGHT (service/app/budget.h).
 *
 * Threads: the one that the line belongs to, without the batch's lock.
 */
#ifndef ALAM_HTTP_LINE_H
#define ALAM_HTTP_LINE_H

#include "service/http/batch/batch_state.h"

/* Whether there is memory in flight for the line's next step. False: it is in LINE_WAITING, and `told` is called once the
 * wait is over, perhaps before this returns. */
bool line_has_memory(struct line *line, void (*told)(struct share *share, bool granted));
/* Counts what the line holds now. */
void line_count_memory(struct line *line);
void line_free(struct line *line);

#endif
