#include "service/page/ld.h"

#include "service/page/loose_json.h"

#include <string.h>
#include <strings.h>

enum {
    LOOK = 8,       /* nesting in which objects are looked for */
    OBJECTS = 512,  /* that are looked at */
    LONG = 64 << 10 /* bytes of a string other than articleBody that are looked at */
};

struct objects {
    const struct json_value *list[OBJECTS]; /* with a type or an id, in the order of the page */
    size_t count;
};

static void collect(struct objects *objects, const struct json_value *value, int depth)
{
    if (value->kind == JSON_KIND_OBJECT && objects->count < OBJECTS)
        objects->list[objects->count++] = value;
    if (value->kind != JSON_KIND_OBJECT && value->kind != JSON_KIND_ARRAY)
        return;
    for (const struct json_value *child = value->first; child && depth < LOOK; child = child->next)
        collect(objects, child, depth + 1);
}

static void read_scripts(struct arena *arena, const struct tree *tree, struct objects *objects)
{
    for (uint32_t i = 1; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        const char *type = node->tag == TAG_SCRIPT ? tree_attribute(node, ATTRIBUTE_TYPE) : NULL;
        if (!type || !strcasestr(type, "ld+json") || node->end <= i + 1 || !node[1].text)
            continue;
        const struct json_value *value = loose_json_read(arena, node[1].text);
        if (value)
            collect(objects, value, 0);
    }
}

static const char *string_of(struct arena *arena, const struct json_value *value)
{
    const struct json_value *item = value && value->kind == JSON_KIND_ARRAY ? value->first : value;
    const char *string = json_read_string(item);
    return string && strlen(string) < LONG ? tree_collapse(arena, string) : NULL;
}

static bool has_type(const struct json_value *object, const char *const *types)
{
    const struct json_value *type = json_read_member(object, "@type");
    type = type && type->kind == JSON_KIND_ARRAY ? type->first : type;
    for (; type; type = type->next) {
        const char *name = json_read_string(type);
        for (const char *const *wanted = types; name && *wanted; wanted++)
            if (strstr(name, *wanted))
                return true;
        if (!json_read_member(object, "@type") || json_read_member(object, "@type")->kind != JSON_KIND_ARRAY)
            return false;
    }
    return false;
}

static bool is_article(const struct json_value *object)
{
    static const char *const types[] = {"Article", "Posting", "Report", "Review", "LiveBlog", NULL};
    return has_type(object, types);
}

/* The object that a value stands for: an object that has only an id is looked up. */
static const struct json_value *resolve(const struct objects *objects, const struct json_value *value)
{
    const char *id = json_read_string(json_read_member(value, "@id"));
    if (!id || value->count > 2 || json_read_member(value, "name"))
        return value;
    for (size_t i = 0; i < objects->count; i++) {
        const char *other = json_read_string(json_read_member(objects->list[i], "@id"));
        if (other && strcmp(other, id) == 0 && objects->list[i]->count > 1 && objects->list[i] != value)
            return objects->list[i];
    }
    return value;
}

/* A name: a string, or the member `name` of an object, which may be nested once more. */
static const char *name_of(struct arena *arena, const struct objects *objects, const struct json_value *value)
{
    for (int depth = 0; value && depth < 4; depth++) {
        if (value->kind == JSON_KIND_ARRAY)
            value = value->first;
        if (value && value->kind == JSON_KIND_STRING)
            return string_of(arena, value);
        value = json_read_member(resolve(objects, value), "name");
    }
    return NULL;
}

static void read_authors(struct arena *arena, const struct objects *objects, const struct json_value *value,
                         struct ld *ld)
{
    static const char *const organizations[] = {"Organization", NULL};
    bool list = value && value->kind == JSON_KIND_ARRAY;
    const struct json_value *inner = value && value->kind == JSON_KIND_OBJECT ? json_read_member(value, "name") : NULL;
    if (inner && inner->kind == JSON_KIND_ARRAY) { /* {"name": ["A", "B"]} */
        read_authors(arena, objects, inner, ld);
        return;
    }
    for (const struct json_value *item = list ? value->first : value; item && ld->author_count < LD_AUTHORS;
         item = list ? item->next : NULL) {
        const char *name = name_of(arena, objects, item);
        ld->by_organization |= has_type(resolve(objects, item), organizations);
        if (name)
            ld->authors[ld->author_count++] = name;
    }
}

/* Addresses are the same when they differ only in scheme, "www." and a slash at the end. */
static bool same_address(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    const char *cut_a = strstr(a, "://"), *cut_b = strstr(b, "://");
    a = cut_a ? cut_a + 3 : a;
    b = cut_b ? cut_b + 3 : b;
    a += strncmp(a, "www.", 4) == 0 ? 4 : 0;
    b += strncmp(b, "www.", 4) == 0 ? 4 : 0;
    size_t length_a = strcspn(a, "?#"), length_b = strcspn(b, "?#");
    length_a -= length_a && a[length_a - 1] == '/';
    length_b -= length_b && b[length_b - 1] == '/';
    return length_a == length_b && strncmp(a, b, length_a) == 0;
}

static const char *address_of(const struct json_value *object, const char *key)
{
    const struct json_value *value = json_read_member(object, key);
    const char *string = json_read_string(value), *id = json_read_string(json_read_member(value, "@id"));
    return string ? string : id ? id : json_read_string(json_read_member(value, "url"));
}

/* How much an article looks as if it were about this page. */
static int score(const struct json_value *object, const char *url, const char *heading)
{
    const char *headline = json_read_string(json_read_member(object, "headline"));
    int score = (headline != NULL) + (json_read_member(object, "datePublished") != NULL) +
                (json_read_member(object, "articleBody") != NULL);
    if (same_address(address_of(object, "mainEntityOfPage"), url) || same_address(address_of(object, "url"), url) ||
        same_address(address_of(object, "@id"), url))
        score += 10;
    if (headline && heading && strncasecmp(headline, heading, 24) == 0)
        score += 8;
    return score;
}

static const struct json_value *choose(const struct objects *objects, const char *url, const char *heading)
{
    const struct json_value *best = NULL;
    int most = -1;
    for (size_t i = 0; i < objects->count; i++) {
        int points = is_article(objects->list[i]) ? score(objects->list[i], url, heading) : -1;
        if (points > most) {
            most = points;
            best = objects->list[i];
        }
    }
    return best;
}

/* A page that is no article but is dated, or a site that has a name. */
static void read_others(struct arena *arena, const struct objects *objects, struct ld *ld)
{
    static const char *const pages[] = {"WebPage",     "Recipe", "HowTo",   "Course",
                                        "VideoObject", "Event",  "Product", NULL};
    static const char *const sites[] = {"WebSite", "NewsMediaOrganization", NULL};
    for (size_t i = 0; i < objects->count; i++) {
        const struct json_value *object = objects->list[i];
        if (!ld->published && has_type(object, pages))
            ld->published = string_of(arena, json_read_member(object, "datePublished"));
        if (!ld->publisher && has_type(object, sites))
            ld->publisher = string_of(arena, json_read_member(object, "name"));
    }
}

struct ld ld_read(struct arena *arena, const struct tree *tree, const char *url, const char *heading)
{
    struct ld ld = {NULL};
    struct objects *objects = arena_alloc(arena, sizeof *objects);
    if (!objects)
        return ld;
    read_scripts(arena, tree, objects);
    const struct json_value *article = choose(objects, url, heading);
    if (article) {
        const char *headline = string_of(arena, json_read_member(article, "headline"));
        ld.headline = headline ? headline : string_of(arena, json_read_member(article, "name"));
        ld.published = string_of(arena, json_read_member(article, "datePublished"));
        ld.modified = string_of(arena, json_read_member(article, "dateModified"));
        ld.language = string_of(arena, json_read_member(article, "inLanguage"));
        ld.body = json_read_string(json_read_member(article, "articleBody"));
        ld.publisher = name_of(arena, objects, json_read_member(article, "publisher"));
        read_authors(arena, objects, json_read_member(article, "author"), &ld);
        if (!ld.author_count)
            read_authors(arena, objects, json_read_member(article, "creator"), &ld);
    }
    read_others(arena, objects, &ld);
    return ld;
}
