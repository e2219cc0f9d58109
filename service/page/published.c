#include "service/page/published.h"

#include "service/page/date.h"
#include "service/page/date_url.h"

#include <string.h>

enum {
    TEXT_MAXIMUM = 400 /* bytes */,
    LINE_MAXIMUM = 120 /* letters */,
    LINES_ABOVE = 12,
    LINES_FIRST = 64, /* lines below the heading that may hold the date */
    LINES_BELOW = 8,  /* and around the article's end */
    ELEMENTS = 128,   /* of a kind that are looked at */
    LINES_LEADING = 3 /* that may begin with the date */,
    NODES_ABOVE = 80
};

static bool is_own(const struct page *page, uint32_t index)
{
    enum reason reason = page->judged[index];
    return reason != REASON_COMMENTS && reason != REASON_RELATED && reason != REASON_SIDEBAR &&
           reason != REASON_NAVIGATION && reason != REASON_PROMOTION && reason != REASON_CONSENT;
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
    uint32_t looked = 0;
    for (uint32_t i = 1; i < page->tree.count; i++) {
        const char *item = tree_attribute(&page->tree.nodes[i], ATTRIBUTE_ITEMPROP);
        if (!item || !strcasestr(item, "datePublished") || !is_own(page, i))
            continue;
        if (looked++ == ELEMENTS)
            break;
        if (read_element(page, i, input->now, ret_time))
            return true;
    }
    return false;
}

static uint32_t heading_node(const struct page *page)
{
    for (uint32_t i = 1; i < page->tree.count && !page->heading; i++)
        if (page->tree.nodes[i].tag == TAG_H1 && is_own(page, i))
            return i;
    return page->heading;
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
    uint32_t heading = heading_node(page), best = UINT32_MAX, looked = 0;
    bool found = false;
    for (uint32_t i = 1; i < page->tree.count; i++) {
        if (page->tree.nodes[i].tag != TAG_TIME || !is_own(page, i))
            continue;
        uint32_t far = distance(page, i, heading, input);
        if (looked++ == ELEMENTS)
            break;
        if (far < best && read_element(page, i, input->now, ret_time)) {
            best = far;
            found = true;
        }
    }
    return found;
}

static bool speaks_of_dates(const struct page *page, uint32_t index)
{
    static const char *const words[] = {"date",     "publish", "time",  "posted", "created",
                                        "authored", "datum",   "fecha", "tarikh"};
    for (int level = 0; index && level < 3; level++, index = page->tree.nodes[index].parent) {
        const char *names[] = {tree_attribute(&page->tree.nodes[index], ATTRIBUTE_CLASS),
                               tree_attribute(&page->tree.nodes[index], ATTRIBUTE_ID)};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if ((names[0] && strcasestr(names[0], words[i])) || (names[1] && strcasestr(names[1], words[i])))
                return true;
    }
    return false;
}

/* What makes a line one that tells the date, the best first. */
enum manner { SAYS_PUBLISHED, SPEAKS_OF_DATES, IS_DATE, MANNERS };

static bool read_line(const struct page *page, uint32_t index, int64_t now, enum manner manner, int64_t *ret_time)
{
    const struct line *line = &page->lines[index];
    if (line->letters > LINE_MAXIMUM || line->letters < 6 || !is_own(page, line->first))
        return false;
    bool tells = manner == SPEAKS_OF_DATES ? speaks_of_dates(page, page->tree.nodes[line->first].parent)
                 : manner == IS_DATE
                     ? (date_traits(line->text) & (line->reason == REASON_KEPT ? DATE_IS_ALL : DATE_IS_MOST)) != 0
                     : (date_traits(line->text) & DATE_IS_OF_PUBLISHING) != 0;
    return tells && date_parse(line->text, now, ret_time);
}

/* The lines of an article: from its heading to its end. */
struct range {
    uint32_t first, last;
};

static struct range lines_of_article(const struct page *page, const struct published_input *input)
{
    uint32_t heading = heading_node(page), from = heading ? heading : input->block;
    struct range range = {0, 0};
    for (uint32_t i = 0; i < page->line_count; i++) {
        range.first = page->lines[i].first < from ? i + 1 : range.first;
        range.last = page->lines[i].reason == REASON_KEPT ? i : range.last;
    }
    return range;
}

/* Lines from the heading downwards, then above it, then below the article. */
static bool read_lines(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    struct range range = lines_of_article(page, input);
    for (enum manner manner = SAYS_PUBLISHED; manner < MANNERS; manner++) {
        for (uint32_t i = range.first; i < page->line_count && i <= range.last && i < range.first + LINES_FIRST; i++)
            if (read_line(page, i, input->now, manner, ret_time))
                return true;
        for (uint32_t i = range.first; i-- > 0 && range.first - i <= LINES_ABOVE;)
            if (read_line(page, i, input->now, manner, ret_time))
                return true;
        uint32_t end = range.last > range.first + LINES_BELOW ? range.last - LINES_BELOW : range.last + 1;
        for (uint32_t i = end; i < page->line_count && i <= range.last + LINES_BELOW; i++)
            if (read_line(page, i, input->now, manner, ret_time))
                return true;
    }
    return false;
}

/* A date that the article, or its title, begins with. */
static bool read_beginning(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    const char *title = input->claims->title;
    uint32_t looked = 0;
    for (uint32_t i = 0; i < page->line_count && looked < LINES_LEADING; i++) {
        looked += page->lines[i].reason == REASON_KEPT;
        if (page->lines[i].reason == REASON_KEPT && (date_traits(page->lines[i].text) & DATE_LEADS))
            return date_parse(page->lines[i].text, 0, ret_time);
    }
    return title && (date_traits(title) & DATE_LEADS) && date_parse(title, 0, ret_time);
}

/* A date beside the article, in an element that speaks of dates: only where there is a single one. */
static bool read_beside(const struct page *page, const struct published_input *input, int64_t *ret_time)
{
    int64_t only = 0;
    bool found = false;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        int64_t time;
        if (line->letters > LINE_MAXIMUM || (line->reason != REASON_SIDEBAR && line->reason != REASON_NAVIGATION) ||
            !speaks_of_dates(page, page->tree.nodes[line->first].parent) || !date_parse(line->text, input->now, &time))
            continue;
        if (found && time != only)
            return false;
        only = time;
        found = true;
    }
    if (found)
        *ret_time = only;
    return found;
}

bool published_find(const struct page *page, const struct published_input *input, int64_t *ret_microseconds)
{
    return read_machine(page, input, ret_microseconds) || read_items(page, input, ret_microseconds) ||
           read_times(page, input, ret_microseconds) || (input->url && date_url_read(input->url, ret_microseconds)) ||
           read_lines(page, input, ret_microseconds) || read_beginning(page, input, ret_microseconds) ||
           read_beside(page, input, ret_microseconds);
}
