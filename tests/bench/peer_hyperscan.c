/* peer_hyperscan.c - Hyperscan's literal mode (hs_compile_lit_multi) over the same text and names, beside the floor.
 *
 *     peer_hyperscan NAMES DIRECTORY BYTES SECONDS
 *
 * Counts matches anywhere, inside words too: no folding, no word ends. The articles up to BYTES are scanned. Gives up with a row
 * that says so after SECONDS.
 */
#include "tests/bench/bench.h"
#include "tests/bench/floor.h"

#include <hs/hs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 3 };

struct literals {
    const char **strings;
    unsigned *flags, *ids;
    size_t *lengths;
    unsigned count;
};

static struct literals split_lines(char *names, size_t length)
{
    size_t room = 0;
    for (size_t i = 0; i < length; i++)
        room += names[i] == '\n';
    struct literals l = {malloc((room + 1) * sizeof *l.strings), calloc(room + 1, sizeof *l.flags),
                         calloc(room + 1, sizeof *l.ids), malloc((room + 1) * sizeof *l.lengths), 0};
    if (!l.strings || !l.flags || !l.ids || !l.lengths)
        bench_die("no memory");
    for (char *line = names, *end; (end = memchr(line, '\n', (size_t)(names + length - line))); line = end + 1) {
        l.strings[l.count] = line;
        l.lengths[l.count] = (size_t)(end - line);
        l.ids[l.count] = l.count;
        l.count++;
    }
    return l;
}

static int count_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    (void)id, (void)from, (void)to, (void)flags;
    ++*(size_t *)context;
    return 0;
}

static double scan(const hs_database_t *database, hs_scratch_t *scratch, const char *text, size_t length,
                   size_t *ret_matches)
{
    double begin = bench_cpu_seconds();
    *ret_matches = 0;
    for (size_t at = 0, size; at < length; at += size) {
        size = bench_article(text + at, length - at);
        if (hs_scan(database, text + at, (unsigned)size, 0, scratch, count_match, ret_matches) != HS_SUCCESS)
            bench_die("hs_scan failed");
    }
    return bench_cpu_seconds() - begin;
}

static void measure(const char *directory, double names, size_t bytes)
{
    char path[512], note[160];
    size_t names_length, text_length, matches, database_size;
    snprintf(path, sizeof path, "%s/names.txt", directory);
    char *plain = bench_read(path, &names_length);
    snprintf(path, sizeof path, "%s/text.txt", directory);
    char *text = bench_read(path, &text_length);
    struct floor floor;
    floor_init(&floor, plain, names_length);
    struct literals l = split_lines(plain, names_length);
    hs_database_t *database;
    hs_compile_error_t *error;
    hs_scratch_t *scratch = NULL;
    double begin = bench_seconds();
    if (hs_compile_lit_multi(l.strings, l.flags, l.ids, l.lengths, l.count, HS_MODE_BLOCK, NULL, &database, &error) !=
        HS_SUCCESS) {
        bench_print(&(struct bench_row){"hyperscan", error->message, names, -1, -1, -1, -1, -1, -1});
        return;
    }
    double build = bench_seconds() - begin, floors[ROUNDS], scans[ROUNDS];
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS || hs_database_size(database, &database_size) != HS_SUCCESS)
        bench_die("hyperscan: no scratch");
    size_t slice = 0;
    while (slice < bytes && slice < text_length)
        slice += bench_article(text + slice, text_length - slice);
    struct floor_counts words = {0};
    for (int i = 0; i < ROUNDS; i++) {
        begin = bench_cpu_seconds();
        words = floor_pass(&floor, text, slice);
        floors[i] = bench_cpu_seconds() - begin;
        scans[i] = scan(database, scratch, text, slice, &matches);
    }
    double by_floor = bench_median(floors, ROUNDS), by_scan = bench_median(scans, ROUNDS);
    snprintf(note, sizeof note, "%zu matches in %.1f MB, %.0f MB of memory", matches, (double)slice / 1e6,
             (double)bench_peak_memory() / 1e6);
    bench_print(&(struct bench_row){"hyperscan", note, names, (double)slice / 1e6 / by_scan,
                                    by_scan * 1e9 / (double)words.words, by_floor / by_scan, build,
                                    (double)database_size / names, -1});
}

int main(int argc, char **argv)
{
    if (argc != 5)
        bench_die("usage: peer_hyperscan NAMES DIRECTORY BYTES SECONDS");
    double names = strtod(argv[1], NULL);
    int status;
    pid_t child = fork();
    if (child == 0) {
        alarm((unsigned)atoi(argv[4]));
        measure(argv[2], names, strtoull(argv[3], NULL, 10));
        return 0;
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        bench_die("cannot fork");
    if (WIFSIGNALED(status)) {
        char note[80];
        snprintf(note, sizeof note,
                 WTERMSIG(status) == SIGALRM ? "not built and scanned within %s s" : "killed within %s s", argv[4]);
        bench_print(&(struct bench_row){"hyperscan", note, names, -1, -1, -1, -1, -1, -1});
    }
    return 0;
}
