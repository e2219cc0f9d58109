/* extract.h - from a news page's HTML to its article: the main text, and what the page says of itself.
 *
 *     page ── tree_read.h ── lines.h ── judge.h ── choose.h ── trim.h ── text
 *       └───────── claims.h, ld.h ──── title.h, byline.h, published.h ── meta
 *
 * A page is read strictly first: what its names call menu, comment or advertisement is left out, as far as its contents
 * agree. When that leaves no article, it is read again without believing names, then with what is hidden; last of all
 * comes the text in JSON-LD. The input is UTF-8 (charset.h). Everything found lives in the arena. Threads: reentrant.
 */
#ifndef ALAM_PAGE_EXTRACT_H
#define ALAM_PAGE_EXTRACT_H

#include "service/base/status.h"
#include "service/page/meta.h"

struct extract_options {
    int64_t limit_ms; /* how long the processor may be busy with reading the page (ALAM_EXTRACT_TIMEOUT) */
    const char *url;  /* where the page was fetched; NULL: it was not */
    int64_t now;      /* when, in microseconds, for "two hours ago"; 0: not known */
};

enum { EXTRACT_WARNINGS = 4 };

struct extract {
    struct text text;
    struct meta meta;
    const char *warnings[EXTRACT_WARNINGS]; /* sentences */
    size_t warning_count;
    struct page page; /* for explanations: its lines with their reasons */
};

/* STATUS_INVALID_INPUT: there is no article in this page, or it breaks a limit of tree_read.h. STATUS_OUT_OF_MEMORY: the arena
 * is full. */
enum status extract_article(const char *html, size_t length, const struct extract_options *options, struct arena *arena,
                            struct extract *ret_extract, struct error *error);

#endif
