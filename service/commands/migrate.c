#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/base/strbuf.h"
#include "service/commands/database.h"
#include "service/store/articles/reindex.h"
#include "service/store/db/citus.h"
#include "service/store/db/migrate.h"

#include <dirent.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAXIMUM = 1000, FILE_MAXIMUM = 64 << 20 /* bytes */, PATH_ROOM = 4096 };

static const char usage[] =
    "usage: alam migrate [--status] [--distribute] [--directory DIR]\n"
    "Applies the pending migrations to the database of DATABASE_URL or PG*, each in a transaction of its own.\n"
    "  --status          changes nothing and prints the state of each; exit status 1 unless all are applied\n"
    "  --distribute      afterwards distributes the tables over the nodes of a Citus cluster, unless they are already\n"
    "  --directory DIR   takes the files of DIR instead of those in the binary\n";

/* "0001_name.sql" */
static int is_migration(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 8 && strspn(entry->d_name, "0123456789") == 4 && strcmp(entry->d_name + length - 4, ".sql") == 0;
}

/* NULL: the file cannot be read. */
static unsigned char *read_whole(const char *path, size_t *ret_length)
{
    struct strbuf bytes;
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    strbuf_init(&bytes, FILE_MAXIMUM);
    char *whole = strbuf_read(&bytes, file) ? strbuf_steal(&bytes, ret_length) : NULL;
    strbuf_release(&bytes);
    fclose(file);
    return (unsigned char *)whole;
}

/* The names and bytes of the files are never freed: they are needed until the process ends. */
static bool load_directory(const char *directory, struct embedded_file *files, size_t *ret_count)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_migration, alphasort);
    bool sound = count > 0 && count <= FILES_MAXIMUM;
    for (int i = 0; sound && i < count; i++) {
        char path[PATH_ROOM];
        snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
        files[i].name = entries[i]->d_name;
        files[i].bytes = read_whole(path, &files[i].length);
        sound = files[i].bytes;
    }
    if (count >= 0)
        free(entries);
    if (sound)
        *ret_count = (size_t)count;
    return sound;
}

typedef enum status reindex_step(struct store_conn *conn, struct arena *arena, int64_t *ret_indexed,
                                 struct error *error);

/* Fills columns that a migration added and that only the program can compute. */
static enum status read_anew(struct command_conn *db, reindex_step *step, const char *what, struct error *error)
{
    int64_t count = 1, total = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count > 0) {
        arena_reset(&db->arena);
        status = step(&db->conn, &db->arena, &count, error);
        total += status == STATUS_OK ? count : 0;
    }
    if (total)
        printf("read %lld %s anew\n", (long long)total, what);
    return status;
}

struct options {
    bool status_only, distribute;
    const struct embedded_file *files;
    size_t count;
};

/* What SQL alone cannot do. */
static enum status finish(struct command_conn *db, void *context, struct error *error)
{
    const struct options *options = context;
    enum status status = read_anew(db, reindex_batch, "articles", error);
    if (status == STATUS_OK)
        status = read_anew(db, reindex_urls, "addresses", error);
    if (status == STATUS_OK && options->distribute)
        status = citus_distribute(&db->conn, stdout, error);
    return status;
}

static enum status migrate(struct options *options, struct error *error)
{
    struct config config;
    enum status status = config_load(&config, error);
    usage_warn_of_unknown();
    if (status == STATUS_OK)
        status = (options->status_only ? migrate_status : migrate_apply)(&config, options->files, options->count,
                                                                         stdout, error);
    if (status == STATUS_OK && !options->status_only && options->files == migration_files)
        status = database_run_with(&config, finish, options, error);
    return status;
}

/* False: the process ends with *ret_exit. */
static bool read_options(int argc, char **argv, struct options *options, int *ret_exit)
{
    static const struct option known[] = {{"status", no_argument, NULL, 's'},
                                          {"distribute", no_argument, NULL, 'D'},
                                          {"directory", required_argument, NULL, 'd'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    static struct embedded_file loaded[FILES_MAXIMUM];
    for (int option; (option = getopt_long(argc, argv, "sd:h", known, NULL)) != -1;) {
        if (option == 's') {
            options->status_only = true;
        } else if (option == 'D') {
            options->distribute = true;
        } else if (option == 'd' && load_directory(optarg, loaded, &options->count)) {
            options->files = loaded;
        } else {
            if (option == 'd')
                fprintf(stderr, "alam migrate: --directory %s: there are no migrations that can be read\n", optarg);
            else
                fputs(usage, option == 'h' ? stdout : stderr);
            *ret_exit = option == 'h' ? 0 : option == 'd' ? 1 : 2;
            return false;
        }
    }
    return true;
}

int command_migrate(int argc, char **argv)
{
    struct options options = {.files = migration_files, .count = migration_file_count};
    struct error error;
    int exit_status;
    if (!read_options(argc, argv, &options, &exit_status))
        return exit_status;
    enum status status = migrate(&options, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam migrate: %s\n", error.detail);
    return status != STATUS_OK;
}
