/* tags.h - the elements of HTML that extraction treats apart, and what each means for text.
 *
 * The table is the single source for the enum, the names and the properties. Elements that it does not name, those that
 * sites define for themselves included, are TAG_OTHER: they neither begin nor end a paragraph.
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_TAGS_H
#define ALAM_PAGE_TAGS_H

#include <stdbool.h>

enum tag_kind {
    TAG_INLINE = 0,
    TAG_BLOCK = 1,   /* begins and ends a paragraph */
    TAG_NO_TEXT = 2, /* what is inside is no text for readers */
    TAG_HEADING = 4,
    TAG_VOID = 8,      /* has no content, though libxml2 may believe it has */
    TAG_CONTROL = 16,  /* of a form */
    TAG_PARAGRAPH = 32 /* holds one paragraph rather than several */
};

/* X(name, element, kinds) */
#define TAG_TABLE(X)                                                                                                   \
    X(TEXT, "#text", 0)                                                                                                \
    X(OTHER, "", 0)                                                                                                    \
    X(A, "a", 0)                                                                                                       \
    X(ADDRESS, "address", TAG_BLOCK)                                                                                   \
    X(ARTICLE, "article", TAG_BLOCK)                                                                                   \
    X(ASIDE, "aside", TAG_BLOCK)                                                                                       \
    X(AUDIO, "audio", TAG_NO_TEXT)                                                                                     \
    X(BLOCKQUOTE, "blockquote", TAG_BLOCK)                                                                             \
    X(BODY, "body", TAG_BLOCK)                                                                                         \
    X(BR, "br", TAG_VOID)                                                                                              \
    X(BUTTON, "button", TAG_NO_TEXT | TAG_CONTROL)                                                                     \
    X(CANVAS, "canvas", TAG_NO_TEXT)                                                                                   \
    X(CENTER, "center", TAG_BLOCK)                                                                                     \
    X(CODE, "code", 0)                                                                                                 \
    X(DATALIST, "datalist", TAG_NO_TEXT | TAG_CONTROL)                                                                 \
    X(DD, "dd", TAG_BLOCK | TAG_PARAGRAPH)                                                                             \
    X(DETAILS, "details", TAG_BLOCK)                                                                                   \
    X(DIALOG, "dialog", TAG_BLOCK)                                                                                     \
    X(DIV, "div", TAG_BLOCK)                                                                                           \
    X(DL, "dl", TAG_BLOCK)                                                                                             \
    X(DT, "dt", TAG_BLOCK | TAG_PARAGRAPH)                                                                             \
    X(EMBED, "embed", TAG_NO_TEXT | TAG_VOID)                                                                          \
    X(FIELDSET, "fieldset", TAG_BLOCK | TAG_CONTROL)                                                                   \
    X(FIGCAPTION, "figcaption", TAG_BLOCK | TAG_PARAGRAPH)                                                             \
    X(FIGURE, "figure", TAG_BLOCK)                                                                                     \
    X(FOOTER, "footer", TAG_BLOCK)                                                                                     \
    X(FORM, "form", TAG_BLOCK)                                                                                         \
    X(H1, "h1", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(H2, "h2", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(H3, "h3", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(H4, "h4", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(H5, "h5", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(H6, "h6", TAG_BLOCK | TAG_HEADING)                                                                               \
    X(HEAD, "head", TAG_BLOCK | TAG_NO_TEXT)                                                                           \
    X(HEADER, "header", TAG_BLOCK)                                                                                     \
    X(HGROUP, "hgroup", TAG_BLOCK)                                                                                     \
    X(HR, "hr", TAG_BLOCK | TAG_VOID)                                                                                  \
    X(HTML, "html", TAG_BLOCK)                                                                                         \
    X(IFRAME, "iframe", TAG_NO_TEXT)                                                                                   \
    X(IMG, "img", TAG_VOID)                                                                                            \
    X(INPUT, "input", TAG_VOID | TAG_CONTROL)                                                                          \
    X(LABEL, "label", TAG_CONTROL)                                                                                     \
    X(LEGEND, "legend", TAG_BLOCK)                                                                                     \
    X(LI, "li", TAG_BLOCK | TAG_PARAGRAPH)                                                                             \
    X(LINK, "link", TAG_VOID)                                                                                          \
    X(MAIN, "main", TAG_BLOCK)                                                                                         \
    X(MAP, "map", TAG_NO_TEXT)                                                                                         \
    X(MENU, "menu", TAG_BLOCK)                                                                                         \
    X(META, "meta", TAG_VOID)                                                                                          \
    X(NAV, "nav", TAG_BLOCK)                                                                                           \
    X(NOSCRIPT, "noscript", TAG_NO_TEXT)                                                                               \
    X(OBJECT, "object", TAG_NO_TEXT)                                                                                   \
    X(OL, "ol", TAG_BLOCK)                                                                                             \
    X(OPTGROUP, "optgroup", TAG_NO_TEXT | TAG_CONTROL)                                                                 \
    X(OPTION, "option", TAG_NO_TEXT | TAG_CONTROL)                                                                     \
    X(P, "p", TAG_BLOCK | TAG_PARAGRAPH)                                                                               \
    X(PARAM, "param", TAG_VOID)                                                                                        \
    X(PRE, "pre", TAG_BLOCK)                                                                                           \
    X(RP, "rp", TAG_NO_TEXT)                                                                                           \
    X(RT, "rt", TAG_NO_TEXT)                                                                                           \
    X(SCRIPT, "script", TAG_NO_TEXT)                                                                                   \
    X(SECTION, "section", TAG_BLOCK)                                                                                   \
    X(SELECT, "select", TAG_NO_TEXT | TAG_CONTROL)                                                                     \
    X(SOURCE, "source", TAG_VOID)                                                                                      \
    X(STYLE, "style", TAG_NO_TEXT)                                                                                     \
    X(SUMMARY, "summary", TAG_BLOCK)                                                                                   \
    X(SVG, "svg", TAG_NO_TEXT)                                                                                         \
    X(TABLE, "table", TAG_BLOCK)                                                                                       \
    X(TBODY, "tbody", TAG_BLOCK)                                                                                       \
    X(TD, "td", TAG_BLOCK)                                                                                             \
    X(TEMPLATE, "template", TAG_NO_TEXT)                                                                               \
    X(TEXTAREA, "textarea", TAG_NO_TEXT | TAG_CONTROL)                                                                 \
    X(TFOOT, "tfoot", TAG_BLOCK)                                                                                       \
    X(TH, "th", TAG_BLOCK)                                                                                             \
    X(THEAD, "thead", TAG_BLOCK)                                                                                       \
    X(TIME, "time", 0)                                                                                                 \
    X(TITLE, "title", TAG_BLOCK | TAG_NO_TEXT)                                                                         \
    X(TR, "tr", TAG_BLOCK)                                                                                             \
    X(TRACK, "track", TAG_VOID)                                                                                        \
    X(UL, "ul", TAG_BLOCK)                                                                                             \
    X(VIDEO, "video", TAG_NO_TEXT)                                                                                     \
    X(WBR, "wbr", TAG_VOID)

enum tag {
#define X(name, element, kinds) TAG_##name,
    TAG_TABLE(X)
#undef X
        TAG_COUNT
};

/* The tag of an element's name, in small letters; TAG_OTHER when the table has none. */
enum tag tag_of(const char *name);
const char *tag_name(enum tag tag);

/* Whether the element has one of the kinds, which are bits of enum tag_kind. */
bool tag_is(enum tag tag, unsigned kinds);

#endif
