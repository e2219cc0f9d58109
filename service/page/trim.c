#include "service/page/trim.h"

#include "service/page/byline.h"
#include "service/page/date.h"
#include "service/page/judge.h"
#include "service/page/phrases.h"
#include "service/page/word_set.h"

enum {
    TITLE_MAXIMUM = 300, /* letters */
    META_MAXIMUM = 70,   /* letters of a date or byline alone in its line */
    LINK_LETTERS = 25    /* of a line that is a link and no heading of another article */
};

static bool is_list(enum tag tag)
{
    return tag == TAG_UL || tag == TAG_OL || tag == TAG_DL;
}

/* What an element inside the article is, by what it holds. */
static enum reason weigh(const struct page *page, uint32_t index)
{
    const struct node *node = &page->tree.nodes[index];
    const struct sums *sums = &page->sums[index];
    unsigned links = lines_link_percent(sums);
    if (!tag_is(node->tag, TAG_BLOCK) || tag_is(node->tag, TAG_PARAGRAPH | TAG_HEADING) || !sums->letters ||
        page->hints[index].body)
        return REASON_NONE;
    if (sums->commas >= 10 && sums->prose)
        return REASON_NONE;
    if (links > 50)
        return REASON_LINKS;
    if (links > 30 && sums->prose * 2 < sums->letters && !is_list(node->tag))
        return REASON_LINKS;
    if (sums->controls && sums->prose * 2 < sums->letters)
        return REASON_CONTROL;
    return REASON_NONE;
}

/* A list or table with prose in it stays as it is. */
static bool is_whole(const struct page *page, uint32_t index)
{
    enum tag tag = page->tree.nodes[index].tag;
    return (is_list(tag) || tag == TAG_TABLE) && page->sums[index].paragraphs >= 2 &&
           page->sums[index].prose * 2 > page->sums[index].letters;
}

static void weigh_inside(struct page *page, uint32_t block)
{
    uint32_t parent = page->tree.nodes[block].parent;
    for (uint32_t i = parent + 1; i < page->tree.nodes[parent].end;) {
        enum reason reason = lines_inside(page, block, i) ? REASON_NONE : weigh(page, i);
        bool whole = reason != REASON_NONE || is_whole(page, i);
        if (reason != REASON_NONE)
            judge_drop(page, i, reason);
        i = whole ? page->tree.nodes[i].end : i + 1;
    }
}

static bool is_refused(enum reason reason)
{
    return reason == REASON_LINKS || reason == REASON_RELATED || reason == REASON_SHARING ||
           reason == REASON_PROMOTION || reason == REASON_CONTROL || reason == REASON_COMMENTS ||
           reason == REASON_SIDEBAR || reason == REASON_NAVIGATION;
}

/* A heading goes with what follows it: one before links, or at the end, is the heading of something else. */
static void leave_headings(struct page *page)
{
    bool refused = true; /* what stands below */
    for (uint32_t i = page->line_count; i-- > 0;) {
        struct line *line = &page->lines[i];
        bool heading = tag_is(page->tree.nodes[line->block].tag, TAG_HEADING);
        if (line->reason == REASON_KEPT && heading && refused)
            line->reason = REASON_SHORT;
        if (line->reason == REASON_KEPT)
            refused = false;
        else if (is_refused(line->reason) || line->reason == REASON_OUTSIDE)
            refused = true;
    }
}

static void weigh_line(const struct page *page, struct line *line, const char *title)
{
    enum tag tag = page->tree.nodes[line->block].tag;
    line->reason = phrases_judge(line);
    if (line->reason != REASON_NONE)
        return;
    if (title && line->letters < TITLE_MAXIMUM && word_set_same(line->text, title))
        line->reason = REASON_TITLE;
    else if (!tag_is(tag, TAG_HEADING) && line->letters < META_MAXIMUM &&
             ((date_traits(line->text) & DATE_IS_ALL) || byline_is_all(line->text)))
        line->reason = REASON_METADATA;
    else if (line->linked * 10 > line->letters * 8 && tag != TAG_LI && !tag_is(tag, TAG_HEADING) &&
             line->letters >= LINK_LETTERS)
        line->reason = REASON_LINKS;
}

void trim_block(struct page *page, uint32_t block, const char *title)
{
    weigh_inside(page, block);
    for (uint32_t i = 0; i < page->line_count; i++) {
        struct line *line = &page->lines[i];
        if (line->reason == REASON_NONE)
            weigh_line(page, line, title);
        if (line->reason == REASON_NONE)
            line->reason = REASON_KEPT;
    }
    leave_headings(page);
}
