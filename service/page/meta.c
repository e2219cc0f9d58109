#include "service/page/meta.h"

#include "service/page/date.h"
#include "service/page/title.h"

#include <string.h>
#include <strings.h>

/* "ar-EG", "ar_AR" -> "ar" */
static const char *language(struct arena *arena, const char *tag)
{
    size_t length = tag ? strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
    if (length != 2 && length != 3)
        return NULL;
    char *copy = arena_strndup(arena, tag, length);
    for (char *at = copy; at && *at; at++)
        *at = (char)(*at | 0x20);
    return copy;
}

static const char *web_address(const char *url)
{
    return url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0) ? url : NULL;
}

static const char *first(const char *a, const char *b)
{
    return a ? a : b;
}

struct meta meta_read(struct page *page, const struct claims *claims, const struct ld *ld)
{
    struct meta meta = {.title = title_of(page, claims, ld, &page->heading)};
    meta.site = first(claims->site, ld->publisher);
    meta.language = first(language(page->arena, claims->language), language(page->arena, claims->locale));
    meta.language = first(meta.language, language(page->arena, ld->language));
    meta.url = first(web_address(claims->canonical), web_address(claims->og_url));
    const char *changed = first(ld->modified, claims->changed);
    meta.modified = changed && date_parse(changed, 0, &meta.modified_at);
    return meta;
}
