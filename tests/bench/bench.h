/* bench.h - what the benchmark programs share: clock, files, articles, medians.
 *
 * Benchmarks print, they never judge: no test asserts a time. Depends on libc only. Threads: one.
 */
#ifndef ALAM_TESTS_BENCH_H
#define ALAM_TESTS_BENCH_H

#include <stddef.h>

enum { BENCH_ARTICLE_BYTES = 6000 };

/* Seconds of a monotonic clock, and of this process on a processor: for passes over text, which wait for nothing. */
double bench_seconds(void);
double bench_cpu_seconds(void);

/* The whole file, malloc'ed, 64 zero bytes behind it. Ends the program with a message when it cannot be read. */
char *bench_read(const char *path, size_t *ret_length);

/* Reorders `values`. */
double bench_median(double *values, size_t count);

/* Bytes of the article that starts at `text`: up to the end of the line that passes BENCH_ARTICLE_BYTES. */
size_t bench_article(const char *text, size_t length);

/* Peak resident memory of this process, in bytes. */
size_t bench_peak_memory(void);

__attribute__((noreturn, format(printf, 1, 2))) void bench_die(const char *format, ...);

/* One row of the table that scripts/bench.sh heads. Values below 0 print as "-". */
struct bench_row {
    const char *what, *note;
    double names, megabytes_a_second, nanoseconds_a_word, of_floor, build_seconds, bytes_a_name, open_milliseconds;
};
void bench_print(const struct bench_row *row);

#endif
