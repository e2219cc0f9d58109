/* commands.h - one function and one file for each subcommand of `alam`, called by main.c through its table.
 *
 * argv[0] is the subcommand's own name; the result is the exit status of the process: 0 done, 1 failed, 2 wrong usage.
 * Every command answers --help on standard output. Threads: the caller's; `serve` starts its own.
 */
#ifndef ALAM_COMMANDS_H
#define ALAM_COMMANDS_H

int command_serve(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_tag(int argc, char **argv);
int command_evaluate(int argc, char **argv);
int command_grammar(int argc, char **argv);
int command_export_edits(int argc, char **argv); /* a verb of command_gazetteer */
int command_gazetteer(int argc, char **argv);
int command_extract(int argc, char **argv);
int command_post(int argc, char **argv);
int command_export(int argc, char **argv);
int command_import(int argc, char **argv);
int command_prune(int argc, char **argv);
int command_retag(int argc, char **argv);
int command_keys(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_config(int argc, char **argv);
int command_healthcheck(int argc, char **argv);

#endif
