#include "nlp/fit/generate.h"

#include "service/base/arena.h"
#include "service/base/strbuf.h"
#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* X(NAME, "kind", how many sentences are made from its patterns; 0: from each pattern one; negative: only inside others) */
#define KINDS(X)                                                                                                       \
    X(OTHER_HEAD, "other-head", -1)                                                                                    \
    X(FACILITY, "facility", -1)                                                                                        \
    X(BRAND, "brand", -1)                                                                                              \
    X(BODY, "body", -1)                                                                                                \
    X(THING, "thing", 1600)                                                                                            \
    X(PERSON, "person", 450)                                                                                           \
    X(TWO, "two", 1200)                                                                                                \
    X(CLUB, "club", 300)                                                                                               \
    X(PLACE, "place", 140)                                                                                             \
    X(ORGANIZATION, "organization", 140)                                                                               \
    X(BRANDED, "branded", 260)                                                                                         \
    X(LIST, "list", 150)                                                                                               \
    X(NONE, "none", 0)                                                                                                 \
    X(MARKED, "marked", 0)

enum kind {
#define X(name, text, count) KIND_##name,
    KINDS(X)
#undef X
        KIND_COUNT
};

static const struct {
    const char *name;
    int count;
} kinds[] = {
#define X(name, text, count) {text, count},
    KINDS(X)
#undef X
};

enum {
    SENTENCE_MAXIMUM = 1 << 16,
    SPANS_MAXIMUM = 256,
    ARENA_MAXIMUM = 1 << 28,
    DRAWS_MAXIMUM = 64,
    CHOICE_TIMES = 12 /* sentences from a pattern with choices, of a kind that makes one from each pattern */
};

struct generator {
    struct arena arena;
    struct array patterns[KIND_COUNT], pools[POOL_COUNT]; /* struct text */
    uint64_t random;
    enum kind kind;
    size_t made; /* of the kind */
    struct strbuf out;
    size_t points; /* code points in `out` */
    struct generated_span spans[SPANS_MAXIMUM];
    size_t span_count;
    bool capitals; /* the pattern's own words are all in capitals */
};

static uint32_t draw(struct generator *g, size_t bound) /* xorshift64* (Vigna 2016) */
{
    g->random ^= g->random >> 12;
    g->random ^= g->random << 25;
    g->random ^= g->random >> 27;
    return (uint32_t)(((g->random * 0x2545F4914F6CDD1DULL) >> 32) * bound >> 32);
}

struct generator *generator_new(uint64_t seed)
{
    struct generator *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    arena_init(&g->arena, ARENA_MAXIMUM);
    strbuf_init(&g->out, SENTENCE_MAXIMUM);
    g->random = seed * 2 + 1;
    for (int i = 0; i < KIND_COUNT; i++)
        g->patterns[i].size = sizeof(struct text);
    for (int i = 0; i < POOL_COUNT; i++)
        g->pools[i].size = sizeof(struct text);
    return g;
}

void generator_free(struct generator *g)
{
    if (!g)
        return;
    for (int i = 0; i < KIND_COUNT; i++)
        array_release(&g->patterns[i]);
    for (int i = 0; i < POOL_COUNT; i++)
        array_release(&g->pools[i]);
    strbuf_release(&g->out);
    arena_release(&g->arena);
    free(g);
}

static bool keep(struct generator *g, struct array *array, struct text text)
{
    struct text copy = {arena_strndup(&g->arena, text.bytes, text.length), text.length};
    return copy.bytes && array_append(array, &copy, 1);
}

bool generator_add_pattern(struct generator *g, const char *kind, struct text pattern)
{
    int times = memchr(pattern.bytes, '<', pattern.length) ? CHOICE_TIMES : 1;
    for (int i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].name, kind) != 0)
            continue;
        bool kept = true;
        for (int n = 0; kept && n < (kinds[i].count == 0 ? times : 1); n++)
            kept = keep(g, &g->patterns[i], pattern);
        return kept;
    }
    return false;
}

bool generator_add_name(struct generator *g, enum pool pool, struct text name)
{
    return keep(g, &g->pools[pool], name);
}

/* ---- writing ---- */

static void put(struct generator *g, struct text text)
{
    strbuf_append(&g->out, text.bytes, text.length);
    g->points += utf8_count(text.bytes, text.length, 0);
}

static void mark(struct generator *g, size_t start, enum entity_type type, bool other)
{
    if (g->span_count < SPANS_MAXIMUM && g->points > start)
        g->spans[g->span_count++] = (struct generated_span){(uint32_t)start, (uint32_t)g->points, type, other};
}

static struct text one_of(struct generator *g, const struct array *array)
{
    return array->count ? ((const struct text *)array->items)[draw(g, array->count)] : (struct text){"", 0};
}

/* One of the alternatives a|b|c. */
static struct text choose(struct generator *g, struct text alternatives)
{
    size_t count = 1;
    for (size_t i = 0; i < alternatives.length; i++)
        count += alternatives.bytes[i] == '|';
    struct text chosen = text_split(&alternatives, '|');
    for (uint32_t n = draw(g, count); n > 0; n--)
        chosen = text_split(&alternatives, '|');
    return chosen;
}

/* The pattern with one alternative of each <a|b|c> in it; empty when memory is out. */
static struct text settle(struct generator *g, struct text pattern)
{
    if (!memchr(pattern.bytes, '<', pattern.length))
        return pattern;
    char *text = arena_alloc(&g->arena, pattern.length + 1);
    size_t length = 0;
    while (text && pattern.length) {
        const char *close = *pattern.bytes == '<' ? memchr(pattern.bytes, '>', pattern.length) : NULL;
        size_t whole = close ? (size_t)(close - pattern.bytes) + 1 : 1;
        struct text chosen =
            close ? choose(g, (struct text){pattern.bytes + 1, whole - 2}) : (struct text){pattern.bytes, 1};
        memcpy(text + length, chosen.bytes, chosen.length);
        length += chosen.length;
        pattern = (struct text){pattern.bytes + whole, pattern.length - whole};
    }
    return (struct text){text ? text : "", length};
}

static bool ends_with(const struct strbuf *out, const char *end)
{
    size_t length = strlen(end);
    return out->length >= length && memcmp(out->data + out->length - length, end, length) == 0;
}

static bool begins_with(struct text text, const char *beginning)
{
    size_t length = strlen(beginning);
    return text.length >= length && memcmp(text.bytes, beginning, length) == 0;
}

/* A name as it may stand behind what is written: ل before the article drops a letter, so such names are not drawn there. */
static struct text draw_name(struct generator *g, enum pool pool)
{
    struct text name = one_of(g, &g->pools[pool]);
    bool lam = ends_with(&g->out, "ل") && !ends_with(&g->out, "ال");
    for (int i = 0; lam && begins_with(name, "ال") && i < DRAWS_MAXIMUM; i++)
        name = one_of(g, &g->pools[pool]);
    return name;
}

/* With capitals as the pattern has them, and underscores in hashtags. */
static void put_name(struct generator *g, struct text name, bool hashtag)
{
    size_t start = g->out.length;
    put(g, name);
    for (size_t i = start; strbuf_ok(&g->out) && i < g->out.length; i++) {
        char *c = &g->out.data[i];
        *c = hashtag && *c == ' ' ? '_' : g->capitals && *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
}

/* A listed person, one of a given and a family name, or a listed one with somebody else's family name behind. */
static void put_person(struct generator *g, bool hashtag)
{
    enum { LISTED = 40, MADE_UP = 72, SURE = 100 };
    uint32_t chance = draw(g, SURE);
    put_name(g, draw_name(g, chance >= LISTED && chance < MADE_UP ? POOL_GIVEN : POOL_PERSON), hashtag);
    if (chance < LISTED)
        return;
    put_name(g, (struct text){" ", 1}, hashtag);
    put_name(g, one_of(g, &g->pools[POOL_FAMILY]), hashtag);
}

static const struct placeholder {
    const char *name;
    enum pool pool;
    enum entity_type type;
} placeholders[] = {
    {"person", POOL_PERSON, ENTITY_PERSON},   {"given", POOL_GIVEN, ENTITY_PERSON},
    {"family", POOL_FAMILY, ENTITY_PERSON},   {"surname", POOL_SURNAME, ENTITY_PERSON},
    {"place", POOL_PLACE, ENTITY_PLACE},      {"organization", POOL_ORGANIZATION, ENTITY_ORGANIZATION},
    {"club", POOL_CLUB, ENTITY_ORGANIZATION}, {"agency", POOL_AGENCY, ENTITY_ORGANIZATION},
};

static void put_phrase(struct generator *g, enum kind kind, bool marked);

static void put_placeholder(struct generator *g, struct text name, bool hashtag, bool marked)
{
    size_t start = g->points;
    for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++) {
        const struct placeholder *p = &placeholders[i];
        if (!text_equals(name, p->name))
            continue;
        if (p->pool == POOL_PERSON)
            put_person(g, hashtag);
        else
            put_name(g, draw_name(g, p->pool), hashtag);
        if (marked)
            mark(g, start, p->type, false);
        return;
    }
    static const enum kind phrases[] = {KIND_BODY, KIND_FACILITY, KIND_BRAND};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (text_equals(name, kinds[phrases[i]].name))
            put_phrase(g, phrases[i], marked);
}

/* What stands in for {} of a pattern: `whole` kinds are one name over the phrase. */
static void put_filler(struct generator *g, enum kind within)
{
    static const enum kind phrases[] = {KIND_OTHER_HEAD, KIND_OTHER_HEAD, KIND_OTHER_HEAD,
                                        KIND_OTHER_HEAD, KIND_FACILITY,   KIND_FACILITY,
                                        KIND_FACILITY,   KIND_BODY,       KIND_BODY};
    static const enum pool names[] = {POOL_PERSON, POOL_PERSON, POOL_PERSON,       POOL_PERSON,
                                      POOL_PLACE,  POOL_PLACE,  POOL_ORGANIZATION, POOL_FAMILY};
    if (within == KIND_THING) {
        put_phrase(g, phrases[draw(g, sizeof phrases / sizeof *phrases)], true);
        return;
    }
    enum pool pool = within == KIND_OTHER_HEAD ? names[draw(g, sizeof names / sizeof *names)] : POOL_PERSON;
    if (pool == POOL_PERSON)
        put_person(g, false);
    else
        put_name(g, draw_name(g, pool), false);
}

static bool parse_type(struct text name, enum entity_type *ret_type)
{
    char text[16] = {0};
    if (name.length < sizeof text)
        memcpy(text, name.bytes, name.length);
    return entity_type_parse(text, ret_type);
}

static void put_pattern(struct generator *g, enum kind kind, struct text pattern, bool marked);

/* Writes what stands before the next brace, bracket or line break, or that line break; returns how long it is in the pattern. */
static size_t put_literal(struct generator *g, struct text pattern)
{
    if (begins_with(pattern, "\\n")) {
        put(g, (struct text){"\n", 1});
        return 2;
    }
    size_t length = 1;
    while (length < pattern.length && !strchr("{[\\", pattern.bytes[length]))
        length++;
    put(g, (struct text){pattern.bytes, length});
    return length;
}

/* Any name behind the head of an other name, sometimes in quotation marks. */
static void put_other_name(struct generator *g)
{
    static const char *const quotes[][2] = {{"", ""}, {"", ""}, {"", ""}, {"\"", "\""}, {"«", "»"}};
    const char *const *quote = quotes[draw(g, sizeof quotes / sizeof *quotes)];
    put(g, (struct text){quote[0], strlen(quote[0])});
    size_t start = g->points;
    put_filler(g, KIND_OTHER_HEAD);
    mark(g, start, ENTITY_PERSON, true);
    put(g, (struct text){quote[1], strlen(quote[1])});
}

/* [type:text]: one name of that type over the text, whatever placeholders stand in it. */
static void put_marked(struct generator *g, enum kind kind, struct text inside)
{
    const char *colon = memchr(inside.bytes, ':', inside.length);
    size_t name = colon ? (size_t)(colon - inside.bytes) : inside.length, start = g->points;
    size_t skipped = name + (colon != NULL);
    enum entity_type type = ENTITY_PERSON;
    bool known = parse_type((struct text){inside.bytes, name}, &type);
    put_pattern(g, kind, (struct text){inside.bytes + skipped, inside.length - skipped}, false);
    mark(g, start, type, !known);
}

/* Writes a pattern. `marked`: placeholders are names of their own; inside a mark or a phrase they are parts of one. */
static void put_pattern(struct generator *g, enum kind kind, struct text pattern, bool marked)
{
    while (pattern.length) {
        const char *here = pattern.bytes;
        const char *close = *here == '{'   ? memchr(here, '}', pattern.length)
                            : *here == '[' ? memchr(here, ']', pattern.length)
                                           : NULL;
        size_t length = close ? (size_t)(close - here) + 1 : put_literal(g, pattern);
        struct text inside = {here + 1, length - 2};
        bool hashtag = ends_with(&g->out, "_") || (length < pattern.length && here[length] == '_');
        if (close && *here == '[')
            put_marked(g, kind, inside);
        else if (close && inside.length)
            put_placeholder(g, inside, hashtag, marked);
        else if (close && kind == KIND_OTHER_HEAD)
            put_other_name(g);
        else if (close)
            put_filler(g, kind);
        pattern = (struct text){here + length, pattern.length - length};
    }
}

static void put_phrase(struct generator *g, enum kind kind, bool marked)
{
    struct text pattern = settle(g, one_of(g, &g->patterns[kind]));
    bool begins = g->out.length == 0;
    size_t at = g->out.length;
    if (begins_with(pattern, "the ") && kind != KIND_OTHER_HEAD) {
        put(g, (struct text){"the ", 4});
        pattern = (struct text){pattern.bytes + 4, pattern.length - 4};
    }
    size_t start = g->points;
    put_pattern(g, kind, pattern, false);
    if (begins && g->out.length > at && g->out.data[at] >= 'a' && g->out.data[at] <= 'z')
        g->out.data[at] = (char)(g->out.data[at] - 'a' + 'A');
    if (marked && kind != KIND_OTHER_HEAD)
        mark(g, start, kind == KIND_FACILITY ? ENTITY_PLACE : ENTITY_ORGANIZATION, false);
}

/* Has the pattern Latin letters of its own, none of them small? */
static bool is_capitals(struct text pattern)
{
    bool any = false, inside = false;
    for (size_t i = 0; i < pattern.length; i++) {
        char c = pattern.bytes[i];
        inside = c == '{' ? true : c == '}' ? false : inside;
        if (!inside && c >= 'a' && c <= 'z' && (i == 0 || pattern.bytes[i - 1] != '\\'))
            return false;
        any |= !inside && c >= 'A' && c <= 'Z';
    }
    return any;
}

bool generator_next(struct generator *g, struct generated *ret_sentence)
{
    for (;; g->kind++, g->made = 0) {
        if (g->kind == KIND_COUNT)
            return false;
        int count = kinds[g->kind].count;
        if (count >= 0 && g->patterns[g->kind].count && g->made < (count ? (size_t)count : g->patterns[g->kind].count))
            break;
    }
    const struct array *patterns = &g->patterns[g->kind];
    struct text pattern = kinds[g->kind].count ? one_of(g, patterns) : ((const struct text *)patterns->items)[g->made];
    pattern = settle(g, pattern);
    g->made++;
    strbuf_clear(&g->out);
    g->points = g->span_count = 0;
    g->capitals = is_capitals(pattern);
    put_pattern(g, g->kind, pattern, true);
    *ret_sentence = (struct generated){{g->out.data, g->out.length}, g->spans, g->span_count};
    return strbuf_ok(&g->out);
}
