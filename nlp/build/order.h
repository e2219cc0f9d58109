/* order.h - the forms sorted by their words, as the trie is written: forms that begin alike lie together, shorter ones
 * first.
 *
 *     struct order order;
 *     if (order_init(&order, tables))
 *         for (size_t i = 0; i < order.count; i++)
 *             use(order_form(&order, i), order_word(&order, i, 0));
 *     order_release(&order);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_ORDER_H
#define ALAM_NLP_BUILD_ORDER_H

#include "nlp/build/tables.h"

/* A form with its first two words packed in one number, which decides most comparisons. */
struct ordered_form {
    uint64_t head;
    uint32_t form; /* number */
};

struct order {
    const struct tables *tables;
    struct ordered_form *items;
    size_t count;
};

bool order_init(struct order *order, const struct tables *tables); /* false: out of memory */
void order_release(struct order *order);

/* The form at place i. */
static inline const struct build_form *order_form(const struct order *order, size_t i)
{
    return tables_form(order->tables, order->items[i].form);
}

/* Its word number `depth`, counted from 0, which it must have. */
static inline uint32_t order_word(const struct order *order, size_t i, unsigned depth)
{
    return tables_words(order->tables, order_form(order, i))[depth];
}

#endif
