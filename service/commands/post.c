#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/base/timestamp.h"
#include "service/post/post.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_ROOM = 256 };

static const char usage[] =
    "usage: alam post [OPTION]... [FILE...]\n"
    "Loads an archive into a running service: files of articles, one JSON object a line, as POST /v1/articles takes "
    "them\n"
    "and `alam export` writes them. Without FILE, or where FILE is -, it reads standard input (zcat a.gz | alam "
    "post).\n"
    "  --url URL          the service (default: http://127.0.0.1:8080)\n"
    "  --key-file FILE    holds the API key, for a service that asks for one; else the variable ALAM_KEY does\n"
    "  --cacert FILE      PEM certificates to trust in place of the system's\n"
    "  --connections N    requests at once (default: 4)\n"
    "  --lines N          articles in one request (default: 500)\n"
    "  --tries N          how often a request is sent before the run stops (default: 8), with pauses that double\n"
    "  --state FILE       notes how far each FILE is done; the same command again goes on from there\n"
    "  --refused FILE     lines that the service refuses are appended to it, as JSON: file, line, status, problem, "
    "and\n"
    "                     the line as it was sent; without it they are named on standard error\n"
    "  --quiet            no progress on standard error\n"
    "To send a line again is safe: an article that is there already is not stored twice. The exit status is 0 when "
    "every\n"
    "line was stored, 1 when some were refused, when there was none, or when the run stopped before its end, 2 for "
    "wrong usage.\n";

static const struct option option_table[] = {{"url", required_argument, NULL, 'u'},
                                             {"key-file", required_argument, NULL, 'k'},
                                             {"cacert", required_argument, NULL, 'a'},
                                             {"connections", required_argument, NULL, 'c'},
                                             {"lines", required_argument, NULL, 'l'},
                                             {"tries", required_argument, NULL, 't'},
                                             {"state", required_argument, NULL, 's'},
                                             {"refused", required_argument, NULL, 'r'},
                                             {"quiet", no_argument, NULL, 'q'},
                                             {"help", no_argument, NULL, 'h'},
                                             {0}};

/* False: the file does not hold one key. */
static bool read_key(const char *path, char key[KEY_ROOM])
{
    FILE *file = fopen(path, "re");
    bool read = file && fgets(key, KEY_ROOM, file);
    if (file)
        fclose(file);
    if (read)
        key[strcspn(key, " \t\r\n")] = '\0';
    return read && *key;
}

static bool read_count(const char *text, int64_t maximum, int64_t *ret_count)
{
    char *end;
    errno = 0;
    int64_t count = strtoimax(text, &end, 10);
    if (errno || end == text || *end || count < 1 || count > maximum)
        return false;
    *ret_count = count;
    return true;
}

struct numbers {
    int option;
    const char *name, *wanted;
    int64_t maximum;
    size_t offset; /* in struct post_options */
};

/* Sets an option that is a number. True: it was one, and *ret_exit is 0 or, for a wrong value, 2. */
static bool take_number(int option, struct post_options *options, int *ret_exit)
{
    static const struct numbers table[] = {
        {'c', "--connections", "a number from 1 to 64", 64, offsetof(struct post_options, connections)},
        {'l', "--lines", "a number from 1 to 100000", 100000, offsetof(struct post_options, lines)},
        {'t', "--tries", "a number from 1 to 1000", 1000, offsetof(struct post_options, tries)},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t *member = (int64_t *)(void *)((char *)options + table[i].offset);
        if (table[i].option != option)
            continue;
        *ret_exit = read_count(optarg, table[i].maximum, member)
                        ? 0
                        : usage_refuse("post", table[i].name, optarg, table[i].wanted);
        return true;
    }
    return false;
}

static void take_text(int option, struct post_options *options)
{
    if (option == 'u')
        options->url = optarg;
    else if (option == 'a')
        options->authorities = optarg;
    else if (option == 's')
        options->state = optarg;
    else if (option == 'r')
        options->refused = optarg;
    else if (option == 'q')
        options->quiet = true;
}

/* False: the process ends with *ret_exit. */
static bool read_options(int argc, char **argv, struct post_options *options, char key[KEY_ROOM], int *ret_exit)
{
    for (int option; (option = getopt_long(argc, argv, "qh", option_table, NULL)) != -1;) {
        *ret_exit = 0;
        if (option == 'h' || option == '?') {
            fputs(usage, option == 'h' ? stdout : stderr);
            *ret_exit = option == 'h' ? 0 : 2;
            return false;
        }
        if (option == 'k' && !read_key(optarg, key))
            *ret_exit = usage_refuse("post", "--key-file", optarg, "a file that holds an API key");
        else if (option == 'k')
            options->key = key;
        else if (!take_number(option, options, ret_exit))
            take_text(option, options);
        if (*ret_exit)
            return false;
    }
    return true;
}

static int report(const struct post_options *options, enum status status, const struct post_totals *totals,
                  const struct error *error, int64_t began)
{
    double seconds = (double)(timestamp_monotonic() - began) / 1e6;
    fprintf(stderr, "alam post: %lld lines in %.1f s: %lld stored, %lld there already, %lld refused%s%s%s\n",
            (long long)totals->lines, seconds, (long long)totals->stored, (long long)totals->existing,
            (long long)totals->refused, totals->refused && options->refused ? " (" : "",
            totals->refused && options->refused ? options->refused : "",
            totals->refused && options->refused ? ")" : "");
    bool nothing = totals->lines == 0 && !options->state; /* with a state all may have been sent before */
    if (status == STATUS_OK && nothing)
        fputs("alam post: there was no line to send\n", stderr);
    if (status == STATUS_OK)
        return totals->refused || nothing ? 1 : 0;
    fprintf(stderr, "alam post: stopped: %s\n", error->detail);
    if (status == STATUS_UNAVAILABLE)
        fprintf(stderr, "alam post: the same command again %s\n",
                options->state ? "goes on from there"
                               : "sends all of it again, which is safe; with --state it would go on");
    return 1;
}

int command_post(int argc, char **argv)
{
    char dash[] = "-", *standard_input[] = {dash};
    char key[KEY_ROOM];
    struct post_options options = {.url = "http://127.0.0.1:8080", .connections = 4, .lines = 500, .tries = 8};
    struct post_totals totals = {.lines = 0};
    struct error error = {""};
    int exit_status;
    const char *known = getenv("ALAM_KEY");
    options.key = known && *known ? known : NULL;
    if (!read_options(argc, argv, &options, key, &exit_status))
        return exit_status;
    options.files = optind < argc ? argv + optind : standard_input;
    options.count = optind < argc ? (size_t)(argc - optind) : 1;
    int64_t began = timestamp_monotonic();
    enum status status = post_run(&options, &totals, &error);
    return report(&options, status, &totals, &error, began);
}
