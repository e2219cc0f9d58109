#include "service/page/extract_json.h"

#include "service/base/timestamp.h"

#include <string.h>

enum { PATH_LEVELS = 3 /* elements of a line's path */, NAMES_MAXIMUM = 60 /* bytes of class and id */ };

static void write_string(struct json *json, const char *key, const char *value)
{
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void write_time(struct json *json, const char *key, bool known, int64_t time)
{
    char buffer[TIMESTAMP_LENGTH];
    write_string(json, key, known ? timestamp_format(time, buffer) : NULL);
}

static void write_strings(struct json *json, const char *key, const char *const *strings, size_t count)
{
    jsonw_key(json, key);
    jsonw_array(json);
    for (size_t i = 0; i < count; i++)
        jsonw_string(json, strings[i]);
    jsonw_end(json);
}

static void add_name(struct strbuf *path, char sign, const char *names)
{
    size_t length = names ? strcspn(names, " \t\r\n") : 0;
    if (length && length <= NAMES_MAXIMUM)
        strbuf_printf(path, "%c%.*s", sign, (int)length, names);
}

/* As CSS would select the element: "article#main > div.text > p". */
static void add_path(const struct tree *tree, uint32_t node, int level, struct strbuf *path)
{
    const struct node *element = &tree->nodes[node];
    if (level < PATH_LEVELS && element->parent) {
        add_path(tree, element->parent, level + 1, path);
        strbuf_puts(path, path->length ? " > " : "");
    }
    strbuf_puts(path, element->tag == TAG_OTHER ? "*" : tag_name(element->tag));
    add_name(path, '#', tree_attribute(element, ATTRIBUTE_ID));
    add_name(path, '.', tree_attribute(element, ATTRIBUTE_CLASS));
}

static void write_line(struct json *json, const struct page *page, const struct line *line, struct strbuf *path)
{
    strbuf_clear(path);
    add_path(&page->tree, line->block, 0, path);
    jsonw_object(json);
    jsonw_key(json, "kept");
    jsonw_boolean(json, line->reason == REASON_KEPT);
    write_string(json, "reason", reason_phrase(line->reason));
    write_string(json, "element", path->data);
    jsonw_key(json, "letters");
    jsonw_integer(json, line->letters);
    jsonw_key(json, "linked");
    jsonw_integer(json, line->linked);
    write_string(json, "text", line->text);
    jsonw_end(json);
}

static void write_lines(struct json *json, const struct page *page)
{
    struct strbuf path;
    strbuf_init(&path, 4096);
    jsonw_key(json, "blocks");
    jsonw_array(json);
    for (uint32_t i = 0; i < page->line_count; i++)
        write_line(json, page, &page->lines[i], &path);
    jsonw_end(json);
    strbuf_release(&path);
}

void extract_write_json(struct json *json, const struct extract *extract, bool explain)
{
    const struct meta *meta = &extract->meta;
    jsonw_object(json);
    write_string(json, "title", meta->title);
    write_string(json, "site", meta->site);
    write_string(json, "author", meta->byline.count ? meta->byline.authors[0] : NULL);
    write_strings(json, "authors", meta->byline.authors, meta->byline.count);
    write_time(json, "published_at", meta->published, meta->published_at);
    write_time(json, "modified_at", meta->modified, meta->modified_at);
    write_string(json, "language", meta->language);
    write_string(json, "url", meta->url);
    jsonw_key(json, "text");
    jsonw_stringn(json, extract->text.bytes, extract->text.length);
    write_strings(json, "warnings", extract->warnings, extract->warning_count);
    if (explain)
        write_lines(json, &extract->page);
    jsonw_end(json);
}
