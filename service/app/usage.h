/* usage.h - what the command lines of subcommands have in common. Threads: before any is started. */
#ifndef ALAM_USAGE_H
#define ALAM_USAGE_H

#include <stdbool.h>

/* Answers --help, and refuses everything but `flag` (NULL: there is none), with `usage`. True: go on; *ret_flag says
 * whether the flag was given. False: end the process with *ret_exit. */
bool usage_parse(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, int *ret_exit);

/* Says on standard error which value of which option is wrong, and what it must be ("codepoint, utf16 or byte"). Returns
 * the exit status 2. */
int usage_refuse(const char *command, const char *option, const char *value, const char *wanted);

/* Whether the word asks for help: "--help" or "-h". */
bool usage_is_help(const char *word);
/* Says on standard error which variables look like settings and are none. */
void usage_warn_of_unknown(void);

#endif
