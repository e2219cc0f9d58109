/* alam extract: what intake would take from a page; for trying and for tests. */
#include "service/fetch/extract.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/commands/commands.h"
#include "service/fetch/charset.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_MAXIMUM = 64 << 20, MEMORY = 512 << 20 };

static const char usage[] =
    "usage: alam extract [CONTENT-TYPE] <page.html\n"
    "Prints the article of an HTML page as JSON: text, title, site, author, time, language, address.\n";

static void write(struct json *json, const char *key, const char *value)
{
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void print(const struct extract *extract)
{
    char moment[TIMESTAMP_LENGTH];
    struct strbuf out;
    struct json json;
    strbuf_init(&out, PAGE_MAXIMUM);
    jsonw_init(&json, &out);
    jsonw_object(&json);
    write(&json, "title", extract->title);
    write(&json, "site", extract->site);
    write(&json, "author", extract->author);
    write(&json, "published_at", extract->published ? timestamp_format(extract->published_at, moment) : NULL);
    write(&json, "language", extract->language);
    write(&json, "url", extract->url);
    write(&json, "text", extract->text);
    jsonw_end(&json);
    puts(out.data);
    strbuf_release(&out);
}

int command_extract(int argc, char **argv)
{
    struct strbuf page, utf8;
    struct arena arena;
    struct extract extract;
    struct error error = {""};
    if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
        bool help = strcmp(argv[1], "--help") == 0;
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    strbuf_init(&page, PAGE_MAXIMUM);
    strbuf_init(&utf8, PAGE_MAXIMUM);
    arena_init(&arena, MEMORY);
    for (char *room; (room = strbuf_reserve(&page, BUFSIZ));) {
        size_t length = fread(room, 1, BUFSIZ, stdin);
        page.length += length;
        if (length == 0)
            break;
    }
    enum status status =
        charset_to_utf8(page.data ? page.data : "", page.length, argc == 2 ? argv[1] : "", &utf8, &error);
    if (status == STATUS_OK)
        status = extract_article(utf8.data ? utf8.data : "", utf8.length, &arena, &extract, &error);
    if (status == STATUS_OK)
        print(&extract);
    else
        fprintf(stderr, "alam extract: %s\n", error.detail);
    arena_release(&arena);
    strbuf_release(&page);
    strbuf_release(&utf8);
    return status != STATUS_OK;
}
