#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/commands/database.h"
#include "service/edits/edits_file.h"
#include "service/store/operations/edits.h"

#include <stdio.h>

static const char usage[] =
    "usage: alam gazetteer export-edits > EDITS\n"
    "Writes what editors changed in the gazetteer, from the database of DATABASE_URL or PG*, for\n"
    "`alam tag --edits`.\n";

static enum status export_all(struct command_conn *db, void *context, struct error *error)
{
    struct edit_state *states;
    size_t count;
    int64_t number;
    enum status status = edits_since(&db->conn, 0, &db->arena, &states, &count, &number, error);
    if (status != STATUS_OK)
        return status;
    edits_file_begin(context, number);
    for (size_t i = 0; i < count; i++)
        edits_file_write(context, &(struct edit){states[i].kind, states[i].id, states[i].after});
    return fflush(context) == 0 ? STATUS_OK : error_set(error, STATUS_IO, "the edits cannot be written");
}

int command_export_edits(int argc, char **argv)
{
    struct error error = {""};
    if (argc > 1) {
        bool help = usage_is_help(argv[1]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    enum status status = database_run(export_all, stdout, &error);
    if (status == STATUS_OK)
        return 0;
    fprintf(stderr, "alam gazetteer export-edits: %s\n", *error.detail ? error.detail : status_title(status));
    return 1;
}
