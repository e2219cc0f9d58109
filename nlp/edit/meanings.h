/* meanings.h - what the words of a node mean: section CANDIDATES of an edited image, and the uses of words that follow.
 *
 * A candidate's `entity` is the entity's number in struct edited. Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_MEANINGS_H
#define ALAM_NLP_EDIT_MEANINGS_H

#include "nlp/edit/node.h"

/* The set of word classes that are stored with the words of the node; 0: none. */
word_classes meanings_classes(const struct edited *edited, struct node node);

/* Adds the persons among the candidates to the uses of the words that their names begin and end with, or takes them away.
 * Variants do not count, and neither do names of one word. `entity`: only its names; UINT32_MAX: those of all. */
void meanings_count_persons(struct edited *edited, const struct node_path *path, uint32_t entity, bool add);

/* Takes the entity's candidates out of the node. */
void meanings_remove(struct edited *edited, const struct node_path *path, uint32_t entity);

/* Adds a candidate. Once all of its entity's are added, meanings_settle drops those that others make needless. */
void meanings_add(struct edited *edited, const struct node_path *path, const struct image_candidate *candidate);
void meanings_settle(struct edited *edited, const struct node_path *path);

/* Gives the words of the node another set of classes; 0: none. */
void meanings_set_classes(struct edited *edited, const struct node_path *path, word_classes classes);

#endif
