#include "service/fetch/extract_meta.h"

#include "service/base/json_read.h"
#include "service/fetch/extract_dom.h"
#include "service/fetch/page_date.h"

#include <string.h>
#include <strings.h>

enum {
    LD_DEPTH = 32,              /* nesting of JSON-LD that is read */
    LD_LOOK = 6,                /* nesting in which an article is looked for */
    WRITTEN_DATE_MAXIMUM = 120, /* bytes */
    WRITTEN_DATE_LOOK = 4096    /* bytes, white space included */
};

/* What the page says, by the place where it says it; the first that is found in each place counts. */
struct found {
    const char *og_title, *ld_headline, *h1, *title_tag, *og_site, *ld_publisher, *ld_author, *meta_author, *rel_author;
    const char *ld_date, *meta_date, *item_date, *time_tag, *written_date, *html_lang, *og_locale, *canonical, *og_url;
};

static void keep(const char **place, const char *value)
{
    if (!*place)
        *place = value;
}

static const char *first(const char *const *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (candidates[i])
            return candidates[i];
    return NULL;
}
#define FIRST(...)                                                                                                     \
    first((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void read_meta(struct arena *arena, const xmlNode *node, struct found *found)
{
    const struct row {
        const char *name;
        const char **place;
    } rows[] = {
        {"og:title", &found->og_title},
        {"twitter:title", &found->og_title},
        {"og:site_name", &found->og_site},
        {"author", &found->meta_author},
        {"article:author", &found->meta_author},
        {"og:locale", &found->og_locale},
        {"og:url", &found->og_url},
        {"article:published_time", &found->meta_date},
        {"datePublished", &found->item_date},
        {"date", &found->meta_date},
        {"pubdate", &found->meta_date},
        {"publish-date", &found->meta_date},
        {"DC.date.issued", &found->meta_date},
    };
    const char *name = dom_attribute(arena, node, "property"), *content = dom_attribute(arena, node, "content");
    name = name ? name : dom_attribute(arena, node, "name");
    name = name ? name : dom_attribute(arena, node, "itemprop");
    for (size_t i = 0; name && content && i < sizeof rows / sizeof *rows; i++)
        if (strcasecmp(rows[i].name, name) == 0)
            keep(rows[i].place, content);
}

static const char *ld_string(struct arena *arena, const struct json_value *object, const char *key)
{
    return dom_collapse(arena, json_read_string(json_read_member(object, key)));
}

/* "author": "Name", {"name": …} or a list of either. */
static const char *ld_name(struct arena *arena, const struct json_value *object, const char *key)
{
    const struct json_value *value = json_read_member(object, key), *first_item = json_read_items(value);
    value = first_item ? first_item : value;
    return json_read_string(value) ? dom_collapse(arena, json_read_string(value)) : ld_string(arena, value, "name");
}

static bool is_article(const struct json_value *object)
{
    const struct json_value *types = json_read_member(object, "@type"), *first_type = json_read_items(types);
    const char *type = json_read_string(first_type ? first_type : types);
    return type && (strstr(type, "Article") || strstr(type, "Posting"));
}

/* Looks for an object that is an article: some pages nest it in @graph, some in lists. */
static void read_ld(struct arena *arena, const struct json_value *value, int depth, struct found *found)
{
    if (value->kind == JSON_KIND_OBJECT && is_article(value)) {
        keep(&found->ld_headline, ld_string(arena, value, "headline"));
        keep(&found->ld_date, ld_string(arena, value, "datePublished"));
        keep(&found->ld_author, ld_name(arena, value, "author"));
        keep(&found->ld_publisher, ld_name(arena, value, "publisher"));
        return;
    }
    for (const struct json_value *child = value->first; child && depth < LD_LOOK; child = child->next)
        read_ld(arena, child, depth + 1, found);
}

static void read_script(struct arena *arena, const xmlNode *node, struct found *found)
{
    const char *type = dom_attribute(arena, node, "type");
    if (!type || strcasecmp(type, "application/ld+json") != 0)
        return;
    xmlChar *content = xmlNodeGetContent(node);
    char *copy = content ? arena_strdup(arena, (const char *)content) : NULL;
    const struct json_value *value;
    struct json_fault ignored;
    xmlFree(content);
    if (copy && json_read(copy, strlen(copy), LD_DEPTH, arena, &value, &ignored) == STATUS_OK)
        read_ld(arena, value, 0, found);
}

static bool mentions(const char *attribute, const char *const *words)
{
    for (; attribute && *words; words++)
        if (strcasestr(attribute, *words))
            return true;
    return false;
}

/* The time that an element gives for machines, else for people. */
static const char *time_of(struct arena *arena, const xmlNode *node)
{
    const char *machine = dom_attribute(arena, node, "datetime");
    return machine ? machine : dom_text(arena, node, DOM_TEXT_MAXIMUM);
}

/* A date written out, in an element whose class speaks of dates. */
static void read_written_date(struct arena *arena, const xmlNode *node, struct found *found)
{
    static const char *const words[] = {"date", "publish", "time", NULL};
    bool holder = dom_is(node, "span") || dom_is(node, "div") || dom_is(node, "p") || dom_is(node, "li");
    if (found->written_date || !holder || !mentions(dom_attribute(arena, node, "class"), words))
        return;
    const char *text = dom_text(arena, node, WRITTEN_DATE_LOOK);
    int64_t moment;
    if (text && strlen(text) < WRITTEN_DATE_MAXIMUM && page_date_parse(text, &moment))
        found->written_date = text;
}

static void read_body(struct arena *arena, const xmlNode *node, struct found *found)
{
    const char *item = dom_attribute(arena, node, "itemprop"), *rel = dom_attribute(arena, node, "rel");
    if (dom_is(node, "h1") && !found->h1)
        keep(&found->h1, dom_text(arena, node, DOM_TEXT_MAXIMUM));
    if (dom_is(node, "time") && !found->time_tag)
        keep(&found->time_tag, time_of(arena, node));
    if (item && strcmp(item, "datePublished") == 0 && !found->item_date)
        keep(&found->item_date, time_of(arena, node));
    bool author = (item && strcmp(item, "author") == 0) || (rel && strcmp(rel, "author") == 0 && dom_is(node, "a"));
    if (author && !found->rel_author)
        keep(&found->rel_author, dom_text(arena, node, DOM_TEXT_MAXIMUM));
    read_written_date(arena, node, found);
}

static void read_node(struct arena *arena, const xmlNode *node, struct found *found)
{
    if (dom_is(node, "html"))
        keep(&found->html_lang, dom_attribute(arena, node, "lang"));
    else if (dom_is(node, "title"))
        keep(&found->title_tag, found->title_tag ? NULL : dom_text(arena, node, DOM_TEXT_MAXIMUM));
    else if (dom_is(node, "meta"))
        read_meta(arena, node, found);
    else if (dom_is(node, "script"))
        read_script(arena, node, found);
    else if (dom_is(node, "link") &&
             mentions(dom_attribute(arena, node, "rel"), (const char *const[]){"canonical", NULL}))
        keep(&found->canonical, dom_attribute(arena, node, "href"));
    else if (node->type == XML_ELEMENT_NODE)
        read_body(arena, node, found);
}

/* "Headline | Site" without the site: cuts what stands behind the last bar or spaced dash, unless that is most of it. */
static const char *without_site(struct arena *arena, const char *title)
{
    static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", NULL};
    const char *cut = NULL;
    for (const char *const *bar = bars; title && *bar; bar++)
        for (const char *at = title; (at = strstr(at, *bar)); at++)
            if (!cut || at > cut)
                cut = at;
    if (!cut || (size_t)(cut - title) < strlen(cut) / 2)
        return title;
    return arena_strndup(arena, title, (size_t)(cut - title));
}

/* "ar-EG", "ar_AR" -> "ar" */
static const char *language(struct arena *arena, const char *tag)
{
    size_t length = tag ? strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
    return length == 2 || length == 3 ? arena_strndup(arena, tag, length) : NULL;
}

static const char *web_address(const char *url)
{
    return url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0) ? url : NULL;
}

static void set_time(const struct found *found, struct extract_meta *meta)
{
    const char *dates[] = {found->ld_date, found->meta_date, found->item_date, found->time_tag, found->written_date};
    for (size_t i = 0; i < sizeof dates / sizeof *dates && !meta->published; i++)
        meta->published = dates[i] && page_date_parse(dates[i], &meta->published_at);
}

struct extract_meta extract_meta(xmlNode *root, struct arena *arena)
{
    struct found found = {NULL};
    struct extract_meta meta = {NULL};
    for (xmlNode *node = root; node; node = dom_next(node, root, false))
        read_node(arena, node, &found);
    meta.site = FIRST(found.og_site, found.ld_publisher);
    meta.title = FIRST(found.og_title, found.ld_headline, found.h1, without_site(arena, found.title_tag));
    /* some sites give the address of a profile as author */
    meta.author = FIRST(found.ld_author, web_address(found.meta_author) ? NULL : found.meta_author, found.rel_author);
    meta.language = FIRST(language(arena, found.html_lang), language(arena, found.og_locale));
    meta.url = FIRST(web_address(found.canonical), web_address(found.og_url));
    set_time(&found, &meta);
    return meta;
}
