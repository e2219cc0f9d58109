/* The normal form of addresses, and which addresses a page may claim to be its own (service/base/url.h). */
#include "service/base/url.h"

#include "tests/unit/rows.h"

static const struct normal {
    const char *reason, *url, *normal;
} normals[] = {
    {"what is normal stays", "https://n.example/a/b-1?id=5", "https://n.example/a/b-1?id=5"},
    {"scheme and host in any case", "HTTPS://News.Example/A", "https://news.example/A"},
    {"http is https", "http://n.example/a", "https://n.example/a"},
    {"default port of http", "http://n.example:80/a", "https://n.example/a"},
    {"default port of https", "https://n.example:443/a", "https://n.example/a"},
    {"another port stays", "https://n.example:8443/a", "https://n.example:8443/a"},
    {"an empty port", "https://n.example:/a", "https://n.example/a"},
    {"an address of IPv6", "http://[2001:DB8::1]:8080/a", "https://[2001:db8::1]:8080/a"},
    {"a dot at the host's end", "https://n.example./a", "https://n.example/a"},
    {"no path", "https://n.example", "https://n.example/"},
    {"a front page's slash", "https://n.example/", "https://n.example/"},
    {"a slash at the end", "https://n.example/a/", "https://n.example/a"},
    {"a slash before the query", "https://n.example/a/?id=5", "https://n.example/a?id=5"},
    {"a fragment", "https://n.example/a#comments", "https://n.example/a"},
    {"a fragment that names the page", "https://n.example/#!/a/5", "https://n.example/#!/a/5"},
    {"a tracking parameter alone", "https://n.example/a?utm_source=x", "https://n.example/a"},
    {"tracking parameters among others", "https://n.example/a?fbclid=1&id=5&UTM_medium=y&p=2&gclid",
     "https://n.example/a?id=5&p=2"},
    {"a parameter that only begins like one", "https://n.example/a?gclid2=1", "https://n.example/a?gclid2=1"},
    {"a lone question mark and empty parameters", "https://n.example/a?&", "https://n.example/a"},
    {"the order of parameters matters", "https://n.example/a?b=1&a=2", "https://n.example/a?b=1&a=2"},
    {"escapes in small letters", "https://n.example/%d8%a7", "https://n.example/%D8%A7"},
    {"Arabic letters as they are", "https://n.example/\xd8\xa7", "https://n.example/%D8%A7"},
    {"escapes that need none", "https://n.example/%61%2Db", "https://n.example/a-b"},
    {"an escaped slash is no slash", "https://n.example/a%2fb", "https://n.example/a%2Fb"},
    {"a percent sign alone", "https://n.example/100%", "https://n.example/100%"},
    {"no address", "a b", "a b"},
};

static void is_normalized(void **state)
{
    ROW(struct normal, row, state);
    struct strbuf out, again;
    strbuf_init(&out, 4096);
    strbuf_init(&again, 4096);
    url_normalize(row->url, &out);
    assert_string_equal(out.data, row->normal);
    url_normalize(out.data, &again);
    assert_string_equal(again.data, row->normal);
    strbuf_release(&out);
    strbuf_release(&again);
}

static const struct claim {
    const char *reason, *canonical, *address;
    bool believed;
} claims[] = {
    {"without tracking", "https://n.example/a/1", "https://n.example/a/1?utm_source=x", true},
    {"another path of the site", "https://n.example/2026/01/visit", "https://n.example/?p=17", true},
    {"the page of a view", "https://n.example/a/1", "https://n.example/a/1/amp", true},
    {"https of http", "https://n.example/a/1", "http://n.example/a/1", true},
    {"a slug in Arabic", "https://n.example/\xd8\xb2\xd9\x8a\xd8\xa7\xd8\xb1\xd8\xa9", "https://n.example/?p=17", true},
    {"another host", "https://other.example/a/1", "https://n.example/a/1", false},
    {"another port", "https://n.example:8443/a/1", "https://n.example/a/1", false},
    {"the front page", "https://n.example/", "https://n.example/a/1", false},
    {"the front page without a slash", "https://n.example", "https://n.example/a/1", false},
    {"the front page with tracking", "https://n.example/?utm_source=x", "https://n.example/a/1", false},
    {"the front page of a language", "https://n.example/ar/", "https://n.example/a/1", false},
    {"the front page of a region", "https://n.example/en-us", "https://n.example/a/1", false},
    {"the front page by its file", "https://n.example/index.html", "https://n.example/a/1", false},
    {"a section", "https://n.example/politics", "https://n.example/story/1", false},
    {"the section above the page", "https://n.example/2026/politics", "https://n.example/2026/politics/1", false},
    {"without the query that names the page", "https://n.example/story.php", "https://n.example/story.php?id=5", false},
    {"no address at all", "story", "https://n.example/story/1", false},
};

static void is_believed(void **state)
{
    ROW(struct claim, row, state);
    assert_int_equal(url_names_page(row->canonical, row->address), row->believed);
}

int main(void)
{
    return RUN_ROWS("normal forms of addresses", normals, is_normalized) +
           RUN_ROWS("what pages say of their addresses", claims, is_believed);
}
