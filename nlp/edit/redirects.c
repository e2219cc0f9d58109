#include "nlp/edit/redirects.h"

#include <stdlib.h>
#include <string.h>

void redirects_release(struct redirects *redirects)
{
    array_release(&redirects->strings);
    redirects->count = 0;
}

void redirects_clear(struct redirects *redirects)
{
    redirects->strings.count = redirects->count = 0;
}

bool redirects_add(struct redirects *redirects, const char *id, const char *into)
{
    redirects->strings.size = 1;
    bool added = array_append(&redirects->strings, id, strlen(id) + 1) &&
                 array_append(&redirects->strings, into, strlen(into) + 1);
    redirects->count += added;
    return added;
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct image_redirect *)left)->id, ((const struct image_redirect *)right)->id);
}

bool redirects_give(const struct redirects *redirects, struct image *image, void **ret_memory)
{
    size_t table = redirects->count * sizeof(struct image_redirect);
    char *memory = malloc(table + redirects->strings.count + 1);
    struct image_redirect *items = (void *)memory;
    if (!memory)
        return false;
    char *at = memory + table;
    if (redirects->strings.count)
        memcpy(at, redirects->strings.items, redirects->strings.count);
    for (size_t i = 0; i < redirects->count; i++) {
        items[i].id = at;
        items[i].into = at += strlen(at) + 1;
        items[i].entity = image_find_entity(image, items[i].into);
        at += strlen(at) + 1;
    }
    if (redirects->count)
        qsort(items, redirects->count, sizeof *items, compare);
    image->redirects = items;
    image->redirect_count = redirects->count;
    *ret_memory = memory;
    return true;
}
