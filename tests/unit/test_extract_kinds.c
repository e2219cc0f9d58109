/* extract.h: pages as sites build them. An article of several paragraphs must come out whole, and nothing else. */
#include "service/page/extract.h"

#include "service/base/strbuf.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST                                                                                                                                                                                                \
    "أعلنت وزارة الصحة في بيان صدر مساء الأحد أن المستشفى الجديد في أسوان سيفتح أبوابه في بداية الشهر المقبل، بعد " \
    "ثلاث سنوات من العمل."
#define SECOND                                                                                                                                                                                             \
    "وقال مدير المستشفى، الدكتور سامي الحلواني، إن الأقسام كلها جاهزة، وإن الأطباء والممرضات بدأوا التدريب على " \
    "الأجهزة الحديثة منذ أسبوعين."
#define THIRD                                                                                                                                                                                        \
    "وأضاف أن سكان القرى المجاورة لن يحتاجوا بعد اليوم إلى السفر ساعتين كي يصلوا إلى أقرب طبيب، وهو ما طالبوا " \
    "به منذ زمن طويل."
#define OTHER                                                                                                          \
    "The council of the town will vote next week on the new bridge, which has been planned for ten years and would "   \
    "cost four million."
#define P(text) "<p>" text "</p>"
#define ARTICLE P(FIRST) P(SECOND) P(THIRD)
#define TEXT FIRST "\n\n" SECOND "\n\n" THIRD
#define MENU "<ul><li><a href=/1>الرئيسية</a></li><li><a href=/2>سياسة</a></li><li><a href=/3>اقتصاد</a></li></ul>"

enum { MEMORY = 64 << 20, PAGE = 64 << 10, PATIENCE_MS = 60000 };

static enum status extract(const char *page, struct arena *arena, struct extract *ret_extract)
{
    const struct extract_options options = {.limit_ms = PATIENCE_MS};
    struct error error;
    return extract_article(page, strlen(page), &options, arena, ret_extract, &error);
}

static void assert_text(const char *page, const char *text)
{
    struct extract found;
    struct arena arena;
    arena_init(&arena, MEMORY);
    assert_int_equal(extract(page, &arena, &found), STATUS_OK);
    assert_string_equal(found.text.bytes, text);
    arena_release(&arena);
}

/* Names of classes that stand around whole articles on many sites. */
static const struct holder {
    const char *reason;
} holders[] = {
    {"status-publish"},
    {"post type-post status-publish format-standard hentry category-news tag-health"},
    {"right-sidebar"},
    {"has-sidebar"},
    {"no-sidebar"},
    {"layout-sidebar-right"},
    {"sidebar-layout"},
    {"field field-name-body field-label-hidden"},
    {"widget Blog"},
    {"elementor elementor-widget-theme-post-content"},
    {"elementor-widget-container"},
    {"overflow-hidden"},
    {"no-share"},
    {"l-side-margins"},
    {"with-comments"},
    {"comments-open"},
    {"has-related"},
    {"page-template-default single single-post logged-in admin-bar"},
    {"main-menu-left"},
    {"content-with-ads"},
    {"ad-free"},
    {"no-ads"},
    {"share-enabled"},
    {"sticky-footer"},
    {"modal-open"},
    {"cookie-accepted"},
    {"hide-comments"},
    {"popup-off"},
    {"nav-fixed"},
    {"promo-page"},
    {"print-only-hidden"},
    {"more-posts"},
    {"date-2026"},
    {"author-jane"},
    {"tag-politics"},
    {"widget_text"},
    {"search-result-page"},
    {"social-on"},
};

static void no_name_of_a_holder_loses_the_article(void **state)
{
    ROW(struct holder, row, state);
    char page[PAGE];
    snprintf(page, sizeof page,
             "<html><body class='%s'><div id=page class='%s'><div class='%s'>" MENU "<h1>افتتاح مستشفى جديد</h1>"
             "<div class='%s'>" ARTICLE "</div></div></div></body></html>",
             row->reason, row->reason, row->reason, row->reason);
    assert_text(page, TEXT);
}

static const struct page_row {
    const char *reason;
    const char *body, *text;
} pages[] = {
    {"a form around the page", "<form id=aspnetForm>" MENU "<div>" ARTICLE "</div><input type=hidden></form>", TEXT},
    {"an article in a cell of a table", "<table><tr><td>" MENU "</td><td>" ARTICLE "</td></tr></table>", TEXT},
    {"paragraphs that are breaks", "<div>" FIRST "<br><br>" SECOND "<br><br>" THIRD "</div>", TEXT},
    {"paragraphs that are divs", "<div class=x><div>" FIRST "</div><div>" SECOND "</div><div>" THIRD "</div></div>",
     TEXT},
    {"a holder for each paragraph",
     "<main><section><div>" P(FIRST) "</div></section><section><div>" P(SECOND) "</div></section><section><div>" P(
         THIRD) "</div></section></main>",
     TEXT},
    {"an article that scripts would show", "<div style='display:none'>" ARTICLE "</div>", TEXT},
    {"a name that is a sentence", "<div id=sharing-the-costs-of-the-new-hospital>" ARTICLE "</div>", TEXT},
    {"a menu beside it", "<div class=menu>" MENU "</div><div>" ARTICLE "</div>", TEXT},
    {"comments below it, longer than it",
     "<div>" ARTICLE "</div><div class=comments>" P(OTHER) P(OTHER) P(OTHER) P(OTHER) "</div>", TEXT},
    {"a cookie banner", "<div id=cookie-consent>" P(OTHER) P(OTHER) "</div><div>" ARTICLE "</div>", TEXT},
    {"a box for a newsletter",
     "<div>" P(FIRST) "<div class=newsletter-box>" P(OTHER) "<input></div>" P(SECOND) P(THIRD) "</div>", TEXT},
    {"a list of other articles in it, by its class",
     "<div>" P(FIRST) "<div class=related-posts><ul><li><a href=x>" OTHER "</a></li></ul></div>" P(SECOND)
         P(THIRD) "</div>",
     TEXT},
    {"a list of other articles in it, by its heading",
     "<div>" P(FIRST) "<h3>اقرأ أيضا</h3><ul><li><a href=x>خبر آخر عن الصحة</a></li><li><a href=y>وخبر ثالث عن "
                      "التعليم</a></li></ul>" P(SECOND) P(THIRD) "</div>",
     TEXT},
    {"a line that leads to another article",
     "<div>" P(FIRST) "<p>اقرأ أيضا: <a href=x>خبر آخر عن الصحة في الصعيد</a></p>" P(SECOND) P(THIRD) "</div>", TEXT},
    {"a line that leads to another article, in English",
     "<div>" P(FIRST) "<p>Read more: <a href=x>Another story about the hospital</a></p>" P(SECOND) P(THIRD) "</div>",
     TEXT},
    {"a caption is kept where it stands",
     "<div>" P(FIRST) "<figure><img src=x><figcaption>المستشفى الجديد في أسوان</figcaption></figure>" P(SECOND)
         P(THIRD) "</div>",
     FIRST "\n\nالمستشفى الجديد في أسوان\n\n" SECOND "\n\n" THIRD},
    {"headings, lists and quotes are kept in order",
     "<div>" P(FIRST) "<h2>ماذا يقدم؟</h2><ul><li>جراحة</li><li>طب الأطفال</li></ul>" P(
         SECOND) "<blockquote>هذا حلم تحقق أخيرا</blockquote>" P(THIRD) "</div>",
     FIRST "\n\nماذا يقدم؟\n\nجراحة\n\nطب الأطفال\n\n" SECOND "\n\nهذا حلم تحقق أخيرا\n\n" THIRD},
    {"a table is kept in order",
     "<div>" P(FIRST) "<table><tr><th>القسم</th><th>الأسرة</th></tr><tr><td>الجراحة</td><td>40</td></tr></table>" P(
         SECOND) P(THIRD) "</div>",
     FIRST "\n\nالقسم\n\nالأسرة\n\nالجراحة\n\n40\n\n" SECOND "\n\n" THIRD},
    {"elements inside a sentence keep their text",
     "<div>" P(FIRST) P(SECOND) "<p>وأضاف أن <time datetime=2026-01-31>يوم السبت</time> هو <bdi>الموعد</bdi> الأخير "
                                "للقسم <sup>2</sup> كما قرر المجلس "
                                "في <a href=x>اجتماعه</a> السابق.</p></div>",
     FIRST "\n\n" SECOND "\n\nوأضاف أن يوم السبت هو الموعد الأخير للقسم 2 كما قرر المجلس في اجتماعه السابق."},
    {"a date and a byline in lines of their own are no text",
     "<div><p>31 يناير 2026</p><p>كتبت: سارة أحمد</p>" ARTICLE "</div>", TEXT},
    {"a heading of nothing at the end", "<div>" ARTICLE "<h3>أخبار أخرى</h3></div>", TEXT},
    {"the lead stands above the body",
     "<div class=head><p class=lead>" FIRST "</p></div><div class=body>" P(SECOND) P(THIRD) P(SECOND) P(THIRD) "</div>",
     FIRST "\n\n" SECOND "\n\n" THIRD "\n\n" SECOND "\n\n" THIRD},
    {"an article whose tags are names of classes",
     "<div class='post-12 type-post hentry tag-hospital author-sara'>" ARTICLE "</div>", TEXT},
    {"the lines of a footer", "<div>" ARTICLE "</div><footer>" P(OTHER) "</footer>", TEXT},
    {"teasers below it, whatever they are called",
     "<div class=x>" ARTICLE "<div class=y><div class=z><h3><a href=1>The bridge of the town</a></h3>" P(
         OTHER) "</div>"
                "<div class=z><h3><a href=2>The road to the north</a></h3>" P(
                    OTHER) "</div>"
                           "<div class=z><h3><a href=3>The school of the east</a></h3>" P(OTHER) "</div></div></div>",
     TEXT},
};

static void the_article_is_what_comes_out(void **state)
{
    ROW(struct page_row, row, state);
    char page[PAGE];
    snprintf(
        page, sizeof page,
        "<html lang=ar><head><title>افتتاح مستشفى جديد</title></head><body><h1>افتتاح مستشفى جديد</h1>%s</body></html>",
        row->body);
    assert_text(page, row->text);
}

/* How many times the text has the word. */
static int times(const char *text, const char *word)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, word)); at++)
        count++;
    return count;
}

static void all_parts_of_an_article_in_several_holders_are_kept(void **state)
{
    struct strbuf page;
    struct extract found;
    struct arena arena;
    (void)state;
    strbuf_init(&page, PAGE);
    arena_init(&arena, MEMORY);
    strbuf_puts(&page, "<html><body><h1>x</h1><div class=page>");
    for (int i = 0; i < 10; i++)
        strbuf_puts(&page, "<div class=part><div>" ARTICLE "</div></div>");
    strbuf_puts(&page, "</div></body></html>");
    assert_int_equal(extract(page.data, &arena, &found), STATUS_OK);
    assert_int_equal(times(found.text.bytes, FIRST), 10);
    assert_int_equal(times(found.text.bytes, THIRD), 10);
    assert_int_equal(found.warning_count, 0);
    arena_release(&arena);
    strbuf_release(&page);
}

static void all_posts_of_a_live_blog_are_kept(void **state)
{
    struct strbuf page;
    struct extract found;
    struct arena arena;
    (void)state;
    strbuf_init(&page, PAGE);
    arena_init(&arena, MEMORY);
    strbuf_puts(&page,
                "<html><body><nav>" MENU "</nav><main><h1>تغطية مباشرة لافتتاح المستشفى</h1><div class=live-posts>");
    for (int i = 0; i < 12; i++)
        strbuf_printf(&page,
                      "<article class=live-post><time datetime=2026-01-31T%02d:00>%02d:00</time><h3>الخبر رقم "
                      "%d</h3>%s</article>",
                      i + 8, i + 8, i + 1, i % 3 ? P(SECOND) : P(FIRST) P(THIRD));
    strbuf_puts(&page, "</div></main></body></html>");
    assert_int_equal(extract(page.data, &arena, &found), STATUS_OK);
    assert_int_equal(times(found.text.bytes, SECOND), 8);
    assert_int_equal(times(found.text.bytes, FIRST), 4);
    assert_int_equal(times(found.text.bytes, "الخبر رقم"), 12);
    arena_release(&arena);
    strbuf_release(&page);
}

static void the_text_of_json_ld_comes_last_and_is_said(void **state)
{
    struct extract found;
    struct arena arena;
    (void)state;
    arena_init(&arena, MEMORY);
    assert_int_equal(
        extract("<html><head><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"x\","
                "\"articleBody\":\"<p>" FIRST "</p><p>" SECOND
                "</p>\"}</script></head><body><div id=app></div></body></html>",
                &arena, &found),
        STATUS_OK);
    assert_string_equal(found.text.bytes, FIRST "\n\n" SECOND);
    assert_int_equal(found.warning_count, 1);
    arena_release(&arena);
}

static void prose_that_is_left_out_is_said(void **state)
{
    struct strbuf page;
    struct extract found;
    struct arena arena;
    (void)state;
    strbuf_init(&page, PAGE);
    arena_init(&arena, MEMORY);
    strbuf_puts(&page, "<html><body><table><tr><td><div>");
    for (int i = 0; i < 6; i++)
        strbuf_puts(&page, ARTICLE);
    strbuf_puts(&page, "</div></td></tr></table>");
    for (int i = 0; i < 6; i++)
        strbuf_puts(&page, "<div><ul>" MENU MENU MENU MENU "</ul><span>" OTHER " " OTHER "</span><ul>" MENU MENU MENU
                           "</ul></div>");
    strbuf_puts(&page, "</body></html>");
    assert_int_equal(extract(page.data, &arena, &found), STATUS_OK);
    assert_null(strstr(found.text.bytes, "council"));
    assert_int_equal(found.warning_count, 1);
    arena_release(&arena);
    strbuf_release(&page);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_parts_of_an_article_in_several_holders_are_kept),
        cmocka_unit_test(all_posts_of_a_live_blog_are_kept),
        cmocka_unit_test(the_text_of_json_ld_comes_last_and_is_said),
        cmocka_unit_test(prose_that_is_left_out_is_said),
    };
    int failed = RUN_ROWS("holders", holders, no_name_of_a_holder_loses_the_article);
    failed += RUN_ROWS("pages", pages, the_article_is_what_comes_out);
    return failed + cmocka_run_group_tests_name("kinds of pages", tests, NULL, NULL);
}
