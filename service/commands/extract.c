#include "service/app/usage.h"
#include "service/commands/commands.h"

#include "service/base/time_input.h"
#include "service/page/charset.h"
#include "service/page/extract_json.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { PAGE_MAXIMUM = 64 << 20, MEMORY = 1 << 30, PATIENCE_MS = 60000 };

static const char usage[] =
    "usage: alam extract [--explain] [--content-type TYPE] [--url URL] [--fetched-at TIME] [FILE]\n"
    "Prints as JSON what alam would take from an HTML page, in FILE or on standard input: title, site, authors, "
    "times,\n"
    "language, address, text, and warnings. Nothing is stored.\n"
    "  --explain             every block of the page, and why it was kept or left out\n"
    "  --content-type TYPE   the header of that name that came with the page; it may tell the charset\n"
    "  --url URL             where the page was found; its path may hold the date\n"
    "  --fetched-at TIME     when it was (RFC 3339), against which \"two hours ago\" is read\n";

struct options {
    bool explain;
    const char *content_type, *file;
    struct extract_options extract;
};

static enum status extract_page(const struct strbuf *page, const struct options *options, struct error *error)
{
    struct strbuf utf8, out;
    struct arena arena;
    struct extract extract;
    struct json json;
    strbuf_init(&utf8, PAGE_MAXIMUM);
    strbuf_init(&out, 8 * (size_t)PAGE_MAXIMUM);
    arena_init(&arena, MEMORY);
    enum status status = charset_to_utf8(page->data, page->length, options->content_type, &utf8, error);
    if (status == STATUS_OK)
        status = extract_article(utf8.data, utf8.length, &options->extract, &arena, &extract, error);
    if (status == STATUS_OK) {
        jsonw_init(&json, &out);
        extract_write_json(&json, &extract, options->explain);
        puts(out.data);
    }
    arena_release(&arena);
    strbuf_release(&out);
    strbuf_release(&utf8);
    return status;
}

static enum status read_page(const char *file, struct strbuf *page, struct error *error)
{
    FILE *from = file ? fopen(file, "rb") : stdin;
    if (!from)
        return error_set(error, STATUS_IO, "%s: %s", file, strerror(errno));
    bool complete = strbuf_read(page, from);
    if (file)
        fclose(from);
    return complete ? STATUS_OK : error_set(error, STATUS_IO, "the page cannot be read whole");
}

/* False: the arguments are none that the command knows. */
static bool read_arguments(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {{"explain", no_argument, NULL, 'e'},
                                          {"content-type", required_argument, NULL, 'c'},
                                          {"url", required_argument, NULL, 'u'},
                                          {"fetched-at", required_argument, NULL, 'f'},
                                          {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        if (option == 'e')
            options->explain = true;
        else if (option == 'c')
            options->content_type = optarg;
        else if (option == 'u')
            options->extract.url = optarg;
        else if (option != 'f' || time_input_read(optarg, strlen(optarg), &options->extract.now))
            return false;
    }
    options->file = optind < argc ? argv[optind] : NULL;
    return optind + 1 >= argc;
}

int command_extract(int argc, char **argv)
{
    struct options options = {.content_type = "", .extract = {.limit_ms = PATIENCE_MS}};
    struct strbuf page;
    struct error error = {""};
    if (argc == 2 && usage_is_help(argv[1])) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read_arguments(argc, argv, &options)) {
        fputs(usage, stderr);
        return 2;
    }
    strbuf_init(&page, PAGE_MAXIMUM);
    enum status status = read_page(options.file, &page, &error);
    if (status == STATUS_OK)
        status = extract_page(&page, &options, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam extract: %s\n", error.detail);
    strbuf_release(&page);
    return status != STATUS_OK;
}
