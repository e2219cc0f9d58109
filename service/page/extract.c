#include "service/page/extract.h"

#include "service/base/strbuf.h"
#include "service/page/choose.h"
#include "service/page/judge.h"
#include "service/page/published.h"
#include "service/page/title.h"
#include "service/page/tree_read.h"
#include "service/page/trim.h"

#include <string.h>

enum {
    ENOUGH = 250,            /* letters of an article; with fewer another way is tried */
    TIMES = 4,               /* as many letters as a stricter way must a more lenient one give to be believed */
    TEXT_MAXIMUM = 64 << 20, /* bytes */
    LEFT_PERCENT = 25,       /* of a page's prose left out as lying outside that are worth a warning */
    LEFT_LEAST = 600         /* letters of it */
};

static uint32_t kept_letters(const struct page *page)
{
    uint32_t letters = 0;
    for (uint32_t i = 0; i < page->line_count; i++)
        letters += page->lines[i].reason == REASON_KEPT ? page->lines[i].letters : 0;
    return letters;
}

static uint32_t attempt(struct page *page, enum judge_manner manner, const char *title, uint32_t *ret_block)
{
    judge_elements(page, manner);
    *ret_block = choose_block(page);
    if (*ret_block)
        trim_block(page, *ret_block, title);
    return *ret_block ? kept_letters(page) : 0;
}

/* Reads the page in the first manner that gives enough, else in the one that gives most. Returns the article's block. */
static uint32_t find_block(struct page *page, const char *title)
{
    uint32_t block = 0, most = 0;
    enum judge_manner best = JUDGE_STRICTLY;
    for (enum judge_manner manner = JUDGE_STRICTLY; manner <= JUDGE_EVERYTHING; manner++) {
        uint32_t letters = attempt(page, manner, title, &block);
        if (letters >= ENOUGH)
            return block;
        if (letters > most * TIMES) {
            most = letters;
            best = manner;
        }
    }
    attempt(page, best, title, &block);
    return block;
}

static struct text write_lines(const struct page *page)
{
    struct strbuf out;
    struct text text = {NULL, 0};
    strbuf_init(&out, TEXT_MAXIMUM);
    for (uint32_t i = 0; i < page->line_count; i++)
        if (page->lines[i].reason == REASON_KEPT) {
            strbuf_puts(&out, out.length ? "\n\n" : "");
            strbuf_puts(&out, page->lines[i].text);
        }
    const char *copy = strbuf_ok(&out) ? arena_strndup(page->arena, out.data, out.length) : NULL;
    if (copy)
        text = (struct text){copy, out.length};
    page->arena->failed |= out.starved;
    strbuf_release(&out);
    return text;
}

/* articleBody of JSON-LD as paragraphs; it may hold tags. */
static struct text write_body(struct arena *arena, const char *body, int64_t limit_ms)
{
    struct page page = {.arena = arena};
    struct error ignored;
    enum status status = tree_read(body, strlen(body), limit_ms, arena, &page.tree, &ignored);
    arena->failed |= status == STATUS_OUT_OF_MEMORY;
    if (status != STATUS_OK || !lines_find(&page))
        return (struct text){NULL, 0};
    for (uint32_t i = 0; i < page.line_count; i++)
        page.lines[i].reason = REASON_KEPT;
    return write_lines(&page);
}

static void warn(struct extract *extract, const char *sentence)
{
    if (extract->warning_count < EXTRACT_WARNINGS)
        extract->warnings[extract->warning_count++] = sentence;
}

/* Says when the page has prose that is like the article's and yet was left out, as lying outside its block. */
static void warn_of_left_prose(struct extract *extract)
{
    const struct page *page = &extract->page;
    uint32_t kept = 0, left = 0;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        kept += line->reason == REASON_KEPT ? line_prose(line) : 0;
        left += line->reason == REASON_OUTSIDE ? line_prose(line) : 0;
    }
    if (left >= LEFT_LEAST && (uint64_t)left * 100 > (uint64_t)(kept + left) * LEFT_PERCENT)
        warn(extract,
             "Much of the page's prose stands outside the block that was taken for the article, and was left out; "
             "POST /v1/extract with explain shows it.");
}

static void read_page(struct page *page, const struct extract_options *options, struct extract *extract)
{
    judge_elements(page, JUDGE_STRICTLY);
    struct claims claims = claims_read(page->arena, &page->tree);
    const char *url = options->url ? options->url : claims.canonical ? claims.canonical : claims.og_url;
    struct ld ld = ld_read(page->arena, &page->tree, url, title_heading(page));
    extract->meta = meta_read(page, &claims, &ld);
    uint32_t block = find_block(page, extract->meta.title);
    extract->text = write_lines(page);
    if (kept_letters(page) < ENOUGH && ld.body && strlen(ld.body) > extract->text.length) {
        struct text body = write_body(page->arena, ld.body, options->limit_ms);
        if (body.length > extract->text.length) {
            extract->text = body;
            warn(extract, "The text is that of the page's JSON-LD: the page itself shows less.");
        }
    }
    warn_of_left_prose(extract);
    extract->meta.byline = byline_of(page, &claims, &ld);
    struct published_input input = {&claims, &ld, url, block, options->now};
    extract->meta.published = published_find(page, &input, &extract->meta.published_at);
}

enum status extract_article(const char *html, size_t length, const struct extract_options *options, struct arena *arena,
                            struct extract *ret_extract, struct error *error)
{
    struct extract extract = {.page = {.arena = arena}};
    enum status status = tree_read(html, length, options->limit_ms, arena, &extract.page.tree, error);
    if (status != STATUS_OK)
        return status;
    if (lines_find(&extract.page))
        read_page(&extract.page, options, &extract);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The page needs more memory than a request may have.");
    if (extract.text.length == 0)
        return error_set(error, STATUS_INVALID_INPUT, "There is no article in this page.");
    *ret_extract = extract;
    return STATUS_OK;
}
