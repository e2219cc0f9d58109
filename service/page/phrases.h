/* phrases.h - lines that sites put into articles and that are no part of them: "Read also: …", "Advertisement", "All rights
 * reserved", "اقرأ أيضا".
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_PHRASES_H
#define ALAM_PAGE_PHRASES_H

#include "service/page/lines.h"

/* Why the line is no part of an article; REASON_NONE: its words say nothing. */
enum reason phrases_judge(const struct line *line);

#endif
