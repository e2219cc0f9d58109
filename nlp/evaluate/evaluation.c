#include "nlp/evaluate/evaluation.h"

#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- widening ---- */

static bool is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_edge(uint32_t c)
{
    static const uint32_t marks[] = {'.',  ',',  0x060C, 0x061B, ';',    ':',    0x061F, '?',    '!',    '"',
                                     '\'', 0xAB, 0xBB,   0x201C, 0x201D, 0x2018, 0x2019, '(',    ')',    '[',
                                     ']',  '{',  '}',    '*',    '/',    0x2013, 0x2014, 0x2026, 0x0640, '-'};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == c)
            return true;
    return false;
}

struct points {
    uint32_t *items;
    size_t count;
};

static bool decode(struct text text, struct points *ret_points)
{
    const uint8_t *at = (const uint8_t *)text.bytes, *end = at + text.length;
    struct points points = {.items = malloc((text.length + 1) * sizeof *points.items)};
    if (!points.items)
        return false;
    while (at < end) {
        unsigned length = utf8_decode(at, end, &points.items[points.count]);
        points.count += length != 0;
        at += length ? length : 1;
    }
    *ret_points = points;
    return true;
}

static struct scored_span widen(const struct points *text, struct scored_span span)
{
    const uint32_t *c = text->items;
    uint32_t start = span.start < text->count ? span.start : (uint32_t)text->count;
    uint32_t end = span.end < text->count ? span.end : (uint32_t)text->count;
    while (start > 0 && !is_space(c[start - 1]))
        start--;
    while (end < text->count && !is_space(c[end]))
        end++;
    while (start < end && is_edge(c[start]))
        start++;
    while (end > start && is_edge(c[end - 1]))
        end--;
    span.start = start;
    span.end = end;
    return span;
}

/* ---- sets of spans ---- */

static int compare_spans(const void *left, const void *right)
{
    const struct scored_span *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

struct spans {
    struct scored_span *items;
    size_t count;
};

/* A sorted copy without repetitions, widened when `text` is given. */
static bool make_set(const struct points *text, const struct scored_span *spans, size_t count, struct spans *ret_set)
{
    struct spans set = {.items = malloc((count + 1) * sizeof *set.items)};
    if (!set.items)
        return false;
    for (size_t i = 0; i < count; i++)
        set.items[i] = text ? widen(text, spans[i]) : spans[i];
    qsort(set.items, count, sizeof *set.items, compare_spans);
    for (size_t i = 0; i < count; i++)
        if (set.count == 0 || compare_spans(&set.items[set.count - 1], &set.items[i]) != 0)
            set.items[set.count++] = set.items[i];
    *ret_set = set;
    return true;
}

static bool has(const struct spans *set, const struct scored_span *span)
{
    return set->count && bsearch(span, set->items, set->count, sizeof *span, compare_spans);
}

static void count_set(const struct spans *gold, const struct spans *found,
                      struct evaluation_count counts[ENTITY_TYPE_COUNT])
{
    for (size_t i = 0; i < gold->count; i++)
        counts[gold->items[i].type].gold++;
    for (size_t i = 0; i < found->count; i++) {
        counts[found->items[i].type].found++;
        counts[found->items[i].type].right += has(gold, &found->items[i]);
    }
}

/* What the other side has where the span is: nothing, the same words with another type, or other words. */
static enum evaluation_fault fault_of(const struct spans *other, const struct scored_span *span,
                                      enum evaluation_fault nothing)
{
    enum evaluation_fault fault = nothing;
    for (size_t i = 0; i < other->count; i++) {
        const struct scored_span *o = &other->items[i];
        if (o->start >= span->end || o->end <= span->start)
            continue;
        if (o->start == span->start && o->end == span->end)
            return FAULT_TYPE;
        fault = FAULT_BOUNDARY;
    }
    return fault;
}

static void count_faults(struct evaluation *score, const struct spans *gold, const struct spans *found)
{
    for (size_t i = 0; i < gold->count; i++)
        if (!has(found, &gold->items[i]))
            score->faults[fault_of(found, &gold->items[i], FAULT_MISSED)][gold->items[i].type]++;
    for (size_t i = 0; i < found->count; i++)
        if (!has(gold, &found->items[i]) && fault_of(gold, &found->items[i], FAULT_FALSE) == FAULT_FALSE)
            score->faults[FAULT_FALSE][found->items[i].type]++;
}

static void count_bins(struct evaluation *score, const struct spans *gold, const struct spans *found)
{
    for (size_t i = 0; i < found->count; i++) {
        double confidence = found->items[i].confidence;
        int bin = confidence >= 1 ? EVALUATION_BINS - 1 : confidence > 0 ? (int)(confidence * EVALUATION_BINS) : 0;
        score->bins[bin]++;
        score->bins_sum[bin] += confidence;
        score->bins_right[bin] += has(gold, &found->items[i]);
    }
}

/* ---- linking ---- */

struct link {
    uint32_t gold, found; /* numbers of strings */
};

static uint64_t hash_string(const char *string) /* FNV-1a */
{
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (; *string; string++)
        hash = (hash ^ (uint8_t)*string) * 0x100000001b3ULL;
    return hash;
}

static uint64_t hash_name(const void *owner, uint32_t number)
{
    return hash_string(((char *const *)((const struct array *)owner)->items)[number]);
}

static uint32_t number_of(struct evaluation *score, const char *name)
{
    if (!slots_widen(&score->slots, score->names.count, hash_name, &score->names))
        return UINT32_MAX;
    char **names = score->names.items;
    size_t at = slots_first(&score->slots, hash_string(name));
    for (; score->slots.numbers[at]; at = slots_next(&score->slots, at))
        if (strcmp(names[score->slots.numbers[at] - 1], name) == 0)
            return score->slots.numbers[at] - 1;
    char *copy = strdup(name);
    if (!copy || !array_append(&score->names, &copy, 1)) {
        free(copy);
        return UINT32_MAX;
    }
    return (score->slots.numbers[at] = (uint32_t)score->names.count) - 1;
}

static bool link_names(struct evaluation *score, const struct points *text, const struct scored_span *gold,
                       size_t gold_count, const struct scored_span *found, size_t found_count)
{
    for (size_t i = 0; i < gold_count; i++) {
        if (!gold[i].name)
            continue;
        struct scored_span wanted = widen(text, gold[i]);
        const char *id = NULL;
        for (size_t k = 0; k < found_count; k++) {
            struct scored_span other = widen(text, found[k]);
            id = other.start == wanted.start && other.end == wanted.end ? found[k].name : id;
        }
        if (!id)
            continue;
        struct link link = {number_of(score, gold[i].name), number_of(score, id)};
        if (link.gold == UINT32_MAX || link.found == UINT32_MAX || !array_append(&score->links, &link, 1))
            return false;
    }
    return true;
}

static int compare_links(const void *left, const void *right)
{
    const struct link *a = left, *b = right;
    if (a->gold != b->gold)
        return a->gold < b->gold ? -1 : 1;
    return (a->found > b->found) - (a->found < b->found);
}

double evaluation_link(const struct evaluation *score)
{
    size_t count = score->links.count;
    struct link *links = malloc((count + 1) * sizeof *links);
    size_t *sizes = calloc(2 * (score->names.count + 1), sizeof *sizes), *golds = sizes,
           *founds = sizes + score->names.count + 1;
    double precision = 0, recall = 0;
    for (size_t i = 0; links && sizes && i < count; i++) {
        links[i] = ((const struct link *)score->links.items)[i];
        golds[links[i].gold]++;
        founds[links[i].found]++;
    }
    if (!links || !sizes || count == 0) {
        free(links);
        free(sizes);
        return -1;
    }
    qsort(links, count, sizeof *links, compare_links);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && compare_links(&links[i], &links[next]) == 0; next++)
            ;
        double same = (double)(next - i);
        precision += same * same / (double)founds[links[i].found];
        recall += same * same / (double)golds[links[i].gold];
    }
    free(links);
    free(sizes);
    precision /= (double)count;
    recall /= (double)count;
    return 2 * precision * recall / (precision + recall);
}

/* ---- the score ---- */

void evaluation_init(struct evaluation *score)
{
    *score = (struct evaluation){.names.size = sizeof(char *), .links.size = sizeof(struct link)};
}

void evaluation_release(struct evaluation *score)
{
    for (size_t i = 0; i < score->names.count; i++)
        free(((char **)score->names.items)[i]);
    array_release(&score->names);
    array_release(&score->links);
    free(score->slots.numbers);
}

bool evaluation_add(struct evaluation *score, struct text text, const struct scored_span *gold, size_t gold_count,
                    const struct scored_span *found, size_t found_count)
{
    struct points points = {0};
    struct spans sets[4] = {{0}};
    bool done = decode(text, &points) && make_set(&points, gold, gold_count, &sets[0]) &&
                make_set(&points, found, found_count, &sets[1]) && make_set(NULL, gold, gold_count, &sets[2]) &&
                make_set(NULL, found, found_count, &sets[3]) &&
                link_names(score, &points, gold, gold_count, found, found_count);
    if (done) {
        count_set(&sets[0], &sets[1], score->token);
        count_set(&sets[2], &sets[3], score->exact);
        count_faults(score, &sets[0], &sets[1]);
        count_bins(score, &sets[0], &sets[1]);
        score->articles++;
    }
    for (int i = 0; i < 4; i++)
        free(sets[i].items);
    free(points.items);
    return done;
}

struct evaluation_count evaluation_sum(const struct evaluation_count counts[ENTITY_TYPE_COUNT])
{
    struct evaluation_count sum = {0};
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++) {
        sum.right += counts[i].right;
        sum.found += counts[i].found;
        sum.gold += counts[i].gold;
    }
    return sum;
}

struct evaluation_ratio evaluation_ratio_of(struct evaluation_count c)
{
    double precision = c.found ? (double)c.right / (double)c.found : 0,
           recall = c.gold ? (double)c.right / (double)c.gold : 0;
    return (struct evaluation_ratio){precision, recall, c.right ? 2 * precision * recall / (precision + recall) : 0};
}

const char *evaluation_fault_name(enum evaluation_fault fault)
{
    static const char *const names[] = {"missed", "false", "boundary", "type"};
    return names[fault];
}
