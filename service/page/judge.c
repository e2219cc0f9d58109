#include "service/page/judge.h"

#include <string.h>

enum {
    PROSE_LITTLE = 300,    /* letters that are too few to be an article */
    BANNER_MAXIMUM = 1500, /* letters of prose that a cookie banner may have */
    TEASER_MAXIMUM = 600,  /* and a teaser */
    TEASER_LINES = 8,      /* lines of a teaser at the most */
    TEASERS = 3            /* of them side by side make a list of other articles */
};

static bool looks_like_it(const struct sums *sums)
{
    return lines_link_percent(sums) >= 30 || sums->prose * 2 < sums->letters;
}

/* Whether the element's name is believed. `all` is what the whole page holds. */
static bool is_believed(const struct hint *hint, const struct sums *sums, const struct sums *all,
                        enum judge_manner manner)
{
    if (hint->reason == REASON_NONE || (hint->body && hint->weak))
        return false;
    if (sums->prose > PROSE_LITTLE && (uint64_t)sums->prose * 100 > (uint64_t)hint->share * all->prose)
        return false;
    if (hint->reason == REASON_CONSENT && sums->prose > BANNER_MAXIMUM)
        return false;
    bool weak = hint->weak || (hint->article && hint->word) || manner != JUDGE_STRICTLY;
    return !weak || looks_like_it(sums);
}

static enum reason judge(const struct page *page, uint32_t index, enum judge_manner manner)
{
    const struct node *node = &page->tree.nodes[index];
    const struct hint *hint = &page->hints[index];
    if (node->tag == TAG_TEXT || node->tag == TAG_HTML || node->tag == TAG_BODY)
        return REASON_NONE;
    if (manner != JUDGE_EVERYTHING && hint_hidden(node))
        return REASON_HIDDEN;
    if (page->heading && lines_inside(page, page->heading, index) && page->sums[index].prose * 5 > page->sums[0].prose)
        return REASON_NONE;
    return is_believed(hint, &page->sums[index], &page->sums[0], manner) ? hint->reason : REASON_NONE;
}

static uint32_t first_line(const struct page *page, uint32_t node)
{
    uint32_t low = 0, high = page->line_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (page->lines[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether an element looks like the teaser of another article: a linked heading, and a paragraph or two below it. */
static bool is_teaser(const struct page *page, uint32_t index)
{
    const struct sums *sums = &page->sums[index];
    if (!tag_is(page->tree.nodes[index].tag, TAG_BLOCK) || sums->paragraphs < 1 || sums->paragraphs > 2 ||
        sums->links < 1 || sums->prose > TEASER_MAXIMUM || sums->lines > TEASER_LINES ||
        (page->heading && lines_inside(page, page->heading, index)))
        return false;
    for (uint32_t i = first_line(page, index);
         i < page->line_count && page->lines[i].first < page->tree.nodes[index].end; i++) {
        const struct line *line = &page->lines[i];
        if (line->reason == REASON_NONE && (line_is_link(line) || line_prose(line)))
            return line_is_link(line);
    }
    return false;
}

/* Lists of teasers lead to other articles, whatever they are called. */
static void judge_teasers(struct page *page)
{
    uint32_t *teasers = arena_array(page->arena, page->tree.count, sizeof *teasers);
    if (!teasers)
        return;
    for (uint32_t i = 1; i < page->tree.count; i++)
        teasers[page->tree.nodes[i].parent] += is_teaser(page, i);
    for (uint32_t i = 1; i < page->tree.count; i++) {
        if (teasers[page->tree.nodes[i].parent] < TEASERS || !is_teaser(page, i))
            continue;
        judge_drop(page, i, REASON_RELATED);
        memset(page->judged + i, REASON_RELATED, page->tree.nodes[i].end - i);
    }
    lines_sum(page);
}

/* The lines stand in the order of the elements, so both lists are walked once. */
void judge_elements(struct page *page, enum judge_manner manner)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < page->line_count; i++)
        page->lines[i].reason = REASON_NONE;
    lines_sum(page);
    for (uint32_t i = 1; i < page->tree.count;) {
        enum reason reason = judge(page, i, manner);
        uint32_t end = reason == REASON_NONE ? i + 1 : page->tree.nodes[i].end;
        memset(page->judged + i, (int)reason, end - i);
        for (; line < page->line_count && page->lines[line].first < end; line++)
            page->lines[line].reason = page->lines[line].first >= i ? reason : REASON_NONE;
        i = end;
    }
    lines_sum(page);
    if (manner == JUDGE_STRICTLY)
        judge_teasers(page);
}

void judge_drop(struct page *page, uint32_t element, enum reason reason)
{
    uint32_t end = page->tree.nodes[element].end;
    for (uint32_t i = first_line(page, element); i < page->line_count && page->lines[i].first < end; i++)
        if (page->lines[i].reason == REASON_NONE)
            page->lines[i].reason = reason;
}
