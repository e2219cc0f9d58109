#include "service/page/byline.h"

#include "service/page/date.h"
#include "service/page/title.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    NAME_MAXIMUM = 100, /* bytes of one name */
    TEXT_MAXIMUM = 300, /* bytes of a byline */
    NAME_WORDS = 6,
    NAME_NODES = 64, /* nodes of an author in which the name is looked for */
    MARKED = 128,    /* elements of a kind that are looked at */
    LINE_SHORT = 40, /* letters of a line of the article that may be its byline */
    LINES_ABOVE = 6  /* the heading, that may be the byline */
};

/* What a byline begins with. */
static const char *const openings[] = {"written by",  "posted by",
                                       "reported by", "veröffentlicht von",
                                       "publié par",  "publicado por",
                                       "story by",    "published by",
                                       "words by",    "by",
                                       "author",      "authors",
                                       "reporter",    "from",
                                       "von",         "text",
                                       "par",         "por",
                                       "di",          "door",
                                       "av",          "autor",
                                       "autorin",     "بقلم",
                                       "كتبت",        "كتبه",
                                       "كتب",         "الكاتب",
                                       "الكاتبة",     "إعداد",
                                       "اعداد",       "تحرير",
                                       "المحرر",      "تقرير",
                                       "المؤلف",      "نشر بواسطة",
                                       "بواسطة",      NULL};

/* Words that tell what somebody is, not who. */
static const char *const roles[] = {"reporter",  "correspondent", "editor",       "writer",  "contributor", "staff",
                                    "columnist", "journalist",    "producer",     "analyst", "bureau",      "chief",
                                    "مراسل",     "مراسلة",        "محرر",         "محررة",   "صحفي",        "صحفية",
                                    "كاتب",      "كاتبة",         "رئيس التحرير", NULL};

static const char *const joints[] = {" and ", " & ", ", ", "; ", " | ", " und ", "، ", " و ", " • ", " · ", NULL};

static bool begins(const char *text, const char *word)
{
    size_t length = strlen(word);
    if (strncasecmp(text, word, length) != 0)
        return false;
    return !text[length] || strchr(" :\t-", text[length]) || strncmp(text + length, "\xC2\xA0", 2) == 0;
}

static const char *skip_marks(const char *text)
{
    for (;;) {
        if (*text && strchr(" :-,|.@", *text))
            text++;
        else if (strncmp(text, "–", 3) == 0 || strncmp(text, "—", 3) == 0)
            text += 3;
        else
            return text;
    }
}

static const char *skip_opening(const char *text)
{
    for (const char *const *opening = openings; *opening; opening++)
        if (begins(text, *opening))
            return skip_marks(text + strlen(*opening));
    return text;
}

static bool is_role(const char *name)
{
    for (const char *const *role = roles; *role; role++)
        if (strcasestr(name, *role))
            return true;
    return false;
}

static size_t words_in(const char *name)
{
    size_t words = 0;
    for (const char *at = name; *at; at++)
        words += *at != ' ' && (at == name || at[-1] == ' ');
    return words;
}

static bool is_name(const char *name)
{
    size_t length = strlen(name), digits = 0;
    for (const char *at = name; *at; at++)
        digits += *at >= '0' && *at <= '9';
    return length >= 2 && length <= NAME_MAXIMUM && words_in(name) <= NAME_WORDS && digits < 4 && !strchr(name, '/') &&
           !strstr(name, "www.") && !strchr(name, '{');
}

static void add_name(struct arena *arena, struct byline *byline, const char *from, size_t length, bool first)
{
    while (length && strchr(" ,;:|", from[length - 1]))
        length--;
    char *name = arena_strndup(arena, from, length);
    if (!name)
        return;
    for (char *mark = name; (mark = strpbrk(mark, "(<[")); *mark = '\0') /* "(Reuters)", "<mail@…>" */
        ;
    const char *clean = tree_collapse(arena, skip_marks(name));
    if (!clean || !is_name(clean) || (!first && is_role(clean)) || strchr(clean, '@'))
        return;
    for (size_t i = 0; i < byline->count; i++)
        if (strcasecmp(byline->authors[i], clean) == 0)
            return;
    if (byline->count < BYLINE_AUTHORS)
        byline->authors[byline->count++] = clean;
}

void byline_add(struct arena *arena, struct byline *byline, const char *text)
{
    if (!text || strlen(text) > TEXT_MAXIMUM || strstr(text, "://"))
        return;
    bool first = true;
    for (const char *at = skip_opening(skip_marks(text)), *next; at; at = next) {
        size_t length = strlen(at), skip = 0;
        next = NULL;
        for (const char *const *joint = joints; *joint; joint++) {
            const char *found = strstr(at, *joint);
            if (found && (size_t)(found - at) < length) {
                length = (size_t)(found - at);
                skip = strlen(*joint);
            }
        }
        next = skip ? at + length + skip : NULL;
        add_name(arena, byline, at, length, first);
        first = false;
    }
}

bool byline_is_all(const char *line)
{
    return strlen(line) < NAME_MAXIMUM && skip_opening(line) != line && words_in(line) <= NAME_WORDS + 2;
}

static bool is_usable(const struct page *page, uint32_t index)
{
    enum reason reason = page->judged[index];
    return reason != REASON_COMMENTS && reason != REASON_RELATED && reason != REASON_SIDEBAR &&
           reason != REASON_PROMOTION && reason != REASON_CONSENT && reason != REASON_HIDDEN;
}

static bool has_word(const char *value, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = value; at && (at = strcasestr(at, word)); at++)
        if ((at == value || !isalpha((unsigned char)at[-1])) && !isalpha((unsigned char)at[length]))
            return true;
    return false;
}

enum marking { REL, ITEMPROP, CLASS_NAME, CLASS, MARKINGS };

static bool is_marked(const struct node *node, enum marking marking)
{
    const char *item = tree_attribute(node, ATTRIBUTE_ITEMPROP), *rel = tree_attribute(node, ATTRIBUTE_REL);
    const char *names = tree_attribute(node, ATTRIBUTE_CLASS);
    switch (marking) {
    case REL:
        return rel && has_word(rel, "author") && node->tag == TAG_A;
    case ITEMPROP:
        return item && has_word(item, "author");
    case CLASS_NAME:
        return has_word(names, "author") && (has_word(names, "name") || has_word(names, "link") ||
                                             has_word(names, "url") || strcasestr(names, "vcard"));
    default:
        return has_word(names, "author") || has_word(names, "byline") || has_word(names, "byl") ||
               has_word(names, "writer") || has_word(names, "autor") || has_word(names, "reporter");
    }
}

static void read_marked(const struct page *page, enum marking marking, struct byline *byline)
{
    const struct node *nodes = page->tree.nodes;
    uint32_t looked = 0;
    for (uint32_t i = 1; i < page->tree.count && looked < MARKED; i++) {
        if (nodes[i].tag == TAG_TEXT || !is_usable(page, i) || !is_marked(&nodes[i], marking))
            continue;
        looked++;
        const char *text = tree_value(page->arena, &nodes[i], ATTRIBUTE_CONTENT);
        uint32_t named = i;
        for (uint32_t k = i + 1; !text && k < nodes[i].end && k < i + NAME_NODES;
             k++) { /* <… itemprop=author><… itemprop=name> */
            const char *item = tree_attribute(&nodes[k], ATTRIBUTE_ITEMPROP);
            if (item && strcmp(item, "name") == 0) {
                named = k;
                break;
            }
        }
        text = text ? text : tree_value(page->arena, &nodes[named], ATTRIBUTE_CONTENT);
        text = text ? text : tree_text(page->arena, &page->tree, named, TEXT_MAXIMUM);
        size_t before = byline->count;
        byline_add(page->arena, byline, text);
        if (byline->count > before && marking >= CLASS_NAME)
            return; /* further ones are those of other articles */
        if (byline->count > before)
            i = nodes[i].end - 1;
    }
}

/* Where a byline begins inside a line: behind "by" and its like, as a word of its own. NULL: nowhere. */
static const char *opening_inside(const char *line)
{
    static const char *const inside[] = {" by ", " von ", " par ", " por ", " بقلم ", " بقلم: ", NULL};
    for (const char *const *word = inside; *word; word++) {
        const char *found = strcasestr(line, *word);
        if (found)
            return found + strlen(*word);
    }
    return NULL;
}

/* Up to where a date, a bar or the next part of the line begins. */
static size_t name_length(const char *text)
{
    static const char *const ends[] = {" on ", " under ", " am ", " | ", " - ", " – ", " • ", " · ", NULL};
    size_t length = strcspn(text, "0123456789|@");
    for (const char *const *end = ends; *end; end++) {
        const char *found = strstr(text, *end);
        if (found && (size_t)(found - text) < length)
            length = (size_t)(found - text);
    }
    return length;
}

/* Whether the text begins as a name does: with a capital, where its script has them. */
static bool begins_name(const char *text)
{
    return !(*text >= 'a' && *text <= 'z') && !(*text >= '0' && *text <= '9');
}

/* The lines near the heading: some above it, those below it down to the article's second paragraph. */
static void find_near(const struct page *page, uint32_t *ret_first, uint32_t *ret_last)
{
    uint32_t first = 0, paragraphs = 0, last = 0;
    for (uint32_t i = 0; i < page->line_count && paragraphs < 2; i++) {
        bool kept = page->lines[i].reason == REASON_KEPT;
        paragraphs += kept && line_prose(&page->lines[i]);
        first = page->lines[i].first < page->heading || (!page->heading && !kept && !paragraphs) ? i : first;
        last = i;
    }
    *ret_first = first > LINES_ABOVE ? first - LINES_ABOVE : 0;
    *ret_last = last;
}

/* Lines about the article: "By Jane Doe", "Posted in Politics by Jane Doe on 31 January". */
static void read_lines(const struct page *page, struct byline *byline)
{
    uint32_t first, last;
    find_near(page, &first, &last);
    for (int inside = 0; inside < 2; inside++)
        for (uint32_t i = first; i <= last && i < page->line_count && !byline->count; i++) {
            const struct line *line = &page->lines[i];
            const char *opening = skip_opening(line->text);
            bool prose = line->reason == REASON_KEPT && line->letters > LINE_SHORT;
            const char *from = inside && !prose ? opening_inside(line->text) : opening != line->text ? opening : NULL;
            if (from && begins_name(from) && line->letters < NAME_MAXIMUM && !line->sentence && line->commas < 5 &&
                is_usable(page, line->first))
                byline_add(page->arena, byline, arena_strndup(page->arena, from, name_length(from)));
        }
}

/* The part of a line of several ("31.01.2026 | Jane Doe") that is a name of two to four words. */
static void read_parts(const struct page *page, struct byline *byline)
{
    uint32_t first, last;
    find_near(page, &first, &last);
    for (uint32_t i = first; i <= last && i < page->line_count && !byline->count; i++) {
        const struct line *line = &page->lines[i];
        struct text rest = text_of(line->text);
        if (!strchr(line->text, '|') || line->letters >= NAME_MAXIMUM || !is_usable(page, line->first) ||
            !(date_traits(line->text) & DATE_IS_MOST))
            continue;
        while (rest.length && !byline->count) {
            struct text part = text_trim(text_split(&rest, '|'));
            const char *name = arena_strndup(page->arena, part.bytes, part.length);
            size_t words = name ? words_in(name) : 0;
            if (words >= 2 && words <= 4 && strcspn(name, "0123456789:") == part.length && begins_name(name))
                byline_add(page->arena, byline, name);
        }
    }
}

/* Whether a byline names nobody but the site, or an account. */
static bool is_site(const struct byline *byline, const char *site, const char *url)
{
    return byline->count == 1 &&
           (title_names_site(byline->authors[0], site, url) || strcasecmp(byline->authors[0], "admin") == 0);
}

/* "Nils" becomes "Nils Pickert" where a line of the page begins with the whole name. */
static void complete(const struct page *page, struct byline *byline)
{
    const char *name = byline->authors[0];
    size_t length = strlen(name);
    if (byline->count != 1 || strchr(name, ' ') || *name < 'A' || *name > 'Z')
        return;
    for (uint32_t i = 0; i < page->line_count; i++) {
        const char *text = page->lines[i].text;
        const char *rest = text + length;
        if (page->judged[page->lines[i].first] == REASON_COMMENTS || strncmp(text, name, length) != 0 || *rest != ' ' ||
            !(rest[1] >= 'A' && rest[1] <= 'Z'))
            continue;
        size_t surname = strcspn(rest + 1, " ,.:;|()-");
        byline->authors[0] = arena_strndup(page->arena, text, length + 1 + surname);
        byline->count = byline->authors[0] != NULL;
        return;
    }
}

struct byline byline_of(const struct page *page, const struct claims *claims, const struct ld *ld)
{
    struct byline byline = {.count = 0}, publisher = {.count = 0};
    const char *site = claims->site ? claims->site : ld->publisher;
    struct byline *said = ld->by_organization ? &publisher : &byline;
    for (size_t i = 0; i < ld->author_count; i++)
        byline_add(page->arena, said, ld->authors[i]);
    for (size_t i = 0; i < claims->author_count && !byline.count; i++)
        byline_add(page->arena, &byline, claims->authors[i]);
    if (is_site(&byline, site,
                claims->canonical ? claims->canonical
                                  : claims->og_url)) { /* a person named elsewhere is who wrote it */
        publisher = byline;
        byline.count = 0;
    }
    for (enum marking marking = REL; marking < MARKINGS && !byline.count; marking++)
        read_marked(page, marking, &byline);
    if (!byline.count)
        read_lines(page, &byline);
    if (!byline.count)
        read_parts(page, &byline);
    struct byline found = byline.count ? byline : publisher;
    if (found.count)
        complete(page, &found);
    return found;
}
