#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/auth/key_text.h"
#include "service/base/timestamp.h"
#include "service/commands/database.h"

#include <getopt.h>
#include <string.h>

enum { NAME_MAXIMUM = 200 };

static const char usage[] =
    "usage: alam keys create --role read|write|editor|admin --name NAME\n"
    "       alam keys list\n"
    "       alam keys revoke ID\n"
    "Manages the API keys in the database of DATABASE_URL or PG*. `create` prints the new key; only its hash is "
    "stored,\n"
    "so it cannot be shown again. A revoked key is refused by every running alam within 5 seconds.\n";

struct options {
    const char *verb, *id, *name;
    enum role role;
};

static enum status create(struct command_conn *db, const struct options *options, struct error *error)
{
    char text[KEY_TEXT_LENGTH + 1];
    struct api_key key = {.name = options->name, .role = options->role};
    if (!key_text_make(text, &key))
        return error_set(error, STATUS_IO, "the system gives no random numbers");
    enum status status = keys_insert(&db->conn, &key, &db->arena, error);
    if (status == STATUS_OK)
        printf("%s\n", text);
    return status;
}

static enum status list(struct command_conn *db, const struct options *options, struct error *error)
{
    struct api_key *keys;
    size_t count;
    char created[TIMESTAMP_LENGTH], revoked[TIMESTAMP_LENGTH];
    (void)options;
    enum status status = keys_list(&db->conn, &db->arena, &keys, &count, error);
    if (status == STATUS_OK)
        printf("id\trole\tcreated\trevoked\tname\n");
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        printf("%s\t%s\t%s\t%s\t%s\n", keys[i].id, role_name(keys[i].role),
               timestamp_format(keys[i].created_at, created),
               keys[i].revoked ? timestamp_format(keys[i].revoked_at, revoked) : "-", keys[i].name);
    return status;
}

static enum status revoke(struct command_conn *db, const struct options *options, struct error *error)
{
    enum status status = keys_revoke(&db->conn, options->id, &db->arena, error);
    if (status == STATUS_OK)
        printf("revoked %s\n", options->id);
    return status;
}

static const struct verb {
    const char *name;
    bool names_key, takes_id;
    enum status (*run)(struct command_conn *db, const struct options *options, struct error *error);
} verbs[] = {{"create", true, false, create}, {"list", false, false, list}, {"revoke", false, true, revoke}};

struct call {
    const struct verb *verb;
    const struct options *options;
};

static enum status run(struct command_conn *db, void *context, struct error *error)
{
    const struct call *call = context;
    return call->verb->run(db, call->options, error);
}

static bool well_formed_name(const char *name)
{
    size_t length = name ? strlen(name) : 0;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            return false;
    return length > 0 && length <= NAME_MAXIMUM;
}

/* NULL: there is no such verb, or it takes other options; a message says which it is. */
static const struct verb *find_verb(const struct options *options)
{
    if (options->name && !well_formed_name(options->name))
        return usage_refuse("keys", "--name", options->name, "1 to 200 bytes without control characters"), NULL;
    for (size_t i = 0; options->verb && i < sizeof verbs / sizeof *verbs; i++) {
        const struct verb *verb = &verbs[i];
        if (strcmp(verb->name, options->verb) != 0)
            continue;
        bool named = well_formed_name(options->name) && options->role != ROLE_NONE;
        bool nothing = !options->name && options->role == ROLE_NONE;
        if ((verb->names_key ? named : nothing) && verb->takes_id == (options->id != NULL))
            return verb;
        fprintf(stderr, "alam keys: %s takes %s\n", verb->name,
                verb->names_key  ? "--role and --name"
                : verb->takes_id ? "the id of a key and nothing else"
                                 : "nothing else");
        return NULL;
    }
    if (options->verb)
        fprintf(stderr, "alam keys: there is no such verb: %s\n", options->verb);
    return NULL;
}

static bool parse(int argc, char **argv, struct options *options, bool *ret_help)
{
    static const struct option known[] = {{"role", required_argument, NULL, 'r'},
                                          {"name", required_argument, NULL, 'n'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        if (option == 'h')
            *ret_help = true;
        else if (option == 'n')
            options->name = optarg;
        else if (option == 'r' && !role_parse(optarg, &options->role))
            return usage_refuse("keys", "--role", optarg, "read, write, editor or admin"), false;
        else if (option == '?')
            return false;
    }
    options->verb = optind < argc ? argv[optind] : NULL;
    options->id = optind + 1 < argc ? argv[optind + 1] : NULL;
    return argc - optind <= 2;
}

int command_keys(int argc, char **argv)
{
    struct options options = {.role = ROLE_NONE};
    struct error error = {""};
    bool help = false, sound = parse(argc, argv, &options, &help);
    struct call call = {.verb = sound && !help ? find_verb(&options) : NULL, .options = &options};
    if (!call.verb) {
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    enum status status = database_run(run, &call, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam keys: %s\n", error.detail);
    return status != STATUS_OK;
}
