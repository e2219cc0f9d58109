#include "service/fetch/extract_dom.h"

#include "service/base/json_read.h"
#include "service/fetch/page_date.h"

#include <string.h>
#include <strings.h>

enum { LD_DEPTH = 32, LD_LOOK = 6 };

/* What the page says, by where it says it; the first filled one of each row is taken. */
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

/* Any object below that is an article: some pages nest it in @graph, some in lists. */
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

static void read_body(struct arena *arena, const xmlNode *node, struct found *found)
{
    static const char *const date_words[] = {"date", "publish", "time", NULL};
    if (dom_is(node, "h1"))
        keep(&found->h1, dom_text(arena, node));
    if (dom_is(node, "time")) {
        const char *machine = dom_attribute(arena, node, "datetime");
        keep(&found->time_tag, machine ? machine : dom_text(arena, node));
    }
    const char *item = dom_attribute(arena, node, "itemprop"), *rel = dom_attribute(arena, node, "rel");
    if (item && strcmp(item, "datePublished") == 0) {
        const char *machine = dom_attribute(arena, node, "datetime");
        keep(&found->item_date, machine ? machine : dom_text(arena, node));
    }
    if ((item && strcmp(item, "author") == 0) || (rel && strcmp(rel, "author") == 0 && dom_is(node, "a")))
        keep(&found->rel_author, dom_text(arena, node));
    if (!found->written_date &&
        (dom_is(node, "span") || dom_is(node, "div") || dom_is(node, "p") || dom_is(node, "li")) &&
        mentions(dom_attribute(arena, node, "class"), date_words)) {
        const char *text = dom_text(arena, node);
        int64_t moment;
        if (text && strlen(text) < 120 && page_date_parse(text, &moment))
            found->written_date = text;
    }
}

static void read_node(struct arena *arena, const xmlNode *node, struct found *found)
{
    if (dom_is(node, "html"))
        keep(&found->html_lang, dom_attribute(arena, node, "lang"));
    else if (dom_is(node, "title"))
        keep(&found->title_tag, dom_text(arena, node));
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

/* "Headline | Site" without what stands behind the last bar or spaced dash. */
static const char *without_site(struct arena *arena, const char *title, const char *site)
{
    static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", NULL};
    const char *cut = NULL;
    for (const char *const *bar = bars; title && *bar; bar++)
        for (const char *at = title; (at = strstr(at, *bar)); at++)
            if (!cut || at > cut)
                cut = at;
    if (!cut || (size_t)(cut - title) < strlen(cut) / 2)
        return title;
    (void)site;
    return arena_strndup(arena, title, (size_t)(cut - title));
}

/* "ar-EG", "ar_AR" -> "ar" */
static const char *language(struct arena *arena, const char *tag)
{
    size_t length = tag ? strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
    return length == 2 || length == 3 ? arena_strndup(arena, tag, length) : NULL;
}

static bool is_web(const char *url)
{
    return url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
}

void extract_meta(xmlNode *root, struct arena *arena, struct extract *extract)
{
    struct found found = {NULL};
    for (xmlNode *node = root; node; node = dom_next(node, root, false))
        read_node(arena, node, &found);
    extract->site = FIRST(found.og_site, found.ld_publisher);
    extract->title =
        FIRST(found.og_title, found.ld_headline, found.h1, without_site(arena, found.title_tag, extract->site));
    extract->author = FIRST(found.ld_author, is_web(found.meta_author) ? NULL : found.meta_author, found.rel_author);
    extract->language = FIRST(language(arena, found.html_lang), language(arena, found.og_locale));
    extract->url = FIRST(is_web(found.canonical) ? found.canonical : NULL, is_web(found.og_url) ? found.og_url : NULL);
    const char *dates[] = {found.ld_date, found.meta_date, found.item_date, found.time_tag, found.written_date};
    for (size_t i = 0; i < sizeof dates / sizeof *dates && !extract->published; i++)
        extract->published = dates[i] && page_date_parse(dates[i], &extract->published_at);
}
