/* verbs.h - what `alam gazetteer VERB` can do: one function a verb, called through the table in command_gazetteer.c.
 *
 * argv[0] is the verb itself; the result is the exit status of the process (0 done, 1 failed, 2 wrong usage). This
 * folder reads and writes gazetteer sources; it uses nlp and base and knows nothing of HTTP or SQL. Threads: one, the
 * caller's.
 */
#ifndef ALAM_GAZETTEER_VERBS_H
#define ALAM_GAZETTEER_VERBS_H

int gazetteer_build(int argc, char **argv);
int gazetteer_check(int argc, char **argv);
int gazetteer_dictionary(int argc, char **argv);
int gazetteer_import(int argc, char **argv);
int gazetteer_lookup_verb(int argc, char **argv);
int gazetteer_stats(int argc, char **argv);

#endif
