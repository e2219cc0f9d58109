/* faults.h - what is wrong with the lines of a file: said on standard error as "alam gazetteer: PATH:LINE: reason" for the
 * first FAULTS_SHOWN lines, and counted.
 *
 *     struct faults faults = {.path = path};
 *     faults_add(&faults, 17, "the id is missing");
 *     bool sound = faults_end(&faults);
 *
 * Depends on service/base only. Threads: no shared state.
 */
#ifndef ALAM_GAZETTEER_FAULTS_H
#define ALAM_GAZETTEER_FAULTS_H

#include "service/base/text.h"

enum { FAULTS_SHOWN = 10 };

struct faults {
    const char *path;
    size_t count;
};

/* Line 0 is the file as a whole. */
__attribute__((format(printf, 3, 4))) void faults_add(struct faults *faults, size_t line, const char *format, ...);

/* Says how many there are when not all were shown. True: there is none. */
bool faults_end(const struct faults *faults);

/* Why a line is not text: it holds NUL, or is not UTF-8. NULL: it is text. */
const char *faults_in_line(struct text line);

/* Whether a file is text in UTF-8 and not empty; false after messages. */
bool faults_check_file(const char *path, struct text bytes);

#endif
