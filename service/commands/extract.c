#include "service/app/usage.h"
#include "service/commands/commands.h"

#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/fetch/charset.h"
#include "service/fetch/extract.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_MAXIMUM = 64 << 20, MEMORY = 512 << 20, PATIENCE_MS = 60000 };

static const char usage[] =
    "usage: alam extract [CONTENT-TYPE] <page.html\n"
    "Prints as JSON what alam would take from an HTML page: title, site, author, time, language, address and text.\n"
    "CONTENT-TYPE is the header of that name that came with the page; it may tell the charset.\n";

static void write(struct json *json, const char *key, const char *value)
{
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void print(const struct extract *extract)
{
    const struct extract_meta *meta = &extract->meta;
    char moment[TIMESTAMP_LENGTH];
    struct strbuf out;
    struct json json;
    strbuf_init(&out, PAGE_MAXIMUM);
    jsonw_init(&json, &out);
    jsonw_object(&json);
    write(&json, "title", meta->title);
    write(&json, "site", meta->site);
    write(&json, "author", meta->author);
    write(&json, "published_at", meta->published ? timestamp_format(meta->published_at, moment) : NULL);
    write(&json, "language", meta->language);
    write(&json, "url", meta->url);
    write(&json, "text", extract->text.bytes);
    jsonw_end(&json);
    puts(out.data);
    strbuf_release(&out);
}

static enum status extract_page(const struct strbuf *page, const char *content_type, struct error *error)
{
    struct strbuf utf8;
    struct arena arena;
    struct extract extract;
    strbuf_init(&utf8, PAGE_MAXIMUM);
    arena_init(&arena, MEMORY);
    enum status status = charset_to_utf8(page->data, page->length, content_type, &utf8, error);
    if (status == STATUS_OK)
        status = extract_article(utf8.data, utf8.length, PATIENCE_MS, &arena, &extract, error);
    if (status == STATUS_OK)
        print(&extract);
    arena_release(&arena);
    strbuf_release(&utf8);
    return status;
}

int command_extract(int argc, char **argv)
{
    struct strbuf page;
    struct error error = {""};
    if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
        bool help = usage_is_help(argv[1]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    strbuf_init(&page, PAGE_MAXIMUM);
    enum status status = strbuf_read(&page, stdin) ? extract_page(&page, argc == 2 ? argv[1] : "", &error)
                                                   : error_set(&error, STATUS_IO, "the page cannot be read whole");
    if (status != STATUS_OK)
        fprintf(stderr, "alam extract: %s\n", error.detail);
    strbuf_release(&page);
    return status != STATUS_OK;
}
