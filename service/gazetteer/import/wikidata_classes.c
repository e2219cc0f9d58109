#include "service/gazetteer/import/wikidata_classes.h"

#include "service/gazetteer/memory.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_MAXIMUM = 8, FRONT_MAXIMUM = 256 };

/* Sorted by number. */
static const struct wikidata_class classes[] = {
    {5, ENTITY_PERSON, "person"},
    {165, ENTITY_PLACE, "sea"},
    {515, ENTITY_PLACE, "city"},
    {532, ENTITY_PLACE, "village"},
    {3918, ENTITY_ORGANIZATION, "university"},
    {3957, ENTITY_PLACE, "town"},
    {4022, ENTITY_PLACE, "river"},
    {5107, ENTITY_PLACE, "continent"},
    {5119, ENTITY_PLACE, "capital"},
    {6256, ENTITY_PLACE, "country"},
    {7075, ENTITY_ORGANIZATION, "library"},
    {7275, ENTITY_PLACE, "country"},
    {7278, ENTITY_ORGANIZATION, "party"},
    {8072, ENTITY_PLACE, "volcano"},
    {8502, ENTITY_PLACE, "mountain"},
    {8514, ENTITY_PLACE, "desert"},
    {9430, ENTITY_PLACE, "ocean"},
    {11032, ENTITY_ORGANIZATION, "media"},
    {11204, ENTITY_ORGANIZATION, "parliament"},
    {11691, ENTITY_ORGANIZATION, "exchange"},
    {12280, ENTITY_PLACE, "bridge"},
    {12284, ENTITY_PLACE, "canal"},
    {12323, ENTITY_PLACE, "dam"},
    {12518, ENTITY_PLACE, "tower"},
    {14350, ENTITY_ORGANIZATION, "media"},
    {15284, ENTITY_PLACE, "municipality"},
    {16560, ENTITY_PLACE, "palace"},
    {16917, ENTITY_PLACE, "hospital"},
    {16970, ENTITY_PLACE, "church"},
    {22687, ENTITY_ORGANIZATION, "bank"},
    {22698, ENTITY_PLACE, "park"},
    {23397, ENTITY_PLACE, "lake"},
    {23413, ENTITY_PLACE, "castle"},
    {23442, ENTITY_PLACE, "island"},
    {28575, ENTITY_PLACE, "county"},
    {31855, ENTITY_ORGANIZATION, "institute"},
    {32815, ENTITY_PLACE, "mosque"},
    {33506, ENTITY_ORGANIZATION, "museum"},
    {33837, ENTITY_PLACE, "island"},
    {34442, ENTITY_PLACE, "road"},
    {34763, ENTITY_PLACE, "peninsula"},
    {34876, ENTITY_PLACE, "province"},
    {35127, ENTITY_ORGANIZATION, "web-platform"},
    {35535, ENTITY_ORGANIZATION, "police"},
    {35657, ENTITY_PLACE, "state"},
    {35749, ENTITY_ORGANIZATION, "parliament"},
    {37726, ENTITY_ORGANIZATION, "army"},
    {37901, ENTITY_PLACE, "strait"},
    {39594, ENTITY_PLACE, "bay"},
    {39816, ENTITY_PLACE, "valley"},
    {40080, ENTITY_PLACE, "beach"},
    {40357, ENTITY_PLACE, "prison"},
    {41298, ENTITY_ORGANIZATION, "media"},
    {41487, ENTITY_ORGANIZATION, "court"},
    {43229, ENTITY_ORGANIZATION, "organization"},
    {43742, ENTITY_PLACE, "oasis"},
    {44782, ENTITY_PLACE, "port"},
    {46169, ENTITY_PLACE, "park"},
    {46831, ENTITY_PLACE, "mountain"},
    {46970, ENTITY_ORGANIZATION, "airline"},
    {47913, ENTITY_ORGANIZATION, "intelligence"},
    {56061, ENTITY_PLACE, "region"},
    {66344, ENTITY_ORGANIZATION, "central-bank"},
    {79007, ENTITY_PLACE, "street"},
    {79913, ENTITY_ORGANIZATION, "ngo"},
    {82794, ENTITY_PLACE, "region"},
    {123705, ENTITY_PLACE, "neighbourhood"},
    {149621, ENTITY_PLACE, "district"},
    {155271, ENTITY_ORGANIZATION, "think-tank"},
    {157031, ENTITY_ORGANIZATION, "foundation"},
    {163740, ENTITY_ORGANIZATION, "ngo"},
    {174782, ENTITY_PLACE, "square"},
    {178790, ENTITY_ORGANIZATION, "union"},
    {192283, ENTITY_ORGANIZATION, "news-agency"},
    {192350, ENTITY_ORGANIZATION, "ministry"},
    {215380, ENTITY_ORGANIZATION, "band"},
    {245016, ENTITY_PLACE, "military-base"},
    {245065, ENTITY_ORGANIZATION, "international"},
    {327333, ENTITY_ORGANIZATION, "agency"},
    {476028, ENTITY_ORGANIZATION, "club"},
    {483110, ENTITY_PLACE, "stadium"},
    {484652, ENTITY_ORGANIZATION, "international"},
    {486972, ENTITY_PLACE, "settlement"},
    {622499, ENTITY_PLACE, "refugee-camp"},
    {644371, ENTITY_PLACE, "airport"},
    {772547, ENTITY_ORGANIZATION, "army"},
    {783794, ENTITY_ORGANIZATION, "company"},
    {839954, ENTITY_PLACE, "archaeological-site"},
    {847017, ENTITY_ORGANIZATION, "club"},
    {875538, ENTITY_ORGANIZATION, "university"},
    {891723, ENTITY_ORGANIZATION, "company"},
    {902104, ENTITY_ORGANIZATION, "university"},
    {1110794, ENTITY_ORGANIZATION, "media"},
    {1154710, ENTITY_PLACE, "stadium"},
    {1248784, ENTITY_PLACE, "airport"},
    {1322134, ENTITY_PLACE, "gulf"},
    {1331793, ENTITY_ORGANIZATION, "media"},
    {1530022, ENTITY_ORGANIZATION, "religious"},
    {1549591, ENTITY_PLACE, "city"},
    {1616075, ENTITY_ORGANIZATION, "media"},
    {1620908, ENTITY_PLACE, "historical"},
    {1637706, ENTITY_PLACE, "city"},
    {2001305, ENTITY_ORGANIZATION, "media"},
    {2085381, ENTITY_ORGANIZATION, "publisher"},
    {2385804, ENTITY_ORGANIZATION, "school"},
    {2659904, ENTITY_ORGANIZATION, "agency"},
    {3024240, ENTITY_PLACE, "historical"},
    {3624078, ENTITY_PLACE, "country"},
    {4438121, ENTITY_ORGANIZATION, "sport"},
    {4830453, ENTITY_ORGANIZATION, "company"},
    {6881511, ENTITY_ORGANIZATION, "company"},
    {6979593, ENTITY_ORGANIZATION, "national-team"},
    {7210356, ENTITY_ORGANIZATION, "political"},
    {10864048, ENTITY_PLACE, "region"},
    {12973014, ENTITY_ORGANIZATION, "club"},
    {13220204, ENTITY_PLACE, "district"},
    {15265344, ENTITY_ORGANIZATION, "media"},
    {17127659, ENTITY_ORGANIZATION, "armed-group"},
    {17149090, ENTITY_ORGANIZATION, "armed-group"},
    {18388277, ENTITY_ORGANIZATION, "company"},
};

void subclasses_init(struct subclasses *subclasses)
{
    *subclasses = (struct subclasses){.edges = {.size = sizeof(struct subclass)}};
}

void subclasses_add(struct subclasses *subclasses, uint32_t child, uint32_t parent)
{
    *(struct subclass *)memory_add(&subclasses->edges) = (struct subclass){child, parent};
}

static int compare_subclasses(const void *left, const void *right)
{
    const struct subclass *a = left, *b = right;
    if (a->child != b->child)
        return a->child < b->child ? -1 : 1;
    return a->parent < b->parent ? -1 : a->parent > b->parent;
}

void subclasses_close(struct subclasses *subclasses)
{
    if (subclasses->edges.count)
        qsort(subclasses->edges.items, subclasses->edges.count, sizeof(struct subclass), compare_subclasses);
}

void subclasses_release(struct subclasses *subclasses)
{
    array_release(&subclasses->edges);
}

static const struct wikidata_class *listed(uint32_t number)
{
    size_t low = 0, high = sizeof classes / sizeof *classes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (classes[middle].number == number)
            return &classes[middle];
        if (classes[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Appends the parents of `child`; those that do not fit are left out. */
static size_t add_parents(const struct subclasses *subclasses, uint32_t child, uint32_t *front, size_t count)
{
    const struct subclass *edges = subclasses->edges.items;
    size_t low = 0, high = subclasses->edges.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edges[middle].child < child)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < subclasses->edges.count && edges[low].child == child && count < FRONT_MAXIMUM; low++)
        front[count++] = edges[low].parent;
    return count;
}

/* Breadth first, so that the nearest class counts. */
const struct wikidata_class *wikidata_class_find(const struct subclasses *subclasses, uint32_t number)
{
    uint32_t front[FRONT_MAXIMUM] = {number}, next[FRONT_MAXIMUM] = {0};
    size_t count = 1;
    for (int step = 0; step <= STEPS_MAXIMUM && count; step++) {
        size_t next_count = 0;
        for (size_t i = 0; i < count; i++) {
            const struct wikidata_class *found = listed(front[i]);
            if (found)
                return found;
            next_count = add_parents(subclasses, front[i], next, next_count);
        }
        memcpy(front, next, next_count * sizeof *next);
        count = next_count;
    }
    return NULL;
}
