#include "service/page/claims.h"

#include <string.h>
#include <strings.h>

enum { TEXT_MAXIMUM = 4096 /* bytes of a <title> */ };

enum claim { TITLE, OTHER_TITLE, SITE, LOCALE, LANGUAGE, ADDRESS, AUTHOR, CHANGED, DATE /* the greater, the weaker */ };

/* Names of <meta>, as property, name or itemprop have them. */
static const struct row {
    const char *name;
    unsigned claim;
} rows[] = {
    {"og:title", TITLE},
    {"twitter:title", OTHER_TITLE},
    {"dc.title", OTHER_TITLE},
    {"parsely-title", OTHER_TITLE},
    {"sailthru.title", OTHER_TITLE},
    {"citation_title", OTHER_TITLE},
    {"headline", OTHER_TITLE},
    {"og:site_name", SITE},
    {"application-name", SITE},
    {"og:locale", LOCALE},
    {"content-language", LANGUAGE},
    {"dc.language", LANGUAGE},
    {"inlanguage", LANGUAGE},
    {"og:url", ADDRESS},
    {"author", AUTHOR},
    {"article:author", AUTHOR},
    {"article:author_name", AUTHOR},
    {"og:article:author", AUTHOR},
    {"book:author", AUTHOR},
    {"byl", AUTHOR},
    {"dc.creator", AUTHOR},
    {"dcterms.creator", AUTHOR},
    {"dc:creator", AUTHOR},
    {"parsely-author", AUTHOR},
    {"sailthru.author", AUTHOR},
    {"citation_author", AUTHOR},
    {"rbauthors", AUTHOR},
    {"creator", AUTHOR},
    {"shareaholic:article_author_name", AUTHOR},
    {"article:modified_time", CHANGED},
    {"og:updated_time", CHANGED},
    {"article:published_time", DATE},
    {"article:published", DATE},
    {"og:published_time", DATE},
    {"og:article:published_time", DATE},
    {"og:pubdate", DATE},
    {"og:publish_date", DATE},
    {"parsely-pub-date", DATE + 1},
    {"sailthru.date", DATE + 1},
    {"cxenseparse:recs:publishtime", DATE + 1},
    {"shareaholic:article_published_time", DATE + 1},
    {"rnews:datepublished", DATE + 1},
    {"originalpublicationdate", DATE + 1},
    {"citation_publication_date", DATE + 1},
    {"datepublished", DATE + 2},
    {"dc.date.issued", DATE + 3},
    {"dcterms.issued", DATE + 3},
    {"dcterms.created", DATE + 3},
    {"dc.date.created", DATE + 3},
    {"dc.date", DATE + 3},
    {"dc:date", DATE + 3},
    {"dcterms.date", DATE + 3},
    {"dc.created", DATE + 3},
    {"publish-date", DATE + 4},
    {"publish_date", DATE + 4},
    {"published-date", DATE + 4},
    {"publishdate", DATE + 4},
    {"published_time", DATE + 4},
    {"pubdate", DATE + 4},
    {"pub_date", DATE + 4},
    {"publication_date", DATE + 4},
    {"publication-date", DATE + 4},
    {"article_date_original", DATE + 4},
    {"bt:pubdate", DATE + 4},
    {"datecreated", DATE + 5},
    {"creation_date", DATE + 5},
    {"date", DATE + 6},
    {"displaydate", DATE + 6},
};

static void keep(const char **place, const char *value)
{
    if (!*place)
        *place = value;
}

static void take(struct claims *claims, unsigned claim, const char *value)
{
    const char **places[] = {&claims->og_title, &claims->other_title, &claims->site, &claims->locale,
                             &claims->language, &claims->og_url,      NULL,          &claims->changed};
    if (claim >= DATE)
        keep(&claims->dates[claim - DATE], value);
    else if (places[claim])
        keep(places[claim], value);
    else if (claims->author_count < CLAIMS_AUTHORS)
        claims->authors[claims->author_count++] = value;
}

static void read_meta(struct arena *arena, const struct node *node, struct claims *claims)
{
    static const enum attribute names[] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEMPROP};
    const char *content = tree_value(arena, node, ATTRIBUTE_CONTENT);
    for (size_t i = 0; content && i < sizeof names / sizeof *names; i++) {
        const char *name = tree_value(arena, node, names[i]);
        for (size_t k = 0; name && k < sizeof rows / sizeof *rows; k++)
            if (strcasecmp(rows[k].name, name) == 0) {
                take(claims, rows[k].claim, content);
                return;
            }
    }
}

struct claims claims_read(struct arena *arena, const struct tree *tree)
{
    struct claims claims = {NULL};
    for (uint32_t i = 1; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        const char *rel;
        if (node->tag == TAG_HTML)
            keep(&claims.language, tree_value(arena, node, ATTRIBUTE_LANG));
        else if (node->tag == TAG_TITLE && !claims.title && node->end > i + 1 && node[1].text &&
                 strlen(node[1].text) < TEXT_MAXIMUM)
            claims.title = tree_collapse(arena, node[1].text);
        else if (node->tag == TAG_META)
            read_meta(arena, node, &claims);
        else if (node->tag == TAG_LINK && (rel = tree_attribute(node, ATTRIBUTE_REL)) &&
                 strcasecmp(rel, "canonical") == 0)
            keep(&claims.canonical, tree_value(arena, node, ATTRIBUTE_HREF));
    }
    return claims;
}
