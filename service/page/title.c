#include "service/page/title.h"

#include "service/page/word_set.h"

#include <string.h>
#include <strings.h>

enum {
    HEADINGS = 256,   /* that are looked at */
    LONG = 400,       /* bytes of a heading */
    CLAIM_LONG = 1000 /* bytes of a claim that may have a site's name in it */
};

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

bool title_names_site(const char *part, const char *site, const char *url)
{
    char plain[64];
    size_t length = 0;
    if (site && word_set_same(part, site))
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
    if (claim && strlen(claim) > CLAIM_LONG)
        return claim;
    for (const char *bar; claim && (bar = find_bar(claim, true, &length));) {
        const char *head = arena_strndup(arena, claim, (size_t)(bar - claim)), *tail = bar + length;
        size_t cut = 0;
        const char *first = find_bar(claim, false, &cut);
        const char *front = arena_strndup(arena, claim, (size_t)(first - claim));
        if (!head || !front)
            return claim;
        if (title_names_site(front, site, url) && !title_names_site(tail, site, url)) {
            claim = first + cut;
            continue;
        }
        if (!title_names_site(tail, site, url) && (word_set_of(head).count < 4 || word_set_of(tail).count > 4))
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
static double agree(const struct word_set *heading, const char *claim)
{
    if (!claim || heading->count == 0)
        return 0;
    struct word_set words = word_set_of(claim);
    size_t both = word_set_common(heading, &words);
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
        struct word_set words = word_set_of(text);
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
        struct word_set heading = word_set_of(match.heading);
        for (size_t i = 0; i < COUNT; i++) { /* a claim that a heading holds with words before it is the title alone */
            struct word_set words = cleaned[i] ? word_set_of(cleaned[i]) : (struct word_set){.count = 0};
            if (words.count >= 3 && words.count < heading.count &&
                memcmp(words.list, heading.list + heading.count - words.count, words.count * sizeof *words.list) == 0)
                return cleaned[i];
        }
        return match.heading;
    }
    if (h1 && word_set_of(h1).count >= 4 && !title_names_site(h1, site, url))
        return h1;
    return claim ? claim : h1;
}
