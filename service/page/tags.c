#include "service/page/tags.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
    const char *name;
    unsigned kinds;
} rows[TAG_COUNT] = {
#define X(name, element, kinds) {element, kinds},
    TAG_TABLE(X)
#undef X
};

static int compare(const void *name, const void *row)
{
    return strcmp(name, ((const struct row *)row)->name);
}

enum tag tag_of(const char *name)
{
    const struct row *found = bsearch(name, rows + TAG_A, TAG_COUNT - TAG_A, sizeof *rows, compare);
    return found ? (enum tag)(found - rows) : TAG_OTHER;
}

const char *tag_name(enum tag tag)
{
    return rows[tag].name;
}

bool tag_is(enum tag tag, unsigned kinds)
{
    return (rows[tag].kinds & kinds) != 0;
}
