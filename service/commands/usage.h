/* usage.h - what subcommands without arguments of their own share. Threads: none yet when it is used. */
#ifndef ALAM_USAGE_H
#define ALAM_USAGE_H

#include <stdbool.h>

/* Handles --help and refuses anything else than the one `flag` (NULL: none). True: go on, *ret_flag says whether the
 * flag was given. False: end with *ret_exit. */
bool usage_parse(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, int *ret_exit);

#endif
