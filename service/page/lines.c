#include "service/page/lines.h"

#include "service/base/strbuf.h"
#include "service/base/utf8.h"

#include <string.h>

enum { PROSE_LONG = 70, PROSE_SENTENCE = 18 /* letters */, LINK_LETTERS = 12, TEXT_MAXIMUM = 64 << 20 /* bytes */ };

struct finder {
    struct page *page;
    struct strbuf raw;
    struct line line;
    bool open;
    size_t room;
};

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x060C || c == 0x3001 || c == 0xFF0C || c == ';' || c == 0x061B;
}

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x061F || c == 0x06D4 || c == 0x3002 || c == 0x2026 || c == ':';
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == 0xBB || c == 0x201D || c == 0x2019 || c == ']' || c == 0x200F ||
           c == 0x200E;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0xAD || c == 0xFEFF;
}

static uint32_t letters_of(const char *text)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);
    uint32_t letters = 0, c;
    while (at < end) {
        unsigned size = utf8_decode(at, end, &c);
        letters += size && !is_blank(c);
        at += size ? size : 1;
    }
    return letters;
}

static void measure(struct line *line)
{
    const uint8_t *at = (const uint8_t *)line->text, *end = at + strlen(line->text);
    uint32_t c;
    while (at < end) {
        unsigned size = utf8_decode(at, end, &c);
        if (size && !is_blank(c)) {
            line->letters++;
            line->commas += is_comma(c);
            if (!is_closing(c))
                line->sentence = ends_sentence(c);
        }
        at += size ? size : 1;
    }
}

static void end_line(struct finder *finder)
{
    struct page *page = finder->page;
    struct line *line = &finder->line;
    if (finder->open && (line->text = tree_collapse(page->arena, finder->raw.data))) {
        struct line *grown = arena_grow(page->arena, page->lines, page->line_count, &finder->room, sizeof *grown);
        measure(line);
        if (grown) {
            page->lines = grown;
            grown[page->line_count++] = *line;
        }
    }
    page->arena->failed |= !strbuf_ok(&finder->raw); /* a line without its text would be lost */
    finder->open = false;
    strbuf_clear(&finder->raw);
}

static void take_text(struct finder *finder, uint32_t index, bool linked)
{
    const struct node *node = &finder->page->tree.nodes[index];
    uint32_t block = finder->page->blocks[node->parent];
    if (finder->open && finder->line.block != block)
        end_line(finder);
    uint32_t letters = letters_of(node->text);
    if (!finder->open && !letters)
        return;
    if (!finder->open) {
        finder->line = (struct line){.block = block, .first = index};
        finder->open = true;
    }
    strbuf_puts(&finder->raw, node->text);
    finder->line.linked += linked ? letters : 0;
}

static bool breaks(const struct page *page, uint32_t index)
{
    const struct node *node = &page->tree.nodes[index];
    if (node->tag != TAG_BR)
        return tag_is(node->tag, TAG_BLOCK);
    return !tag_is(page->tree.nodes[page->blocks[node->parent]].tag, TAG_HEADING);
}

static void walk(struct finder *finder)
{
    const struct node *nodes = finder->page->tree.nodes;
    uint32_t link_end = 0;
    for (uint32_t i = 1; i < finder->page->tree.count; i++) {
        bool block = tag_is(nodes[i].tag, TAG_BLOCK);
        finder->page->blocks[i] = block ? i : finder->page->blocks[nodes[i].parent];
        if (nodes[i].tag == TAG_TEXT) {
            take_text(finder, i, i < link_end);
            continue;
        }
        if (breaks(finder->page, i))
            end_line(finder);
        else if (nodes[i].tag == TAG_BR)
            strbuf_putc(&finder->raw, ' ');
        if (nodes[i].tag == TAG_A && tree_attribute(&nodes[i], ATTRIBUTE_HREF) && nodes[i].end > link_end)
            link_end = nodes[i].end;
        if (tag_is(nodes[i].tag, TAG_NO_TEXT) || (!block && hint_hidden(&nodes[i])))
            for (uint32_t end = nodes[i].end; i + 1 < end; i++)
                finder->page->blocks[i + 1] = finder->page->blocks[i];
    }
    end_line(finder);
}

bool lines_find(struct page *page)
{
    uint32_t count = page->tree.count;
    struct finder finder = {.page = page};
    page->blocks = arena_array(page->arena, count, sizeof *page->blocks);
    page->sums = arena_array(page->arena, count, sizeof *page->sums);
    page->hints = arena_array(page->arena, count, sizeof *page->hints);
    page->judged = arena_array(page->arena, count, sizeof *page->judged);
    if (!page->blocks || !page->sums || !page->hints || !page->judged)
        return false;
    for (uint32_t i = 1; i < count; i++)
        if (page->tree.nodes[i].tag != TAG_TEXT)
            page->hints[i] = hint_of(&page->tree.nodes[i]);
    strbuf_init(&finder.raw, TEXT_MAXIMUM);
    walk(&finder);
    bool complete = strbuf_ok(&finder.raw) && !page->arena->failed;
    strbuf_release(&finder.raw);
    lines_sum(page);
    return complete;
}

bool line_is_link(const struct line *line)
{
    return line->letters >= LINK_LETTERS && line->linked * 10 >= line->letters * 8;
}

uint32_t line_prose(const struct line *line)
{
    bool prose = line->letters >= PROSE_LONG || (line->sentence && line->letters >= PROSE_SENTENCE);
    return prose && line->linked * 2 < line->letters ? line->letters - line->linked : 0;
}

static void add(struct sums *to, const struct sums *from)
{
    to->letters += from->letters;
    to->linked += from->linked;
    to->commas += from->commas;
    to->prose += from->prose;
    to->lines += from->lines;
    to->links += from->links;
    to->paragraphs += from->paragraphs;
    to->images += from->images;
    to->controls += from->controls;
    to->headings += from->headings;
}

void lines_sum(struct page *page)
{
    const struct node *nodes = page->tree.nodes;
    for (uint32_t i = 0; i < page->tree.count; i++)
        page->sums[i] = (struct sums){.images = nodes[i].tag == TAG_IMG,
                                      .controls = tag_is(nodes[i].tag, TAG_CONTROL),
                                      .headings = tag_is(nodes[i].tag, TAG_HEADING)};
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        if (line->reason != REASON_NONE)
            continue;
        uint32_t prose = line_prose(line);
        add(&page->sums[line->block], &(struct sums){line->letters, line->linked, line->commas, prose, .lines = 1,
                                                     .links = line_is_link(line), .paragraphs = prose > 0});
    }
    for (uint32_t i = page->tree.count; i-- > 1;)
        add(&page->sums[nodes[i].parent], &page->sums[i]);
}

unsigned lines_link_percent(const struct sums *sums)
{
    return sums->letters ? (unsigned)((uint64_t)sums->linked * 100 / sums->letters) : 0;
}

bool lines_inside(const struct page *page, uint32_t node, uint32_t element)
{
    return node >= element && node < page->tree.nodes[element].end;
}
