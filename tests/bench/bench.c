#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_seconds(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double bench_cpu_seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

void bench_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

char *bench_read(const char *path, size_t *ret_length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        bench_die("cannot read %s", path);
    size_t length = (size_t)ftell(file);
    rewind(file);
    char *bytes = calloc(1, length + 64);
    if (!bytes || fread(bytes, 1, length, file) != length)
        bench_die("cannot read %s", path);
    fclose(file);
    *ret_length = length;
    return bytes;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

size_t bench_article(const char *text, size_t length)
{
    if (length <= BENCH_ARTICLE_BYTES)
        return length;
    const char *end = memchr(text + BENCH_ARTICLE_BYTES, '\n', length - BENCH_ARTICLE_BYTES);
    return end ? (size_t)(end - text) + 1 : length;
}

size_t bench_peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}

static void cell(double value, int decimals, int width)
{
    if (value < 0)
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, decimals, value);
}

void bench_print(const struct bench_row *row)
{
    printf("%-14s", row->what);
    cell(row->names, 0, 8);
    cell(row->megabytes_a_second, 1, 8);
    cell(row->nanoseconds_a_word, 1, 8);
    cell(row->of_floor, 3, 9);
    cell(row->build_seconds, 2, 8);
    cell(row->bytes_a_name, 0, 9);
    cell(row->open_milliseconds, 1, 8);
    printf("  %s\n", row->note ? row->note : "");
    fflush(stdout);
}
