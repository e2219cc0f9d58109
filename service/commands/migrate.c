/* alam migrate: applies the migrations linked into the binary, or those of a directory. */
#include "service/store/db/migrate.h"
#include "service/commands/commands.h"
#include "service/store/articles/reindex.h"
#include "service/store/db/citus.h"
#include "service/store/db/command_conn.h"

#include <dirent.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MAXIMUM = 1000, PATH_ROOM = 4096 };

static const char usage[] =
    "usage: alam migrate [--status] [--distribute] [--directory DIR]\n"
    "Applies the pending migrations to the database of DATABASE_URL or PG*, each in a transaction of its own.\n"
    "--status changes nothing and tells the state of each; exit status 1 unless all are applied.\n"
    "--distribute spreads the tables over the nodes of a Citus cluster, afterwards; what is spread already stays.\n"
    "--directory takes the files of DIR instead of those in the binary.\n";

static int is_migration(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 8 && strspn(entry->d_name, "0123456789") == 4 && strcmp(entry->d_name + length - 4, ".sql") == 0;
}

static unsigned char *read_whole(const char *path, size_t *ret_length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t room = 0;
    if (!file)
        return NULL;
    ssize_t length = getdelim(&bytes, &room, '\0', file);
    fclose(file);
    if (length < 0) {
        free(bytes);
        return NULL;
    }
    *ret_length = (size_t)length;
    return (unsigned char *)bytes;
}

/* Names and bytes stay until the process ends. */
static bool load_directory(const char *directory, struct embedded_file *files, size_t *ret_count)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_migration, alphasort);
    bool sound = count >= 0 && count <= FILES_MAXIMUM;
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

static enum status read_anew(struct direct *direct, struct error *error)
{
    int64_t count = 1, total = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count > 0) {
        arena_reset(&direct->arena);
        status = reindex_batch(&direct->conn, &direct->arena, &count, error);
        total += status == STATUS_OK ? count : 0;
    }
    if (total)
        printf("read %lld articles anew\n", (long long)total);
    return status;
}

/* What SQL alone cannot do. */
static enum status finish(const struct config *config, bool distribute, struct error *error)
{
    struct log log = {.fd = STDERR_FILENO, .level = LOG_ERROR};
    struct direct direct;
    enum status status = direct_open(config, &log, &direct, error);
    if (status != STATUS_OK)
        return status;
    direct.arena.maximum = (size_t)config->request_memory;
    status = read_anew(&direct, error);
    if (status == STATUS_OK && distribute)
        status = citus_distribute(&direct.conn, stdout, error);
    direct_close(&direct);
    return status;
}

int command_migrate(int argc, char **argv)
{
    static const struct option options[] = {{"status", no_argument, NULL, 's'},
                                            {"distribute", no_argument, NULL, 'D'},
                                            {"directory", required_argument, NULL, 'd'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    static struct embedded_file loaded[FILES_MAXIMUM];
    const struct embedded_file *files = migration_files;
    size_t count = migration_file_count;
    bool status_only = false, distribute = false;
    for (int option; (option = getopt_long(argc, argv, "sd:h", options, NULL)) != -1;) {
        if (option == 's') {
            status_only = true;
        } else if (option == 'D') {
            distribute = true;
        } else if (option == 'd' && load_directory(optarg, loaded, &count)) {
            files = loaded;
        } else {
            fputs(option == 'd' ? "alam migrate: the directory cannot be read\n" : usage,
                  option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : option == 'd' ? 1 : 2;
        }
    }
    struct config config;
    struct error error;
    enum status status = config_load(&config, &error);
    if (status == STATUS_OK)
        status = (status_only ? migrate_status : migrate_apply)(&config, files, count, stdout, &error);
    if (status == STATUS_OK && !status_only && files == migration_files)
        status = finish(&config, distribute, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam migrate: %s\n", error.detail);
    return status != STATUS_OK;
}
