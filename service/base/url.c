#include "service/base/url.h"

#include <string.h>
#include <strings.h>

enum { URL_MAXIMUM = 4 << 20, SECTION_LENGTH = 24 /* longest name of a section */, LANGUAGE_LENGTH = 5 };

/* Parameters that say where a reader came from. A name that ends in "*" stands for all that begin so. */
static const char *const tracking[] = {
    "utm_*",
    "mtm_*",
    "pk_*",
    "at_*",
    "hsa_*",
    "ns_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "_ga",
    "_gl",
    "srsltid",
    "ref_src",
    "ref_url",
    "cmpid",
    "traffic_source",
    "s_cid",
    "icid",
    "wt.mc_id",
    "wickedid",
    "__twitter_impression",
    "spm",
    "smid",
    "ocid",
    "xtor",
};

/* Names that a page's address may end in beside those of the page itself. */
static const char *const views[] = {"amp", "amp.html", "print", "mobile", "m", "index.html"};

/* Paths of one segment that are front pages. */
static const char *const fronts[] = {"index.html", "index.htm",    "index.php", "index.aspx",
                                     "home",       "default.aspx", "home.html", "news"};

struct part {
    const char *at;
    size_t length;
};

struct parts {
    struct part user, host, port, path, query, fragment;
};

static bool is(struct part part, const char *name)
{
    return strlen(name) == part.length && strncasecmp(part.at, name, part.length) == 0;
}

static struct part until(const char *at, const char *stops)
{
    return (struct part){at, strcspn(at, stops)};
}

static void split_authority(struct part authority, struct parts *parts)
{
    const char *end = authority.at + authority.length, *at = memrchr(authority.at, '@', authority.length);
    parts->user = at ? (struct part){authority.at, (size_t)(at + 1 - authority.at)} : (struct part){end, 0};
    const char *host = at ? at + 1 : authority.at, *colon = end;
    while (colon > host && colon[-1] >= '0' && colon[-1] <= '9')
        colon--;
    bool port = colon > host && colon[-1] == ':';
    parts->port = port ? (struct part){colon, (size_t)(end - colon)} : (struct part){end, 0};
    parts->host = (struct part){host, (size_t)((port ? colon - 1 : end) - host)};
    while (parts->host.length && host[parts->host.length - 1] == '.')
        parts->host.length--;
}

static bool split(const char *url, struct parts *parts)
{
    size_t scheme = strncasecmp(url, "http://", 7) == 0 ? 7 : strncasecmp(url, "https://", 8) == 0 ? 8 : 0;
    if (!scheme)
        return false;
    struct part authority = until(url + scheme, "/?#");
    split_authority(authority, parts);
    parts->path = until(authority.at + authority.length, "?#");
    while (parts->path.length && parts->path.at[parts->path.length - 1] == '/')
        parts->path.length--;
    const char *at = parts->path.at + strcspn(parts->path.at, "?#");
    parts->query = *at == '?' ? until(at + 1, "#") : (struct part){at, 0};
    at += strcspn(at, "#");
    bool names_page = *at && (at[1] == '!' || at[1] == '/');
    parts->fragment = names_page ? (struct part){at, strlen(at)} : (struct part){at, 0};
    if (is(parts->port, "80") || is(parts->port, "443"))
        parts->port.length = 0;
    return parts->host.length > 0;
}

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

/* The value of a hexadecimal digit; 16: it is none. */
static unsigned digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, c | (c >= 'A' ? 0x20 : 0)) : NULL;
    return found ? (unsigned)(found - digits) : 16;
}

static void put_byte(struct strbuf *out, unsigned char byte)
{
    strbuf_putc(out, '%');
    strbuf_putc(out, "0123456789ABCDEF"[byte >> 4]);
    strbuf_putc(out, "0123456789ABCDEF"[byte & 15]);
}

static void put_escaped(struct strbuf *out, struct part part)
{
    for (size_t i = 0; i < part.length; i++) {
        unsigned char c = (unsigned char)part.at[i];
        bool escape = c == '%' && i + 2 < part.length && digit(part.at[i + 1]) < 16 && digit(part.at[i + 2]) < 16;
        unsigned char byte = escape ? (unsigned char)(digit(part.at[i + 1]) << 4 | digit(part.at[i + 2])) : c;
        if (escape && !is_plain(byte))
            put_byte(out, byte);
        else if (c >= 0x80)
            put_byte(out, c);
        else
            strbuf_putc(out, (char)byte);
        i += escape ? 2 : 0;
    }
}

static bool is_tracking(struct part parameter)
{
    struct part name = {parameter.at, 0};
    while (name.length < parameter.length && parameter.at[name.length] != '=')
        name.length++;
    for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
        size_t length = strlen(tracking[i]);
        bool begins = tracking[i][length - 1] == '*';
        if (begins ? name.length >= length - 1 && strncasecmp(name.at, tracking[i], length - 1) == 0
                   : is(name, tracking[i]))
            return true;
    }
    return false;
}

static void put_query(struct strbuf *out, struct part query)
{
    char mark = '?';
    for (size_t at = 0; at < query.length;) {
        struct part parameter = {query.at + at, 0};
        while (at + parameter.length < query.length && parameter.at[parameter.length] != '&')
            parameter.length++;
        at += parameter.length + 1;
        if (parameter.length == 0 || is_tracking(parameter))
            continue;
        strbuf_putc(out, mark);
        put_escaped(out, parameter);
        mark = '&';
    }
}

static void put_lower(struct strbuf *out, struct part part)
{
    for (size_t i = 0; i < part.length; i++) {
        char c = part.at[i];
        strbuf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
    }
}

static void put_site(struct strbuf *out, const struct parts *parts)
{
    strbuf_puts(out, "https://");
    strbuf_append(out, parts->user.at, parts->user.length);
    put_lower(out, parts->host);
    if (parts->port.length)
        strbuf_putc(out, ':');
    strbuf_append(out, parts->port.at, parts->port.length);
}

void url_normalize(const char *url, struct strbuf *out)
{
    struct parts parts;
    if (!split(url, &parts)) {
        strbuf_puts(out, url);
        return;
    }
    put_site(out, &parts);
    if (parts.path.length == 0)
        strbuf_putc(out, '/');
    put_escaped(out, parts.path);
    put_query(out, parts.query);
    put_escaped(out, parts.fragment);
}

/* Whether scheme, host and port are the same, as they are compared. */
static bool is_same_site(const char *left, const char *right)
{
    struct parts a, b;
    return split(left, &a) && split(right, &b) && a.host.length == b.host.length &&
           strncasecmp(a.host.at, b.host.at, a.host.length) == 0 && a.port.length == b.port.length &&
           strncmp(a.port.at, b.port.at, a.port.length) == 0;
}

static bool has_sign(struct part part)
{
    for (size_t i = 0; i < part.length; i++)
        if (strchr("0123456789-_%", part.at[i]) || (unsigned char)part.at[i] >= 0x80)
            return true;
    return false;
}

/* "ar", "en-us": the front page of a language. */
static bool is_language(struct part segment)
{
    bool region = segment.length == LANGUAGE_LENGTH && (segment.at[2] == '-' || segment.at[2] == '_');
    return segment.length == 2 || region;
}

/* One segment without digit or hyphen is the name of a section: of articles there are many, which need a number or a
 * few words to be told apart. */
static bool is_front(const struct parts *parts)
{
    struct part segment = {parts->path.at + 1, parts->path.length ? parts->path.length - 1 : 0};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (is(segment, fronts[i]))
            return true;
    if (segment.length == 0 || is_language(segment))
        return true;
    return !memchr(segment.at, '/', segment.length) && segment.length <= SECTION_LENGTH && !has_sign(segment);
}

static bool has_query(const struct parts *parts)
{
    struct strbuf query;
    strbuf_init(&query, URL_MAXIMUM);
    put_query(&query, parts->query);
    bool has = query.length > 0;
    strbuf_release(&query);
    return has;
}

bool url_is_of_page(const char *url)
{
    struct parts parts;
    return split(url, &parts) && (parts.fragment.length || has_query(&parts) || !is_front(&parts));
}

/* The path of `of` goes on behind that of `section`, with more than the name of a view. */
static bool is_above(const struct parts *section, const struct parts *of)
{
    size_t length = section->path.length;
    if (of->path.length <= length || strncmp(of->path.at, section->path.at, length) != 0 || of->path.at[length] != '/')
        return false;
    struct part rest = {of->path.at + length + 1, of->path.length - length - 1};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (is(rest, views[i]))
            return false;
    return true;
}

bool url_names_page(const char *canonical, const char *address)
{
    struct parts claimed, own;
    if (!split(canonical, &claimed) || !split(address, &own) || !is_same_site(canonical, address) ||
        !url_is_of_page(canonical))
        return false;
    bool same_path =
        claimed.path.length == own.path.length && strncmp(claimed.path.at, own.path.at, own.path.length) == 0;
    return !is_above(&claimed, &own) && !(same_path && has_query(&own) && !has_query(&claimed));
}
