#include "service/page/published.h"

#include "service/page/date.h"

#include <string.h>

enum {
    TEXT_MAXIMUM = 400 /* bytes */,
    LINE_MAXIMUM = 90 /* letters */,
    LINES_ABOVE = 12,
    LINES_BELOW = 8,
    NODES_ABOVE = 80
};

static bool is_own(const struct page *page, uint32_t index)
{
    enum reason reason = page->judged[index];
    return reason == REASON_NONE || reason == REASON_METADATA || reason == REASON_CONTROL || reason == REASON_SHARING ||
           reason == REASON_HIDDEN;
}

static bool read_machine(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    const char *dates[1 + CLAIMS_DATES] = {input->ld->published};
    memcpy(dates + 1, input->claims->dates, sizeof input->claims->dates);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (dates[i] && date_parse(dates[i], 0, ret_time))
            return true;
    (void)page;
    return false;
}

/* The time that an element gives: for machines, else for people. */
static bool read_element(const struct page *page, uint32_t index, int64_t now, int64_t *ret_time)
{
    const struct node *node = &page->tree.nodes[index];
    const char *machine = tree_value(page->arena, node, ATTRIBUTE_DATETIME);
    machine = machine ? machine : tree_value(page->arena, node, ATTRIBUTE_CONTENT);
    if (machine && date_parse(machine, 0, ret_time))
        return true;
    const char *text = tree_text(page->arena, &page->tree, index, TEXT_MAXIMUM);
    if (text && date_parse(text, now, ret_time))
        return true;
    const char *title = tree_value(page->arena, node, ATTRIBUTE_TITLE);
    return title && date_parse(title, 0, ret_time);
}

static bool read_items(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    for (uint32_t i = 1; i < page->tree.count; i++) {
        const char *item = tree_attribute(&page->tree.nodes[i], ATTRIBUTE_ITEMPROP);
        if (item && strcasestr(item, "datePublished") && is_own(page, i) && read_element(page, i, input->now, ret_time))
            return true;
    }
    return false;
}

static uint32_t heading_node(const struct page *page)
{
    for (uint32_t i = 1; i < page->tree.count; i++)
        if (page->tree.nodes[i].tag == TAG_H1 && is_own(page, i) && page->sums[i].headings)
            return i;
    return 0;
}

/* How near a <time> is to the article: the less, the nearer. */
static uint32_t distance(const struct page *page, uint32_t index, uint32_t heading, const struct published_input *input)
{
    const char *names = tree_attribute(&page->tree.nodes[index], ATTRIBUTE_CLASS);
    uint32_t end = input->block ? page->tree.nodes[page->tree.nodes[input->block].parent].end : page->tree.count;
    uint32_t far = page->tree.count;
    if (names && (strcasestr(names, "updated") || strcasestr(names, "modified")) && !strcasestr(names, "publish"))
        far = 2 * page->tree.count;
    if (heading && index > heading && index < end)
        return index - heading + (far > page->tree.count ? far : 0);
    if (heading && index < heading && heading - index < NODES_ABOVE)
        return 2 * (heading - index) + (far > page->tree.count ? far : 0);
    return input->block && lines_inside(page, index, page->tree.nodes[input->block].parent) ? far
                                                                                            : 3 * page->tree.count;
}

static bool read_times(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    uint32_t heading = heading_node(page), best = 3 * page->tree.count;
    bool found = false;
    for (uint32_t i = 1; i < page->tree.count; i++) {
        if (page->tree.nodes[i].tag != TAG_TIME || !is_own(page, i))
            continue;
        uint32_t far = distance(page, i, heading, input);
        if (far < best && read_element(page, i, input->now, ret_time)) {
            best = far;
            found = true;
        }
    }
    return found;
}

static bool speaks_of_dates(const struct page *page, uint32_t index)
{
    static const char *const words[] = {"date", "publish", "time", "posted", "datum", "fecha", "tarikh"};
    for (int level = 0; index && level < 3; level++, index = page->tree.nodes[index].parent) {
        const char *names[] = {tree_attribute(&page->tree.nodes[index], ATTRIBUTE_CLASS),
                               tree_attribute(&page->tree.nodes[index], ATTRIBUTE_ID)};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if ((names[0] && strcasestr(names[0], words[i])) || (names[1] && strcasestr(names[1], words[i])))
                return true;
    }
    return false;
}

static bool read_line(const struct page *page, uint32_t index, int64_t now, bool named, int64_t *ret_time)
{
    const struct line *line = &page->lines[index];
    if (line->letters > LINE_MAXIMUM || line->letters < 6 || !is_own(page, line->first))
        return false;
    uint32_t parent = page->tree.nodes[line->first].parent;
    return (named ? speaks_of_dates(page, parent) : date_is_all(line->text)) && date_parse(line->text, now, ret_time);
}

/* Lines from the heading down to the article's first long paragraph, then upwards, then below the article. */
static bool read_lines(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    uint32_t heading = heading_node(page), first = 0, last = 0;
    uint32_t from = heading ? heading : input->block;
    for (uint32_t i = 0; i < page->line_count; i++) {
        first = page->lines[i].first < from ? i + 1 : first;
        last = page->lines[i].reason == REASON_KEPT ? i : last;
    }
    for (int named = 1; named >= 0; named--) {
        for (uint32_t i = first; i < page->line_count && i <= last; i++)
            if (read_line(page, i, input->now, named, ret_time))
                return true;
        for (uint32_t i = first; i-- > 0 && first - i <= LINES_ABOVE;)
            if (read_line(page, i, input->now, named, ret_time))
                return true;
        for (uint32_t i = last + 1; i < page->line_count && i <= last + LINES_BELOW; i++)
            if (read_line(page, i, input->now, named, ret_time))
                return true;
    }
    return false;
}

bool published_find(const struct page *page, const struct published_input *input, int64_t *ret_microseconds)
{
    return read_machine(page, input, ret_microseconds) || read_items(page, input, ret_microseconds) ||
           read_times(page, input, ret_microseconds) || (input->url && date_of_url(input->url, ret_microseconds)) ||
           read_lines(page, input, ret_microseconds);
}
