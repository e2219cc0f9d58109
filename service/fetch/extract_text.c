#include "service/fetch/extract_text.h"

#include "service/base/strbuf.h"
#include "service/fetch/extract_dom.h"
#include "service/fetch/page_letters.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
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

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (dom_is(node, *names))
            return true;
    return false;
}

/* Behind the letters that begin the text, or behind what is no letter. By hand: strspn under the address sanitizer reads to the
 * end of the text each time. */
static const char *skip_letters(const char *at, bool letters)
{
    while (*at && ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z') == letters)
        at++;
    return at;
}

/* Is one of the words, which are of small letters, among those of the attribute? Its words are the runs of letters:
 * "article-related" has two. */
static bool has_word(const char *attribute, const char *const *words)
{
    const char *end;
    for (const char *at = attribute; at && *(at = skip_letters(at, false)); at = end) {
        end = skip_letters(at, true);
        size_t length = (size_t)(end - at);
        for (const char *const *word = words; *word; word++)
            if ((*at | 0x20) == **word && strncasecmp(at, *word, length) == 0 && !(*word)[length])
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

/* The elements that hold paragraphs, in the order in which they got their first. */
struct holders {
    xmlNode *first, **end;
};

static void lend(struct holders *holders, xmlNode *node, double score)
{
    struct page_letters *letters = page_letters_of(node);
    if (!letters)
        return;
    letters->score += score;
    if (letters->listed)
        return;
    letters->listed = true;
    *holders->end = node;
    holders->end = &letters->next;
}

static double paragraph_score(const xmlNode *node)
{
    const struct page_letters *letters = page_letters_of(node);
    return letters->own < PARAGRAPH_MINIMUM ? 0 : (double)letters->own - 2 * (double)letters->links;
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

static xmlNode *best_of(const struct holders *holders, struct arena *arena)
{
    xmlNode *best = NULL;
    double most = 0;
    for (xmlNode *node = holders->first; node; node = page_letters_of(node)->next) {
        double score = page_letters_of(node)->score * weight(arena, node);
        if (score <= most)
            continue;
        most = score;
        best = node;
    }
    return best;
}

static xmlNode *find_holder(xmlNode *root, struct arena *arena)
{
    struct holders holders = {.end = &holders.first};
    if (!page_letters_count(root, arena))
        return NULL;
    for (xmlNode *node = root; node; node = dom_next(node, root, false)) {
        double score = page_letters_is_block(node) ? paragraph_score(node) : 0;
        if (score <= 0)
            continue;
        bool paragraph = dom_is(node, "p") || dom_is(node, "blockquote") || dom_is(node, "li");
        lend(&holders, paragraph ? node->parent : node, score);
        lend(&holders, paragraph && node->parent ? node->parent->parent : node->parent, score / 2);
    }
    return best_of(&holders, arena);
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

/* Recursion is as deep as the tree, which page_tree.h limits. */
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
    bool block = page_letters_is_block(node);
    if (dom_is(node, "h1") && writer->title) {
        const char *text = dom_text(writer->arena, node, DOM_TEXT_MAXIMUM);
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
