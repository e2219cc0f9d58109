#include "service/page/title.h"

#include "service/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { WORDS = 64, HEADINGS = 256 /* that are looked at */, LONG = 400 /* bytes of a heading */ };

/* Words as hashes, so that titles can be compared. */
struct words {
    uint32_t list[WORDS];
    size_t count;
};

static bool is_part_of_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c | 0x20) - 'a' < 26u ||
           (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000 && c != 0x060C && c != 0x061B && c != 0x061F) ||
           (c >= 0x2C00 && c < 0xFE00 && (c < 0x3000 || c > 0x303F)) || c >= 0x10000;
}

static struct words words_of(const char *text)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);
    struct words words = {.count = 0};
    uint32_t hash = 0, c;
    while (at < end && words.count < WORDS) {
        unsigned size = utf8_decode(at, end, &c);
        at += size ? size : 1;
        if (size && is_part_of_word(c))
            hash = (hash ? hash : 2166136261u) * 16777619u ^ (c < 0x80 ? c | 0x20 : c);
        if ((!size || !is_part_of_word(c) || at == end) && hash) {
            words.list[words.count++] = hash;
            hash = 0;
        }
    }
    return words;
}

static size_t common(const struct words *a, const struct words *b)
{
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (a->list[i] == b->list[k]) {
                count++;
                break;
            }
    return count;
}

bool title_same(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    struct words one = words_of(a), two = words_of(b);
    return one.count == two.count && one.count && memcmp(one.list, two.list, one.count * sizeof *one.list) == 0;
}

static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " › ",
                                   " « ", " • ", " · ", " / ", " ~ ",  NULL};

/* The last bar, or the first one, in the text; NULL: there is none. */
static const char *find_bar(const char *text, bool last, size_t *ret_length)
{
    const char *found = NULL;
    for (const char *const *bar = bars; *bar; bar++)
        for (const char *at = text; (at = strstr(at, *bar)); at++)
            if (!found || (last ? at > found : at < found)) {
                found = at;
                *ret_length = strlen(*bar);
            }
    return found;
}

/* Whether a part of a title is the site's name, which the page or its address tells. */
static bool names_site(const char *part, const char *site, const char *url)
{
    char plain[64];
    size_t length = 0;
    if (site && title_same(part, site))
        return true;
    for (const char *at = part; *at && length + 1 < sizeof plain; at++)
        if (((uint32_t)*at | 0x20) - 'a' < 26u || (*at >= '0' && *at <= '9'))
            plain[length++] = (char)(*at | 0x20);
    plain[length] = '\0';
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host || length < 3)
        return false;
    char name[128];
    size_t size = strcspn(host + 3, "/:"), used = 0;
    for (size_t i = 0; i < size && used + 1 < sizeof name; i++)
        if (host[3 + i] != '-' && host[3 + i] != '.')
            name[used++] = (char)(host[3 + i] | 0x20);
    name[used] = '\0';
    return strstr(name, plain) != NULL;
}

/* The claim without what stands before or behind a bar and is the site's name, or too short to be the title. */
static const char *without_site(struct arena *arena, const char *claim, const char *site, const char *url)
{
    size_t length = 0;
    for (const char *bar; claim && (bar = find_bar(claim, true, &length));) {
        const char *head = arena_strndup(arena, claim, (size_t)(bar - claim)), *tail = bar + length;
        size_t cut = 0;
        const char *first = find_bar(claim, false, &cut);
        const char *front = arena_strndup(arena, claim, (size_t)(first - claim));
        if (!head || !front)
            return claim;
        if (names_site(front, site, url) && !names_site(tail, site, url)) {
            claim = first + cut;
            continue;
        }
        if (!names_site(tail, site, url) && (words_of(head).count < 4 || words_of(tail).count > 4))
            return claim;
        claim = head;
    }
    return claim;
}

static const char *heading_text(const struct page *page, uint32_t index)
{
    const char *text = tree_text(page->arena, &page->tree, index, LONG);
    return text && strlen(text) >= 2 ? text : NULL;
}

static bool is_shown(const struct page *page, uint32_t index)
{
    enum reason reason = page->judged[index];
    return reason == REASON_NONE || reason == REASON_METADATA || reason == REASON_CONTROL;
}

const char *title_heading(const struct page *page)
{
    for (uint32_t i = 1; i < page->tree.count; i++)
        if (page->tree.nodes[i].tag == TAG_H1 && is_shown(page, i)) {
            const char *text = heading_text(page, i);
            if (text)
                return text;
        }
    return NULL;
}

struct match {
    const char *heading;
    uint32_t index;
    double score;
};

/* How well a heading agrees with a claim: words in common, of the longer one; a claim may have more. */
static double agree(const struct words *heading, const char *claim)
{
    if (!claim || heading->count == 0)
        return 0;
    struct words words = words_of(claim);
    size_t both = common(heading, &words);
    double of_heading = (double)both / (double)heading->count,
           of_claim = words.count ? (double)both / (double)words.count : 0;
    return of_heading * 0.6 + of_claim * 0.4;
}

static struct match best_heading(const struct page *page, const char *const *claims, size_t count)
{
    struct match best = {NULL, 0, 0};
    size_t looked = 0;
    for (uint32_t i = 1; i < page->tree.count && looked < HEADINGS; i++) {
        enum tag tag = page->tree.nodes[i].tag;
        if (!tag_is(tag, TAG_HEADING) || tag > TAG_H3 || page->judged[i] == REASON_HIDDEN)
            continue;
        const char *text = heading_text(page, i);
        looked++;
        if (!text)
            continue;
        struct words words = words_of(text);
        for (size_t k = 0; k < count; k++) {
            double score = agree(&words, claims[k]) * (tag == TAG_H1 ? 1 : tag == TAG_H2 ? 0.9 : 0.8);
            if (score > best.score)
                best = (struct match){text, i, score};
        }
    }
    return best;
}

static const char *first_of(const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i])
            return list[i];
    return NULL;
}

const char *title_of(const struct page *page, const struct claims *claims, const struct ld *ld, uint32_t *ret_heading)
{
    const char *site = claims->site ? claims->site : ld->publisher;
    const char *url = claims->canonical ? claims->canonical : claims->og_url;
    const char *cleaned[] = {without_site(page->arena, claims->og_title, site, url), ld->headline,
                             without_site(page->arena, claims->title, site, url),
                             without_site(page->arena, claims->other_title, site, url)};
    enum { COUNT = sizeof cleaned / sizeof *cleaned };
    struct match match = best_heading(page, cleaned, COUNT);
    const char *claim = first_of(cleaned, COUNT), *h1 = title_heading(page);
    *ret_heading = match.score >= 0.6 ? match.index : 0;
    if (match.score >= 0.6) {
        struct words heading = words_of(match.heading);
        for (size_t i = 0; i < COUNT; i++) { /* a claim that a heading holds with words before it is the title alone */
            struct words words = cleaned[i] ? words_of(cleaned[i]) : (struct words){.count = 0};
            if (words.count >= 3 && words.count < heading.count && common(&words, &heading) == words.count)
                return cleaned[i];
        }
        return match.heading;
    }
    if (h1 && words_of(h1).count >= 4 && !names_site(h1, site, url))
        return h1;
    return claim ? claim : h1;
}
