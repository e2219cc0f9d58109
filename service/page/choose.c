#include "service/page/choose.h"

#include "service/page/judge.h"

#include <string.h>

enum {
    LEVELS = 5,
    PARAGRAPH = 20,    /* letters */
    LEAD_LETTERS = 60, /* of a line of a lead */
    LEAD_LINES = 2
};

static double line_score(const struct line *line)
{
    if (line->reason != REASON_NONE || line->letters < PARAGRAPH)
        return 0;
    double length = line->letters / 100.0;
    double score = 1 + line->commas + (length < 4 ? length : 4);
    return score * (1 - (double)line->linked / line->letters);
}

/* The element that a paragraph belongs to first: what stands around the paragraph's own element. */
static uint32_t holder_of(const struct page *page, const bool *mixed, uint32_t block)
{
    const struct node *node = &page->tree.nodes[block];
    return mixed[block] && !tag_is(node->tag, TAG_PARAGRAPH | TAG_HEADING) ? block : node->parent;
}

static void lend(const struct page *page, double *scores, uint32_t holder, double score)
{
    for (uint32_t level = 0; holder && level < LEVELS; level++) {
        scores[holder] += level == 0 ? score : level == 1 ? score / 2 : score / (3 * level);
        holder = page->tree.nodes[holder].parent;
    }
}

static double bonus(const struct page *page, uint32_t index)
{
    double bonus = page->hints[index].body ? 50 : page->hints[index].article ? 25 : 0;
    switch (page->tree.nodes[index].tag) {
    case TAG_DIV:
        return bonus + 5;
    case TAG_PRE:
    case TAG_TD:
    case TAG_BLOCKQUOTE:
        return bonus + 3;
    case TAG_OL:
    case TAG_UL:
    case TAG_DL:
    case TAG_LI:
    case TAG_FORM:
        return bonus - 3;
    default:
        return bonus;
    }
}

/* Whether the heading of the title stands near the element: inside what is a few levels around it. */
static bool shares_heading(const struct page *page, uint32_t index)
{
    for (uint32_t level = 0; page->heading && index && level < LEVELS; level++, index = page->tree.nodes[index].parent)
        if (lines_inside(page, page->heading, index))
            return true;
    return false;
}

static uint32_t best_scored(const struct page *page, const double *scores)
{
    uint32_t best = 0;
    double most = 0;
    for (uint32_t i = 1; i < page->tree.count; i++) {
        if (scores[i] <= 0)
            continue;
        double score = scores[i] + bonus(page, i);
        score = score > scores[i] / 2 ? score : scores[i] / 2;
        score *= shares_heading(page, i) ? 1.5 : 1;
        score *= (1 - lines_link_percent(&page->sums[i]) / 100.0) *
                 (page->tree.nodes[i].tag == TAG_BODY || page->tree.nodes[i].tag == TAG_HTML ? 0.8 : 1);
        if (score > most) {
            most = score;
            best = i;
        }
    }
    return best;
}

/* What a line says for the element that it is in as the article's. */
static double line_worth(const struct page *page, const struct line *line)
{
    if (line->reason != REASON_NONE || tag_is(page->tree.nodes[line->block].tag, TAG_HEADING))
        return 0;
    uint32_t prose = line_prose(line);
    if (prose)
        return prose;
    return line->linked * 2 >= line->letters ? -0.6 * line->letters - 5 : -0.3 * line->letters - 5;
}

static const char *class_of(const struct page *page, const struct line *line)
{
    const char *names = tree_attribute(&page->tree.nodes[line->block], ATTRIBUTE_CLASS);
    return names && *names ? names : NULL;
}

/* The class that most prose in the element has; NULL: it has none. A majority vote (Boyer and Moore). */
static const char *usual_class(const struct page *page, uint32_t index)
{
    const char *usual = NULL;
    int64_t votes = 0;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        uint32_t prose = line->reason == REASON_NONE && lines_inside(page, line->first, index) ? line_prose(line) : 0;
        const char *names = prose ? class_of(page, line) : NULL;
        bool same = names && usual ? strcmp(names, usual) == 0 : names == usual;
        if (prose && votes <= 0)
            usual = names;
        votes = prose && votes <= 0 ? prose : same ? votes + prose : votes - (int64_t)prose;
    }
    return usual;
}

/* How much prose of that class each element holds. */
static void weigh_kin(const struct page *page, const char *usual, double *kin)
{
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        const char *names = line->reason == REASON_NONE ? class_of(page, line) : NULL;
        if (names && strcmp(names, usual) == 0)
            kin[line->block] += line_prose(line);
    }
    for (uint32_t i = page->tree.count; i-- > 1;)
        kin[page->tree.nodes[i].parent] += kin[i];
}

/* Goes up to an element that holds much more of the article: much more prose than scraps, or paragraphs of the same
 * class. */
static uint32_t climb(const struct page *page, const double *worth, uint32_t from)
{
    uint32_t best = from;
    const char *usual = usual_class(page, from);
    double *kin = arena_array(page->arena, page->tree.count, sizeof *kin);
    if (usual && kin)
        weigh_kin(page, usual, kin);
    for (uint32_t i = page->tree.nodes[from].parent; kin && i; i = page->tree.nodes[i].parent)
        if (worth[i] > worth[best] * 1.4 || (kin[i] > kin[best] * 1.1 && worth[i] > worth[best]))
            best = i;
    return best;
}

/* Whether an element beside the article's block belongs to it: a paragraph of prose, or a block that is nearly as good. */
static bool joins(const struct page *page, const double *scores, uint32_t index, uint32_t best)
{
    const struct sums *sums = &page->sums[index];
    double least = scores[best] / 5 > 10 ? scores[best] / 5 : 10;
    if (scores[index] >= least && lines_link_percent(sums) < 25)
        return true;
    return tag_is(page->tree.nodes[index].tag, TAG_PARAGRAPH) && page->tree.nodes[index].tag != TAG_LI && sums->prose &&
           lines_link_percent(sums) < 25;
}

static void leave_outside(struct page *page, const double *scores, uint32_t best)
{
    uint32_t parent = page->tree.nodes[best].parent;
    uint32_t end = page->tree.nodes[parent].end;
    for (uint32_t i = 0; i < page->line_count; i++)
        if (page->lines[i].reason == REASON_NONE && !lines_inside(page, page->lines[i].first, parent))
            page->lines[i].reason = REASON_OUTSIDE;
    for (uint32_t i = parent + 1; i < end; i = page->tree.nodes[i].end)
        if (i != best && (page->tree.nodes[i].tag == TAG_TEXT || !joins(page, scores, i, best)))
            judge_drop(page, i, REASON_OUTSIDE);
    lines_sum(page);
}

/* Whether the line belongs to a picture or a film. */
static bool is_of_picture(const struct page *page, const struct line *line)
{
    static const char *const words[] = {"caption", "figure", "image", "img",   "photo", "picture",
                                        "gallery", "media",  "video", "slide", "credit"};
    uint32_t index = line->block;
    for (uint32_t level = 0; index && level < LEVELS; level++, index = page->tree.nodes[index].parent) {
        const char *names = tree_attribute(&page->tree.nodes[index], ATTRIBUTE_CLASS);
        if (page->tree.nodes[index].tag == TAG_FIGURE)
            return true;
        for (size_t i = 0; names && i < sizeof words / sizeof *words; i++)
            if (strcasestr(names, words[i]))
                return true;
        if (page->sums[index].paragraphs > LEAD_LINES)
            return false;
    }
    return false;
}

/* Takes in the lead: sentences between the heading and the article's block, where the block begins soon after it. */
static void take_lead(struct page *page, uint32_t best)
{
    uint32_t taken = 0;
    if (!page->heading || page->heading > best)
        return;
    for (uint32_t i = 0; i < page->line_count && page->lines[i].first < best && taken < LEAD_LINES; i++) {
        struct line *line = &page->lines[i];
        if (line->reason != REASON_OUTSIDE || line->first < page->tree.nodes[page->heading].end ||
            page->judged[line->first] != REASON_NONE || line->letters < LEAD_LETTERS ||
            line->linked * 4 > line->letters || is_of_picture(page, line))
            continue;
        line->reason = REASON_NONE;
        taken++;
    }
    lines_sum(page);
}

uint32_t choose_block(struct page *page)
{
    uint32_t count = page->tree.count;
    double *scores = arena_array(page->arena, count, sizeof *scores);
    double *worth = arena_array(page->arena, count, sizeof *worth);
    bool *mixed = arena_array(page->arena, count, sizeof *mixed);
    if (!scores || !worth || !mixed)
        return 0;
    for (uint32_t i = count; i-- > 1;)
        mixed[page->tree.nodes[i].parent] |= mixed[i] || tag_is(page->tree.nodes[i].tag, TAG_BLOCK);
    for (uint32_t i = 1; i < page->line_count; i++) /* several paragraphs that <br> parts */
        mixed[page->lines[i].block] |= page->lines[i].block == page->lines[i - 1].block;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        worth[line->block] += line_worth(page, line);
        lend(page, scores, holder_of(page, mixed, line->block), line_score(line));
    }
    for (uint32_t i = count; i-- > 1;)
        worth[page->tree.nodes[i].parent] += worth[i];
    uint32_t best = best_scored(page, scores);
    best = best ? climb(page, worth, best) : 0;
    if (best)
        leave_outside(page, scores, best);
    if (best)
        take_lead(page, best);
    return best;
}
