/* verbs.h - the verbs of `alam grammar`, as service/commands/commands.h describes them. */
#ifndef ALAM_GRAMMAR_VERBS_H
#define ALAM_GRAMMAR_VERBS_H

int grammar_verb_fit(int argc, char **argv);
int grammar_verb_generate(int argc, char **argv);

#endif
