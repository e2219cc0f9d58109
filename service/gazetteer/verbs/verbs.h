/* verbs.h - what `alam gazetteer VERB` can do: one function and one file for each verb.
 *
 * argv[0] is the verb itself; the result is the exit status of the process: 0 done, 1 failed, 2 wrong usage. Threads: one,
 * the caller's.
 */
#ifndef ALAM_GAZETTEER_VERBS_H
#define ALAM_GAZETTEER_VERBS_H

int gazetteer_verb_build(int argc, char **argv);
int gazetteer_verb_check(int argc, char **argv);
int gazetteer_verb_dictionary(int argc, char **argv);
int gazetteer_verb_import(int argc, char **argv);
int gazetteer_verb_lookup(int argc, char **argv);
int gazetteer_verb_stats(int argc, char **argv);

#endif
