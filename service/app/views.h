/* views.h - the gazetteer that is in use, which edits replace while the service runs.
 *
 * Who reads takes the view of that moment and lets go of it when he is done; a view is freed once it was replaced and
 * nobody has it any more. Taking one costs a lock that is held for a few instructions.
 *
 *     const struct view *view = views_take(app->views);
 *     tag(view->gazetteer, …);
 *     views_release(app->views, view);
 *
 * Threads: any number.
 */
#ifndef ALAM_APP_VIEWS_H
#define ALAM_APP_VIEWS_H

#include "nlp/gazetteer.h"

struct views;

struct view {
    const struct gazetteer *gazetteer;
    int64_t edit; /* the number of the last edit that it has; 0: none */
};

/* Views of the base, which is in use until another one is put. The base must outlive them. NULL: out of memory. */
struct views *views_new(const struct gazetteer *base);
/* Nobody may hold a view any more. NULL is fine. */
void views_free(struct views *views);

const struct view *views_take(struct views *views);
/* NULL is fine. */
void views_release(struct views *views, const struct view *view);

/* The gazetteer that was opened, without edits. */
const struct gazetteer *views_base(const struct views *views);

/* Puts a gazetteer in use, which is freed with its last reader. False: out of memory; the gazetteer was freed. */
bool views_put(struct views *views, struct gazetteer *gazetteer, int64_t edit);

#endif
