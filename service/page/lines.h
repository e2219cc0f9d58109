/* lines.h - the text of a page as lines, and sums over each element.
 *
 * A line is what stands between two places where a block begins or ends, or at <br>: a paragraph, a heading, an item of a
 * list, a cell of a table, a caption. All that is decided about a page is decided about lines and the elements that hold
 * them. Letters are code points that are no blanks.
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_LINES_H
#define ALAM_PAGE_LINES_H

#include "service/page/hint.h"

struct line {
    uint32_t block;           /* the innermost block that the line stands in */
    uint32_t first;           /* the first of its texts */
    const char *text;         /* as tree_collapse makes it */
    uint32_t letters, linked; /* those in links among them */
    uint32_t commas;          /* of any script */
    bool sentence;            /* ends as a sentence does */
    enum reason reason;
};

struct sums {
    uint32_t letters, linked, commas, prose; /* of all lines inside the element */
    uint32_t lines, links, paragraphs;       /* all of them, those that are links, those of prose */
    uint32_t images, controls, headings;
};

struct page {
    struct arena *arena;
    struct tree tree;
    struct line *lines;
    uint32_t line_count;
    struct sums *sums;     /* of each node */
    struct hint *hints;    /* of each node */
    uint32_t *blocks;      /* the innermost block around each node, which may be itself */
    uint32_t heading;      /* the heading that holds the title; 0: none is known */
    unsigned char *judged; /* enum reason of each node, by what it and the elements around it are (judge.h) */
};

/* Finds the lines of page->tree and sums them up; page->arena and page->tree are set. False: the arena is full. */
bool lines_find(struct page *page);

/* Whether the line is a link and little else. */
bool line_is_link(const struct line *line);

/* How many letters the line has as prose: those outside links, of lines that are long or sentences; else 0. */
uint32_t line_prose(const struct line *line);

/* Sums up, for each element, the lines whose reason is REASON_NONE. */
void lines_sum(struct page *page);

/* Percent of letters that stand in links; 0 without letters. */
unsigned lines_link_percent(const struct sums *sums);

/* Whether `node` is inside `element`, or is it. */
bool lines_inside(const struct page *page, uint32_t node, uint32_t element);

#endif
