#include "service/fetch/extract_text.h"

#include "service/base/strbuf.h"
#include "service/fetch/extract_dom.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HOLDERS_MAXIMUM = 4096,
    PARAGRAPH_MINIMUM = 25,  /* letters that a block needs to count as a paragraph */
    TEXT_MAXIMUM = 64 << 20, /* bytes */
    LINK_PERCENT = 50        /* a paragraph with more of its letters in links is no text */
};

static const char *const dropped_elements[] = {"script", "style",  "noscript",   "template", "svg",      "iframe",
                                               "form",   "button", "select",     "input",    "textarea", "nav",
                                               "footer", "aside",  "figcaption", "object",   "embed",    "video",
                                               "audio",  "canvas", "dialog",     "label",    "time",     NULL};

/* Words of class, id and role that mark what is not the article. */
static const char *const dropped_words[] = {
    "comment",       "comments",     "disqus",     "related",     "recommend", "recommended", "recommendations",
    "share",         "sharing",      "social",     "sidebar",     "side",      "promo",       "advert",
    "advertisement", "ad",           "ads",        "banner",      "sponsor",   "sponsored",   "newsletter",
    "subscribe",     "subscription", "breadcrumb", "breadcrumbs", "cookie",    "cookies",     "consent",
    "menu",          "navbar",       "navigation", "nav",         "footer",    "popup",       "modal",
    "tags",          "tag",          "keywords",   "widget",      "caption",   "byline",      "author",
    "bio",           "most",         "trending",   "popular",     "more",      "readmore",    "also",
    "print",         "toolbar",      "pagination", "pager",       "paywall",   "copyright",   "complementary",
    "contentinfo",   "search",       "hidden",     "sr",          "date",      "publish",     "published",
    "timestamp",     "dateline",     NULL};

static const char *const block_elements[] = {"p",          "div", "section", "article", "main", "li", "ul", "ol",
                                             "blockquote", "h1",  "h2",      "h3",      "h4",   "h5", "h6", "table",
                                             "tr",         "td",  "th",      "pre",     "dl",   "dt", "dd", "header",
                                             "figure",     "hr",  "body",    "center",  NULL};

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (dom_is(node, *names))
            return true;
    return false;
}

static bool is_block(const xmlNode *node)
{
    return is_one_of(node, block_elements);
}

/* Is one of the words among those of the attribute? Its words are the runs of letters: "article-related" has two. */
static bool has_word(const char *attribute, const char *const *words)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const char *at = attribute; at && *(at += strcspn(at, letters)); at += strspn(at, letters)) {
        size_t length = strspn(at, letters);
        for (const char *const *word = words; *word; word++)
            if (strlen(*word) == length && strncasecmp(at, *word, length) == 0)
                return true;
    }
    return false;
}

static bool is_hidden(struct arena *arena, const xmlNode *node)
{
    const char *style = dom_attribute(arena, node, "style"), *aria = dom_attribute(arena, node, "aria-hidden");
    return xmlHasProp((xmlNode *)(uintptr_t)node, (const xmlChar *)"hidden") || (aria && strcmp(aria, "true") == 0) ||
           (style &&
            (strstr(style, "display:none") || strstr(style, "display: none") || strstr(style, "visibility:hidden")));
}

static bool holds_article(struct arena *arena, const xmlNode *node)
{
    const char *item = dom_attribute(arena, node, "itemprop");
    return dom_is(node, "body") || dom_is(node, "html") || dom_is(node, "article") || dom_is(node, "main") ||
           (item && strcmp(item, "articleBody") == 0);
}

static bool is_dropped(struct arena *arena, const xmlNode *node)
{
    if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE)
        return true;
    if (node->type != XML_ELEMENT_NODE || holds_article(arena, node))
        return false;
    return is_one_of(node, dropped_elements) || is_hidden(arena, node) ||
           has_word(dom_attribute(arena, node, "class"), dropped_words) ||
           has_word(dom_attribute(arena, node, "id"), dropped_words) ||
           has_word(dom_attribute(arena, node, "role"), dropped_words);
}

static void cut_down(xmlNode *root, struct arena *arena)
{
    for (xmlNode *node = root, *next; node; node = next) {
        bool drop = node != root && is_dropped(arena, node);
        next = dom_next(node, root, drop);
        if (drop) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
    }
}

static size_t letters_of(const char *text)
{
    return text_characters(text_of(text));
}

static size_t link_letters(struct arena *arena, xmlNode *node)
{
    size_t count = 0;
    for (xmlNode *at = node, *next; at; at = next) {
        bool link = dom_is(at, "a");
        next = dom_next(at, node, link);
        if (link)
            count += letters_of(dom_text(arena, at));
    }
    return count;
}

/* Letters in the node itself and in its inline children, not in blocks below it. */
static size_t own_letters(struct arena *arena, xmlNode *node)
{
    size_t count = 0;
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_TEXT_NODE || (child->type == XML_ELEMENT_NODE && !is_block(child)))
            count += letters_of(dom_text(arena, child));
    return count;
}

struct holder {
    xmlNode *node;
    double score;
};

/* Adds to the score of a node. Nodes that come after HOLDERS_MAXIMUM others get none. */
static void lend(struct holder *holders, size_t *count, xmlNode *node, double score)
{
    if (!node || node->type != XML_ELEMENT_NODE)
        return;
    for (size_t i = *count; i-- > 0;) {
        if (holders[i].node != node)
            continue;
        holders[i].score += score;
        return;
    }
    if (*count < HOLDERS_MAXIMUM)
        holders[(*count)++] = (struct holder){node, score};
}

static double paragraph_score(struct arena *arena, xmlNode *node)
{
    double letters = (double)own_letters(arena, node), links = (double)link_letters(arena, node);
    return letters < PARAGRAPH_MINIMUM ? 0 : letters - 2 * links;
}

/* What its name says for or against a node as holder of the article. */
static double weight(struct arena *arena, const xmlNode *node)
{
    static const char *const good[] = {"article", "body", "content", "story",      "post",
                                       "entry",   "text", "main",    "paragraphs", NULL};
    const char *item = dom_attribute(arena, node, "itemprop");
    if (item && strcmp(item, "articleBody") == 0)
        return 2;
    bool named =
        has_word(dom_attribute(arena, node, "class"), good) || has_word(dom_attribute(arena, node, "id"), good);
    return dom_is(node, "article") ? 1.3 : dom_is(node, "body") ? 0.8 : named ? 1.2 : 1;
}

static xmlNode *find_holder(xmlNode *root, struct arena *arena)
{
    struct holder *holders = arena_array(arena, HOLDERS_MAXIMUM, sizeof *holders);
    size_t count = 0;
    xmlNode *best = NULL;
    double most = 0;
    for (xmlNode *node = root; holders && node; node = dom_next(node, root, false)) {
        double score = is_block(node) ? paragraph_score(arena, node) : 0;
        if (score <= 0)
            continue;
        bool paragraph = dom_is(node, "p") || dom_is(node, "blockquote") || dom_is(node, "li");
        lend(holders, &count, paragraph ? node->parent : node, score);
        lend(holders, &count, paragraph && node->parent ? node->parent->parent : node->parent, score / 2);
    }
    for (size_t i = 0; i < count; i++) {
        double score = holders[i].score * weight(arena, holders[i].node);
        if (score <= most)
            continue;
        most = score;
        best = holders[i].node;
    }
    return best;
}

/* Appends the paragraph that was gathered when it is text rather than links. */
static void end_paragraph(struct strbuf *line, size_t links, struct strbuf *out, struct arena *arena)
{
    const char *text = dom_collapse(arena, line->data);
    size_t letters = letters_of(text);
    if (letters && links * 100 < letters * LINK_PERCENT) {
        if (out->length)
            strbuf_puts(out, "\n\n");
        strbuf_puts(out, text);
    }
    strbuf_clear(line);
}

struct writer {
    struct strbuf line, out;
    struct arena *arena;
    size_t links;
    const char *title;
};

static void end_line(struct writer *writer)
{
    end_paragraph(&writer->line, writer->links, &writer->out, writer->arena);
    writer->links = 0;
}

/* Recursion is as deep as the tree, which libxml2's parser limits to 256 levels. */
static void write_node(struct writer *writer, xmlNode *node, bool in_link)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        const char *text = (const char *)node->content;
        strbuf_puts(&writer->line, text ? text : "");
        writer->links += in_link ? letters_of(text) : 0;
        return;
    }
    if (node->type != XML_ELEMENT_NODE)
        return;
    bool block = is_block(node);
    if (dom_is(node, "h1") && writer->title) {
        const char *text = dom_text(writer->arena, node);
        if (text && strcmp(text, writer->title) == 0)
            return;
    }
    if (block || dom_is(node, "br"))
        end_line(writer);
    for (xmlNode *child = node->children; child; child = child->next)
        write_node(writer, child, in_link || dom_is(node, "a"));
    if (block)
        end_line(writer);
}

struct text extract_text(xmlNode *root, const char *title, struct arena *arena)
{
    struct writer writer = {.arena = arena, .title = title};
    struct text text = {NULL, 0};
    cut_down(root, arena);
    xmlNode *holder = find_holder(root, arena);
    if (!holder)
        return text;
    strbuf_init(&writer.line, TEXT_MAXIMUM);
    strbuf_init(&writer.out, TEXT_MAXIMUM);
    write_node(&writer, holder, false);
    end_line(&writer);
    if (strbuf_ok(&writer.out))
        text = (struct text){arena_strndup(arena, writer.out.data, writer.out.length), writer.out.length};
    strbuf_release(&writer.line);
    strbuf_release(&writer.out);
    return text;
}
