/* usage.h - the command line of subcommands that take one flag at most. Threads: before any is started.
 */
#ifndef ALAM_COMMANDS_USAGE_H
#define ALAM_COMMANDS_USAGE_H

#include <stdbool.h>

/* Answers --help, and refuses everything but `flag` (NULL: there is none), with `usage`. True: go on; *ret_flag says
 * whether the flag was given. False: end the process with *ret_exit. */
bool usage_parse(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, int *ret_exit);

#endif
