/* lines.h - a text file line by line in constant memory: plain, gzip or bzip2 (told by its first bytes), "-" for stdin.
 * Threads: one reader, one thread. */
#ifndef ALAM_GAZETTEER_LINES_H
#define ALAM_GAZETTEER_LINES_H

#include "nlp/text/types.h"

struct lines;

enum { LINE_MAXIMUM = 64 << 20, LINES_BUFFER = 1 << 20 }; /* bytes */

enum lines_result { LINES_LINE, LINES_TOO_LONG, LINES_END, LINES_FAILED };

/* NULL after a complaint on stderr. */
struct lines *lines_open(const char *path);
void lines_close(struct lines *lines);

/* The line without its end, valid until the next call. LINES_TOO_LONG: it was skipped. LINES_FAILED: complaint made. */
enum lines_result lines_next(struct lines *lines, struct text *ret_line);

/* 0…1 of the file's bytes read, negative when its size is not known. */
double lines_share(const struct lines *lines);
uint64_t lines_bytes(const struct lines *lines); /* read from the file, as stored */

#endif
