/* hint.h - what an element's tag, class, id and role say of its contents.
 *
 * Names are hint, not a verdict: `sidebar` may be the class of a sidebar, or of the whole page, which has one. A word is
 * therefore believed only of an element that holds no more of the page's prose than `share` (judge.c). Class and id are
 * read as words: at every character that is no letter, and at capitals ("postBody"). A word behind no, has, with, is and
 * the like tells a state of the element, not what it is: `has-sidebar`, `no-share`, `status-publish`.
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_HINT_H
#define ALAM_PAGE_HINT_H

#include "service/page/tree.h"

/* Why something is not part of the article, or is. X(name, what an answer with explanations says) */
#define REASON_TABLE(X)                                                                                                \
    X(NONE, "not judged")                                                                                              \
    X(KEPT, "part of the article")                                                                                     \
    X(HIDDEN, "not shown to readers")                                                                                  \
    X(CONTROL, "part of a form")                                                                                       \
    X(NAVIGATION, "navigation")                                                                                        \
    X(FOOTER, "footer of the page")                                                                                    \
    X(SIDEBAR, "beside the article")                                                                                   \
    X(RELATED, "leads to other articles")                                                                              \
    X(SHARING, "sharing and following")                                                                                \
    X(COMMENTS, "comments of readers")                                                                                 \
    X(PROMOTION, "advertisement or newsletter")                                                                        \
    X(CONSENT, "cookie banner or dialog")                                                                              \
    X(METADATA, "author, date or topics")                                                                              \
    X(TITLE, "repeats the title")                                                                                      \
    X(LINKS, "mostly links")                                                                                           \
    X(SHORT, "too short to be a paragraph here")                                                                       \
    X(OUTSIDE, "outside the article's block")

enum reason {
#define X(name, phrase) REASON_##name,
    REASON_TABLE(X)
#undef X
};

const char *reason_phrase(enum reason reason);

struct hint {
    enum reason reason;  /* REASON_NONE: nothing speaks against the element */
    unsigned char share; /* percent of the page's prose up to which the reason is believed */
    bool weak;           /* believed only when the contents look like it, too */
    bool article;        /* something speaks for an article: its class, <article>, itemprop=articleBody */
    bool body;           /* it is called the article's body by its markup */
    const char *word;    /* which word speaks against the element; NULL: its tag or role */
};

struct hint hint_of(const struct node *node);

/* Whether readers do not see the element. */
bool hint_hidden(const struct node *node);

#endif
