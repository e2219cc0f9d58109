/* bench_floor.c - the floor alone, for peers that are no C programs to alternate with.
 *
 *     bench_floor DIRECTORY        prints MB/s, nothing else
 */
#include "tests/bench/bench.h"
#include "tests/bench/floor.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 5 };

int main(int argc, char **argv)
{
    char path[512];
    size_t names_length, text_length;
    double seconds[ROUNDS];
    struct floor floor;
    if (argc != 2)
        bench_die("usage: bench_floor DIRECTORY");
    snprintf(path, sizeof path, "%s/names.txt", argv[1]);
    char *names = bench_read(path, &names_length);
    snprintf(path, sizeof path, "%s/text.txt", argv[1]);
    char *text = bench_read(path, &text_length);
    floor_init(&floor, names, names_length);
    for (int i = 0; i < ROUNDS; i++) {
        double begin = bench_cpu_seconds();
        floor_pass(&floor, text, text_length);
        seconds[i] = bench_cpu_seconds() - begin;
    }
    printf("%.1f\n", (double)text_length / 1e6 / bench_median(seconds, ROUNDS));
    floor_release(&floor);
    free(names);
    free(text);
    return 0;
}
