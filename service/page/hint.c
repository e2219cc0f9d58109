#include "service/page/hint.h"

#include <string.h>
#include <strings.h>

enum {
    WORD_MAXIMUM = 32,  /* bytes; longer runs of letters are no words */
    WORDS_MAXIMUM = 64, /* of one attribute that are looked at */
    NAME_WORDS = 4      /* a name of more words is a phrase, as of a heading, and its words say less */
};

static const char *const phrases[] = {
#define X(name, phrase) [REASON_##name] = (phrase),
    REASON_TABLE(X)
#undef X
};

const char *reason_phrase(enum reason reason)
{
    return phrases[reason];
}

/* Words of class, id and role. `open`: the word may go on ("comment" is "commentlist", too). */
static const struct word {
    const char *word;
    bool open;
    enum reason reason;
    unsigned char share;
    bool weak;
} words[] = {
    {"comment", true, REASON_COMMENTS, 90, false},       {"disqus", true, REASON_COMMENTS, 90, false},
    {"respond", false, REASON_COMMENTS, 90, false},      {"replies", false, REASON_COMMENTS, 90, false},
    {"discussion", false, REASON_COMMENTS, 50, true},    {"related", true, REASON_RELATED, 45, false},
    {"relacionad", true, REASON_RELATED, 45, false},     {"recommend", true, REASON_RELATED, 45, false},
    {"recirc", true, REASON_RELATED, 45, false},         {"trending", true, REASON_RELATED, 45, false},
    {"popular", true, REASON_RELATED, 45, false},        {"mostread", true, REASON_RELATED, 45, false},
    {"readmore", true, REASON_RELATED, 45, false},       {"readnext", true, REASON_RELATED, 45, false},
    {"seealso", true, REASON_RELATED, 45, false},        {"teaser", true, REASON_RELATED, 25, true},
    {"more", false, REASON_RELATED, 20, true},           {"also", false, REASON_RELATED, 20, true},
    {"next", false, REASON_RELATED, 20, true},           {"prev", true, REASON_RELATED, 20, true},
    {"latest", false, REASON_RELATED, 20, true},         {"similar", false, REASON_RELATED, 20, true},
    {"suggest", true, REASON_RELATED, 20, true},         {"share", true, REASON_SHARING, 40, true},
    {"sharing", true, REASON_SHARING, 40, true},         {"social", true, REASON_SHARING, 40, true},
    {"addthis", true, REASON_SHARING, 40, true},         {"addtoany", true, REASON_SHARING, 40, true},
    {"follow", true, REASON_SHARING, 20, true},          {"sidebar", true, REASON_SIDEBAR, 45, false},
    {"rail", false, REASON_SIDEBAR, 35, true},           {"aside", false, REASON_SIDEBAR, 35, true},
    {"complementary", false, REASON_SIDEBAR, 45, false}, {"widget", true, REASON_SIDEBAR, 20, true},
    {"promo", true, REASON_PROMOTION, 45, false},        {"advert", true, REASON_PROMOTION, 45, false},
    {"ad", false, REASON_PROMOTION, 45, false},          {"ads", false, REASON_PROMOTION, 45, false},
    {"adsbygoogle", false, REASON_PROMOTION, 45, false}, {"sponsor", true, REASON_PROMOTION, 45, false},
    {"newsletter", true, REASON_PROMOTION, 45, false},   {"subscri", true, REASON_PROMOTION, 45, false},
    {"signup", true, REASON_PROMOTION, 45, false},       {"paywall", true, REASON_PROMOTION, 25, true},
    {"taboola", true, REASON_PROMOTION, 45, false},      {"outbrain", true, REASON_PROMOTION, 45, false},
    {"banner", true, REASON_PROMOTION, 45, false},       {"donat", true, REASON_PROMOTION, 20, true},
    {"cookie", true, REASON_CONSENT, 70, false},         {"consent", true, REASON_CONSENT, 70, false},
    {"gdpr", true, REASON_CONSENT, 70, false},           {"popup", true, REASON_CONSENT, 70, false},
    {"modal", true, REASON_CONSENT, 70, false},          {"lightbox", true, REASON_CONSENT, 30, true},
    {"nav", true, REASON_NAVIGATION, 45, false},         {"menu", true, REASON_NAVIGATION, 45, false},
    {"breadcrumb", true, REASON_NAVIGATION, 45, false},  {"pagination", true, REASON_NAVIGATION, 45, false},
    {"pager", true, REASON_NAVIGATION, 45, false},       {"skip", false, REASON_NAVIGATION, 20, true},
    {"toolbar", true, REASON_NAVIGATION, 45, false},     {"tools", false, REASON_NAVIGATION, 20, true},
    {"search", false, REASON_NAVIGATION, 20, true},      {"searchbox", true, REASON_NAVIGATION, 45, false},
    {"login", true, REASON_NAVIGATION, 20, true},        {"footer", true, REASON_FOOTER, 45, false},
    {"contentinfo", false, REASON_FOOTER, 45, false},    {"copyright", true, REASON_FOOTER, 45, false},
    {"disclaimer", true, REASON_FOOTER, 20, true},       {"legal", false, REASON_FOOTER, 20, true},
    {"byline", true, REASON_METADATA, 12, false},        {"author", true, REASON_METADATA, 12, false},
    {"bio", false, REASON_METADATA, 12, false},          {"dateline", false, REASON_METADATA, 15, true},
    {"date", false, REASON_METADATA, 15, true},          {"timestamp", true, REASON_METADATA, 15, true},
    {"meta", true, REASON_METADATA, 20, true},           {"postmeta", true, REASON_METADATA, 20, true},
    {"tags", false, REASON_METADATA, 20, true},          {"tag", false, REASON_METADATA, 20, true},
    {"keywords", false, REASON_METADATA, 20, true},      {"topics", false, REASON_METADATA, 20, true},
    {"categories", false, REASON_METADATA, 20, true},    {"credit", true, REASON_METADATA, 15, true},
};

/* Words that speak for an article. */
static const char *const good_words[] = {"article", "articlebody", "body", "content", "entry", "main",
                                         "page",    "post",        "text", "blog",    "story", "hentry"};

/* Words behind which another one tells a state. */
static const char *const state_words[] = {"no",     "not",  "has",      "with", "without", "is",    "show",   "hide",
                                          "when",   "like", "disable",  "if",   "enable",  "non",   "status", "layout",
                                          "format", "type", "category", "cat",  "tag",     "under", "below",  "above"};

static bool one_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(word, list) one_of(word, list, sizeof(list) / sizeof *(list))

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Reads the next word of a class or an id, in small letters. Returns what follows; NULL: there is none. */
static const char *next_word(const char *at, char word[WORD_MAXIMUM], bool *ret_first)
{
    size_t length = 0;
    *ret_first = false;
    for (; *at && !is_letter(*at); at++)
        *ret_first |= *at == ' ' || *at == '\n' || *at == '\t';
    if (!*at)
        return NULL;
    bool capital = *at < 'a';
    for (; is_letter(*at) && length + 1 < WORD_MAXIMUM; at++) {
        bool big = *at < 'a';
        if (big && !capital) /* postBody: a capital behind a small letter begins a word */
            break;
        capital = big && (length == 0 || capital);
        word[length++] = (char)(*at | 0x20);
    }
    word[length] = '\0';
    return at;
}

static const struct word *find_word(const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (strncmp(word, words[i].word, length) == 0 && (words[i].open || !word[length]))
            return &words[i];
    }
    return NULL;
}

static void blame(struct hint *hint, enum reason reason, unsigned char share, bool weak, const char *word)
{
    if (hint->reason != REASON_NONE && (weak || !hint->weak))
        return;
    hint->reason = reason;
    hint->share = share;
    hint->weak = weak;
    hint->word = word;
}

static void read_words(struct hint *hint, const char *value)
{
    char word[WORD_MAXIMUM];
    bool state = false, first;
    size_t count = 0, total = 0;
    for (const char *at = value ? value : ""; total++ < WORDS_MAXIMUM && (at = next_word(at, word, &first));) {
        bool told = state && !first;
        state = ONE_OF(word, state_words);
        if (told)
            continue;
        const struct word *found = find_word(word);
        count = first ? 1 : count + 1;
        if (found)
            blame(hint, found->reason, found->share, found->weak || count > NAME_WORDS, found->word);
        else
            hint->article |= ONE_OF(word, good_words);
    }
}

static void read_tag(struct hint *hint, const struct node *node)
{
    switch (node->tag) {
    case TAG_NAV:
        blame(hint, REASON_NAVIGATION, 40, false, NULL);
        break;
    case TAG_MENU:
        blame(hint, REASON_NAVIGATION, 20, false, NULL);
        break;
    case TAG_FOOTER:
        blame(hint, REASON_FOOTER, 45, false, NULL);
        break;
    case TAG_ASIDE:
        blame(hint, REASON_SIDEBAR, 45, false, NULL);
        break;
    case TAG_DIALOG:
        blame(hint, REASON_CONSENT, 70, false, NULL);
        break;
    case TAG_FORM:
        blame(hint, REASON_CONTROL, 25, true, NULL);
        break;
    case TAG_LABEL:
    case TAG_FIELDSET:
        blame(hint, REASON_CONTROL, 15, true, NULL);
        break;
    case TAG_ARTICLE:
    case TAG_MAIN:
        hint->article = true;
        break;
    default:
        break;
    }
}

struct hint hint_of(const struct node *node)
{
    struct hint hint = {.reason = REASON_NONE};
    const char *item = tree_attribute(node, ATTRIBUTE_ITEMPROP), *role = tree_attribute(node, ATTRIBUTE_ROLE);
    read_tag(&hint, node);
    if (node->tag == TAG_HTML || node->tag == TAG_BODY)
        return hint;
    read_words(&hint, tree_attribute(node, ATTRIBUTE_CLASS));
    read_words(&hint, tree_attribute(node, ATTRIBUTE_ID));
    if (role && strcmp(role, "banner") != 0)
        read_words(&hint, role);
    const char *type = tree_attribute(node, ATTRIBUTE_ITEMTYPE);
    hint.article |= type && (strstr(type, "Article") || strstr(type, "BlogPosting"));
    hint.body = item && strcasestr(item, "articleBody");
    hint.article |= hint.body;
    return hint;
}

static bool says_nothing_is_shown(const char *style)
{
    static const char *const ways[] = {"display:none", "display: none", "visibility:hidden", "visibility: hidden"};
    for (size_t i = 0; style && i < sizeof ways / sizeof *ways; i++)
        if (strcasestr(style, ways[i]))
            return true;
    return false;
}

/* Is one of the class's names, which blanks part, among those that hide an element? */
static bool has_hiding_name(const char *names)
{
    static const char *const hiding[] = {"hidden",
                                         "hide",
                                         "d-none",
                                         "sr-only",
                                         "visually-hidden",
                                         "visuallyhidden",
                                         "screen-reader-text",
                                         "screen-reader-only",
                                         "u-hidden",
                                         "is-hidden",
                                         "element-invisible",
                                         "noprint",
                                         "no-print"};
    const char *at = names;
    for (size_t word = 0; at && *at && word < WORDS_MAXIMUM; word++) {
        size_t length = strcspn(at, " \t\n\r\f");
        for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++)
            if (strlen(hiding[i]) == length && strncasecmp(at, hiding[i], length) == 0)
                return true;
        at += length;
        at += strspn(at, " \t\n\r\f");
    }
    return false;
}

bool hint_hidden(const struct node *node)
{
    const char *aria = tree_attribute(node, ATTRIBUTE_ARIA_HIDDEN);
    return tree_attribute(node, ATTRIBUTE_HIDDEN) || (aria && strcmp(aria, "true") == 0) ||
           says_nothing_is_shown(tree_attribute(node, ATTRIBUTE_STYLE)) ||
           has_hiding_name(tree_attribute(node, ATTRIBUTE_CLASS));
}
