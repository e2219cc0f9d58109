#include "service/app/environment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ; /* POSIX leaves the declaration to the program */

enum { SECRET_MAXIMUM = 4096, NAME_MAXIMUM = 128 };

static const char *const secrets[] = {"DATABASE_URL", "ALAM_READ_DATABASE_URL", "PGPASSWORD"};

/* No settings of the service: of docker/compose.yaml, of the tests, of `alam post`. A name that ends in _ stands for all that begin so:
 * Kubernetes sets them for a service called alam. */
static const char *const others[] = {"ALAM_IMAGE",    "ALAM_PORT",  "ALAM_DB_PASSWORD", "ALAM_TEST_PARALLEL",
                                     "ALAM_SERVICE_", "ALAM_PORT_", "ALAM_KEY"};

static enum status read_secret(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return STATUS_IO;
    size_t length = fread(text, 1, size, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed || length == size || memchr(text, '\0', length)) {
        errno = failed ? errno : length == size ? EFBIG : EILSEQ;
        return STATUS_IO;
    }
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    text[length] = '\0';
    return STATUS_OK;
}

static enum status take_file(const char *secret, struct error *error)
{
    char name[NAME_MAXIMUM], text[SECRET_MAXIMUM];
    snprintf(name, sizeof name, "%s_FILE", secret);
    const char *path = getenv(name), *value = getenv(secret);
    if (!path || !*path)
        return STATUS_OK;
    if (value && *value)
        return error_set(error, STATUS_INVALID_INPUT, "%s and %s are both set: leave one of them out", secret, name);
    if (read_secret(path, text, sizeof text) != STATUS_OK)
        return error_set(error, STATUS_INVALID_INPUT, "%s: %s cannot be read: %s", name, path, strerror(errno));
    setenv(secret, text, 1);
    explicit_bzero(text, sizeof text);
    unsetenv(name);
    return STATUS_OK;
}

enum status environment_read_files(struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets && status == STATUS_OK; i++)
        status = take_file(secrets[i], error);
    return status;
}

static bool is_of_others(const char *name)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t length = strlen(others[i]);
        bool all = others[i][length - 1] == '_';
        if (all ? strncmp(name, others[i], length) == 0 : strcmp(name, others[i]) == 0)
            return true;
    }
    return false;
}

void environment_unknown(bool (*is_setting)(const char *name), void (*each)(void *cls, const char *name), void *cls)
{
    for (char **at = environ; *at; at++) {
        char name[NAME_MAXIMUM];
        size_t length = strcspn(*at, "=");
        if (strncmp(*at, "ALAM_", 5) != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)length, *at);
        if (!is_setting(name) && !is_of_others(name))
            each(cls, name);
    }
}
