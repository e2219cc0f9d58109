#include "nlp/build/order.h"

#include <stdlib.h>

static int compare_forms(const void *left, const void *right, void *context)
{
    const struct ordered_form *a = left, *b = right;
    const struct tables *t = ((const struct order *)context)->tables;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    const struct build_form *x = tables_form(t, a->form), *y = tables_form(t, b->form);
    const uint32_t *x_words = tables_words(t, x), *y_words = tables_words(t, y);
    for (unsigned i = 2; i < x->word_count && i < y->word_count; i++)
        if (x_words[i] != y_words[i])
            return x_words[i] < y_words[i] ? -1 : 1;
    if (x->word_count != y->word_count)
        return x->word_count < y->word_count ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

/* The first two words, numbered from 1, so that 0 stands for "no second word" and sorts first. */
static uint64_t head_of(const struct tables *t, const struct build_form *form)
{
    const uint32_t *words = tables_words(t, form);
    return (words[0] + (uint64_t)1) << 32 | (form->word_count > 1 ? words[1] + (uint64_t)1 : 0);
}

bool order_init(struct order *order, const struct tables *t)
{
    size_t count = t->forms.count;
    *order = (struct order){.tables = t, .items = malloc((count + 1) * sizeof *order->items), .count = count};
    if (!order->items)
        return false;
    for (uint32_t i = 0; i < count; i++)
        order->items[i] = (struct ordered_form){head_of(t, tables_form(t, i)), i};
    qsort_r(order->items, count, sizeof *order->items, compare_forms, order);
    return true;
}

void order_release(struct order *order)
{
    free(order->items);
    order->items = NULL;
}
