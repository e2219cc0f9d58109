#include "service/store/db/connect.h"

#include "service/base/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYWORDS_MAXIMUM = 16, OPTIONS_MAXIMUM = 1024, SHORTEST_PASSWORD = 4, REASON_MAXIMUM = 400 };

/* Asked for unless the connection string says otherwise, or the environment variable, where there is one. */
static const struct {
    const char *keyword, *value;
} wanted[] = {
    {"fallback_application_name", "alam"},
    {"client_encoding", "UTF8"},
    {"keepalives_idle", "15"},     /* seconds of silence before the first probe */
    {"keepalives_interval", "5"},  /* seconds between probes */
    {"keepalives_count", "3"},     /* probes without an answer */
    {"tcp_user_timeout", "15000"}, /* milliseconds that sent data may stay unacknowledged */
};

static const char unreadable[] =
    "DATABASE_URL cannot be read as a connection string: write @ : / ? # %% and blanks of its user and password as "
    "%%40 "
    "%%3A %%2F %%3F %%23 %%25 %%20, or set PGHOST, PGUSER, PGPASSWORD and PGDATABASE instead";

/* Whether an address, "postgresql://…", has an @ that may belong to the password: after the one that ends it, or behind a
 * slash or a question mark. */
static bool is_ambiguous(const char *url)
{
    const char *rest = strstr(url, "://");
    if (!rest)
        return false;
    rest += 3;
    const char *query = strchr(rest, '?');
    const char *authority = rest + strcspn(rest, "/?"), *at = strchr(rest, '@'), *last = strrchr(rest, '@');
    if (query && last > query) { /* "?user=a@b" is fine */
        const char *equals = strchr(query, '=');
        return !equals || equals > last || (at < query && at > authority);
    }
    return at && (at != last || at > authority);
}

static bool has_numeric_ports(const PQconninfoOption *options)
{
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (strcmp(option->keyword, "port") == 0 && option->val &&
            option->val[strspn(option->val, "0123456789,")] != '\0')
            return false;
    return true;
}

/* STATUS_INVALID_INPUT: the connection string cannot be read, or not in one way only. */
static enum status check_string(const char *url, struct error *error)
{
    if (!strstr(url, "://") && !strchr(url, '=')) /* the name of a database, or nothing */
        return STATUS_OK;
    PQconninfoOption *options = is_ambiguous(url) ? NULL : PQconninfoParse(url, NULL);
    bool readable = options && has_numeric_ports(options);
    PQconninfoFree(options);
    return readable ? STATUS_OK : error_set(error, STATUS_INVALID_INPUT, unreadable);
}

/* Whether the connection string itself says which servers will do. */
static bool names_target(const char *url)
{
    return strstr(url, "target_session_attrs") || getenv("PGTARGETSESSIONATTRS");
}

/* Writes `text` over with asterisks wherever it stands in `message`. */
static void blot_out(char *message, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    for (char *at = message; length >= SHORTEST_PASSWORD && (at = strstr(at, text)); at += length)
        memset(at, '*', length);
}

/* libpq's lines as one, cut at a whole character where there is no more room. */
static void join_lines(const char *message, char *line, size_t size)
{
    const uint8_t *at = (const uint8_t *)message, *end = at + strlen(message);
    size_t length = 0;
    while (at < end && length + UTF8_MAXIMUM < size) {
        uint32_t c;
        unsigned taken = utf8_decode(at, end, &c);
        if (taken == 0 || c < ' ') {
            bool more = at[strspn((const char *)at, "\n\t ")] != '\0';
            line[length] = *at == '\n' ? ';' : taken ? ' ' : '?';
            length += more && (*at != '\t' || line[length - 1] != ' ');
            at++;
            continue;
        }
        memcpy(line + length, at, taken);
        length += taken;
        at += taken;
    }
    line[length] = '\0';
}

static void explain(const PGconn *pg, struct error *error)
{
    char line[REASON_MAXIMUM];
    join_lines(pg ? PQerrorMessage(pg) : "out of memory", line, sizeof line);
    const char *password = PQpass(pg), *user = PQuser(pg), *database = PQdb(pg);
    if (password && (!user || strcmp(password, user) != 0) && (!database || strcmp(password, database) != 0))
        blot_out(line, password);
    bool whole = strlen(line) + UTF8_MAXIMUM < sizeof line;
    error_set(error, STATUS_DATABASE_DOWN, "The database cannot be reached: %s%s", line, whole ? "" : "…");
}

static size_t add(const char **keywords, const char **values, size_t count, const char *keyword, const char *value)
{
    keywords[count] = keyword;
    values[count] = value;
    return count + 1;
}

static PGconn *connect_with(const struct config *config, const struct connect_wish *wish)
{
    const char *keywords[KEYWORDS_MAXIMUM] = {NULL}, *values[KEYWORDS_MAXIMUM] = {NULL};
    char timeout[32], options[OPTIONS_MAXIMUM];
    const char *given = getenv("PGOPTIONS");
    size_t count = 0;
    snprintf(timeout, sizeof timeout, "%lld", (long long)(config->connect_timeout_ms + 999) / 1000);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        count = add(keywords, values, count, wanted[i].keyword, wanted[i].value);
    if (!getenv("PGCONNECT_TIMEOUT"))
        count = add(keywords, values, count, "connect_timeout", timeout);
    if (!wish->any && !names_target(wish->url))
        count = add(keywords, values, count, "target_session_attrs", "read-write");
    snprintf(options, sizeof options, "%s%s%s", wish->options ? wish->options : "", given ? " " : "",
             given ? given : "");
    if (wish->options)
        count = add(keywords, values, count, "options", options);
    /* The connection string stands last in the list, so what it says wins. */
    add(keywords, values, count, "dbname", wish->url);
    return PQconnectdbParams(keywords, values, 1);
}

/* Without this libpq would print notices on standard error, which is for log lines in JSON. */
static void drop_notice(void *cls, const char *message)
{
    (void)cls;
    (void)message;
}

enum connect_outcome connect_open(const struct config *config, const struct connect_wish *wish, PGconn **ret_pg,
                                  struct error *error)
{
    if (check_string(wish->url, error) != STATUS_OK)
        return CONNECT_FAILED;
    PGconn *pg = connect_with(config, wish);
    if (pg && PQstatus(pg) == CONNECTION_OK) {
        PQsetNoticeProcessor(pg, drop_notice, NULL);
        *ret_pg = pg;
        return CONNECT_DONE;
    }
    const char *message = pg ? PQerrorMessage(pg) : "";
    bool options = wish->options && strstr(message, "startup parameter");
    bool read_only = !wish->any && !names_target(wish->url) && strstr(message, "session is read-only");
    explain(pg, error);
    PQfinish(pg);
    return options ? CONNECT_OPTIONS : read_only ? CONNECT_READ_ONLY : CONNECT_FAILED;
}
