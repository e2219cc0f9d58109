/* lines.h - reads a text file line by line, as a stream: plain, gzip or bzip2, told apart by the first bytes.
 *
 * Memory does not depend on the file's size: one buffer of LINES_BUFFER bytes as stored, and one of decoded bytes that
 * grows to the longest line. Lines longer than LINE_MAXIMUM are passed over and reported. Failures are said on standard
 * error as "alam gazetteer: PATH: reason". Depends on service/base, zlib and bzip2. Threads: one reader, one thread.
 *
 *     struct lines *lines = lines_open(path);
 *     while (lines && (result = lines_next(lines, &line)) < LINES_END)
 *         if (result == LINES_LINE)
 *             use(line);
 *     lines_close(lines);
 */
#ifndef ALAM_GAZETTEER_LINES_H
#define ALAM_GAZETTEER_LINES_H

#include "service/base/text.h"

struct lines;

enum { LINE_MAXIMUM = 64 << 20, LINES_BUFFER = 1 << 20 }; /* bytes */

enum lines_result { LINES_LINE, LINES_TOO_LONG, LINES_END, LINES_FAILED };

/* "-" is standard input. `path` must live until lines_close. NULL after a message. */
struct lines *lines_open(const char *path);
void lines_close(struct lines *lines); /* NULL is allowed */

/* A byte-order mark before the first line is passed over; UTF-16 and UTF-32 are failures.
 * LINES_LINE: *ret_line is the next line without LF or CR LF, valid until the next call. LINES_TOO_LONG: a line was passed
 * over. LINES_FAILED: reading or decompressing failed, a message was written. */
enum lines_result lines_next(struct lines *lines, struct text *ret_line);

/* How much of the file was read, 0 to 1; negative when its size is not known. */
double lines_share(const struct lines *lines);

/* How many bytes of the file were read, as it is stored. */
uint64_t lines_bytes(const struct lines *lines);

#endif
