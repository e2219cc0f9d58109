/* extract.h: the article of a page, and what the page says of itself. */
#include "service/page/extract.h"

#include "service/base/timestamp.h"
#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

#define PARAGRAPH "<p>قال وزير الخارجية إن المفاوضات في القاهرة تسير على ما يرام.</p>"
#define TEXT "قال وزير الخارجية إن المفاوضات في القاهرة تسير على ما يرام."
#define LD(json) "<script type=\"application/ld+json\">" json "</script>"

enum { MEMORY = 16 << 20, PAGE = 4096, PATIENCE_MS = 60000 };

static enum status extract(const char *head, const char *body, struct arena *arena, struct extract *ret_extract)
{
    char page[PAGE];
    struct error error;
    int length = snprintf(page, sizeof page, "<html><head>%s</head><body>%s</body></html>", head, body);
    assert_in_range(length, 1, sizeof page - 1);
    const struct extract_options options = {.limit_ms = PATIENCE_MS};
    return extract_article(page, (size_t)length, &options, arena, ret_extract, &error);
}

static const char *title(const struct meta *meta)
{
    return meta->title;
}

static const char *site(const struct meta *meta)
{
    return meta->site;
}

static const char *author(const struct meta *meta)
{
    static char names[256];
    *names = '\0';
    for (size_t i = 0; i < meta->byline.count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? "; " : "", meta->byline.authors[i]);
    return meta->byline.count ? names : NULL;
}

static const char *language(const struct meta *meta)
{
    return meta->language;
}

static const char *url(const struct meta *meta)
{
    return meta->url;
}

static const char *published(const struct meta *meta)
{
    static char buffer[TIMESTAMP_LENGTH];
    return meta->published ? timestamp_format(meta->published_at, buffer) : NULL;
}

static const struct said {
    const char *reason;
    const char *head, *body;
    const char *(*what)(const struct meta *meta);
    const char *value; /* NULL: the page does not say */
} said[] = {
    {"a page that says nothing has no title", "", "", title, NULL},
    {"og:title is the title", "<meta property='og:title' content='A'><title>B | Site</title>", "<h1>C</h1>", title,
     "A"},
    {"JSON-LD's headline comes before <h1>", LD("{\"@type\":\"NewsArticle\",\"headline\":\"A\"}"), "<h1>B</h1>", title,
     "A"},
    {"<h1> says how much of <title> is the title", "<title>News: Talks go on in Cairo</title>",
     "<h1>Talks go on in Cairo</h1>", title, "Talks go on in Cairo"},
    {"<title> loses the site's name behind a bar", "<title>Talks go on in Cairo | The Site</title>", "", title,
     "Talks go on in Cairo"},
    {"<title> keeps a part that is longer than the headline", "<title>Cairo - talks go on without an end</title>", "",
     title, "Cairo - talks go on without an end"},
    {"white space in a title is one blank", "<title>\n Talks\t in  Cairo \n</title>", "", title, "Talks in Cairo"},
    {"og:site_name is the site", "<meta property='og:site_name' content='A'>", "", site, "A"},
    {"the publisher of JSON-LD is the site",
     LD("{\"@type\":\"NewsArticle\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"A\"}}"), "", site, "A"},
    {"an article nested in a graph is found",
     LD("{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"NewsArticle\"],"
        "\"headline\":\"A\"}]}"),
     "", title, "A"},
    {"JSON-LD of something else is passed over", LD("{\"@type\":\"WebSite\",\"headline\":\"B\"}"), "", title, NULL},
    {"JSON-LD whose end is missing is read as far as it goes", LD("{\"@type\":\"NewsArticle\",\"headline\":\"A\""), "",
     title, "A"},
    {"an author of JSON-LD may be a name", LD("{\"@type\":\"NewsArticle\",\"author\":\"سارة أحمد\"}"), "", author,
     "سارة أحمد"},
    {"an author of JSON-LD may be an object", LD("{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Jane Doe\"}}"), "",
     author, "Jane Doe"},
    {"its name may be nested", LD("{\"@type\":\"NewsArticle\",\"author\":{\"name\":{\"name\":\"Jane Doe\"}}}"), "",
     author, "Jane Doe"},
    {"all of several authors are taken",
     LD("{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Jane Doe\"},\"Omar Said\"]}"), "", author,
     "Jane Doe; Omar Said"},
    {"an author may be named by an id",
     LD("{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#1\"}},"
        "{\"@type\":\"Person\",\"@id\":\"#1\",\"name\":\"Jane Doe\"}]}"),
     "", author, "Jane Doe"},
    {"a list without authors says nothing", LD("{\"@type\":\"NewsArticle\",\"author\":[]}"), "", author, NULL},
    {"<meta> author counts", "<meta name='author' content='Jane Doe'>", "", author, "Jane Doe"},
    {"an address is no author", "<meta property='article:author' content='https://example.org/a'>",
     "<a rel=author href=/jane>Jane Doe</a>", author, "Jane Doe"},
    {"a byline loses its opening", "", "<div class=byline>By Jane Doe and Omar Said</div>", author,
     "Jane Doe; Omar Said"},
    {"a byline loses what the authors are", "", "<div class=byline>By Jane Doe, Staff Writer</div>", author,
     "Jane Doe"},
    {"an Arabic byline loses its opening", "", "<span class='author-name'>بقلم: سارة أحمد</span>", author, "سارة أحمد"},
    {"a line that opens as a byline is one", "", "<p>كتبت سارة أحمد</p>", author, "سارة أحمد"},
    {"who wrote a comment is no author", "", "<div class=comments><a rel=author href=/x>Some Reader</a></div>", author,
     NULL},
    {"the language of the page loses its country", "<meta property='og:locale' content='ar_EG'>", "", language, "ar"},
    {"a language that is none is not taken", "<meta property='og:locale' content='x'>", "", language, NULL},
    {"rel=canonical is the address", "<link rel=canonical href='https://example.org/a'>", "", url,
     "https://example.org/a"},
    {"a relative address is not taken", "<link rel=canonical href='/a'><meta property='og:url' content='http://b/c'>",
     "", url, "http://b/c"},
    {"datePublished of JSON-LD comes first",
     LD("{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-01-31T09:30:00+02:00\"}") "<meta "
                                                                                       "property='article:published_"
                                                                                       "time' content='2020-01-01'>",
     "", published, "2026-01-31T07:30:00Z"},
    {"a date that cannot be read gives way to the next", "<meta property='article:published_time' content='today'>",
     "<time datetime='2026-01-31'>today</time>", published, "2026-01-31T00:00:00Z"},
    {"a date written out counts where its class says so", "", "<span class='post-date'>31 يناير 2026</span>", published,
     "2026-01-31T00:00:00Z"},
    {"a date alone in a line below the heading counts", "", "<h1>خبر</h1><div>السبت 31 يناير 2026</div>", published,
     "2026-01-31T00:00:00Z"},
    {"a date in a sentence does not count", "", "<p>وقعت الحرب في 31 يناير 2026 في شرق البلاد كما قال شهود</p>",
     published, NULL},
    {"the date of a related item does not count", "",
     "<div class=related-news><time datetime=2020-05-05>x</time></div>", published, NULL},
    {"the address comes before a date in the text", "<link rel=canonical href='https://example.org/2026/01/31/talks'>",
     "<div>30 يناير 2026</div>", published, "2026-01-31T00:00:00Z"},
};

static void a_page_says_something_of_itself(void **state)
{
    ROW(struct said, row, state);
    struct extract found;
    struct arena arena;
    char body[PAGE / 2];
    arena_init(&arena, MEMORY);
    snprintf(body, sizeof body, "%s<article>%s%s</article>", row->body, PARAGRAPH, PARAGRAPH);
    assert_int_equal(extract(row->head, body, &arena, &found), STATUS_OK);
    if (row->value)
        assert_string_equal(row->what(&found.meta), row->value);
    else
        assert_null(row->what(&found.meta));
    arena_release(&arena);
}

static const struct body {
    const char *reason;
    const char *body;
    const char *text; /* NULL: there is no article */
} bodies[] = {
    {"paragraphs are parted by an empty line", "<div>" PARAGRAPH PARAGRAPH "</div>", TEXT "\n\n" TEXT},
    {"a break is a paragraph's end, too", "<div><p>" TEXT "<br>" TEXT "</p></div>", TEXT "\n\n" TEXT},
    {"menus and footers are left out", "<nav>" PARAGRAPH "</nav><div>" PARAGRAPH "</div><footer>" PARAGRAPH "</footer>",
     TEXT},
    {"what its class calls related is left out",
     "<div>" PARAGRAPH "<div class='related-news'>" PARAGRAPH "</div></div>", TEXT},
    {"a word inside another word is no reason", "<div class='relatedness'>" PARAGRAPH "</div>", TEXT},
    {"hidden elements are left out", "<div>" PARAGRAPH "<p style='display:none'>" TEXT "</p></div>", TEXT},
    {"a paragraph of links is left out", "<div>" PARAGRAPH "<p><a href=x>" TEXT "</a></p></div>", TEXT},
    {"a heading that repeats the title is left out", "<div><h1>Talks go on</h1>" PARAGRAPH "</div>", TEXT},
    {"tags inside a paragraph do not part it",
     "<div><p>قال <b>وزير</b> الخارجية إن <a href=x>المفاوضات</a> في القاهرة"
     " تسير على ما يرام.</p></div>",
     TEXT},
    {"a page without text has no article", "<div></div>", NULL},
    {"a page of short lines has no article", "<ul><li>a</li><li>b</li></ul>", NULL},
};

static void the_text_of_the_article_is_found(void **state)
{
    ROW(struct body, row, state);
    struct extract found;
    struct arena arena;
    arena_init(&arena, MEMORY);
    enum status status = extract("", row->body, &arena, &found);
    assert_int_equal(status, row->text ? STATUS_OK : STATUS_INVALID_INPUT);
    if (row->text) {
        assert_string_equal(found.text.bytes, row->text);
        assert_int_equal(found.text.length, strlen(row->text));
    }
    arena_release(&arena);
}

static void a_page_that_needs_too_much_memory_is_refused(void **state)
{
    struct extract found;
    struct arena arena;
    (void)state;
    arena_init(&arena, 64);
    assert_int_equal(extract("", "<div>" PARAGRAPH "</div>", &arena, &found), STATUS_OUT_OF_MEMORY);
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(a_page_that_needs_too_much_memory_is_refused)};
    int failed = RUN_ROWS("what pages say", said, a_page_says_something_of_itself);
    failed += RUN_ROWS("texts", bodies, the_text_of_the_article_is_found);
    return failed + cmocka_run_group_tests_name("extract", tests, NULL, NULL);
}
