#include "service/gazetteer/dictionary.h"

#include "service/base/array.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAXIMUM = 4096, FORM_MAXIMUM = 256, FLAG_LETTERS = 2 };

struct suffix {
    char flag[FLAG_LETTERS];
    char strip[24], add[24], condition[64];
};

struct affixes {
    struct array aliases;  /* of char *, malloc'ed: the flags that the AF line of number i + 1 stands for */
    struct array suffixes; /* of struct suffix: SFX lines */
};

static void put_form(const char *class, const char *form)
{
    printf("%s\t%s\n", class, form);
}

static FILE *open_or_complain(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        fprintf(stderr, "alam gazetteer dictionary: %s: %s\n", path, strerror(errno));
    return file;
}

/* Whether the file could be read and gave words. */
static bool ended_well(const char *path, FILE *file, size_t words)
{
    if (ferror(file))
        fprintf(stderr, "alam gazetteer dictionary: %s: %s\n", path, strerror(errno));
    else if (!words)
        fprintf(stderr, "alam gazetteer dictionary: %s: there is no word in this file that can be taken\n", path);
    return words && !ferror(file);
}

static size_t letter_length(const char *at)
{
    unsigned char first = (unsigned char)*at;
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Where the letter before `at` begins. */
static const char *letter_before(const char *start, const char *at)
{
    do
        at--;
    while (at > start && ((unsigned char)*at & 0xC0) == 0x80);
    return at;
}

/* Conditions are matched from their end, as suffixes are. Does the element that ends at `*end` (a letter, ".", "[abc]" or
 * "[^abc]") allow this letter? Moves *end to where the element begins. */
static bool element_takes(const char *condition, const char **end, const char *letter)
{
    size_t length = letter_length(letter);
    const char *last = letter_before(condition, *end);
    if (*last != ']') {
        *end = last;
        return *last == '.' || (letter_length(last) == length && memcmp(last, letter, length) == 0);
    }
    const char *open = last;
    while (open > condition && *open != '[')
        open--;
    *end = open;
    bool negated = open[1] == '^', found = false;
    for (const char *at = open + 1 + negated; at < last; at += letter_length(at))
        found |= letter_length(at) == length && memcmp(at, letter, length) == 0;
    return found != negated;
}

static bool condition_holds(const char *condition, const char *stem)
{
    const char *end = condition + strlen(condition), *at = stem + strlen(stem);
    if (strcmp(condition, ".") == 0)
        return true;
    while (end > condition) {
        if (at == stem)
            return false;
        at = letter_before(stem, at);
        if (!element_takes(condition, &end, at))
            return false;
    }
    return true;
}

static bool ends_with(const char *word, const char *tail)
{
    size_t length = strlen(word), wanted = strlen(tail);
    return length >= wanted && memcmp(word + length - wanted, tail, wanted) == 0;
}

static void put_suffixed(const char *class, const char *stem, const struct suffix *suffix)
{
    char form[FORM_MAXIMUM];
    if (!condition_holds(suffix->condition, stem) || !ends_with(stem, suffix->strip))
        return;
    size_t kept = strlen(stem) - strlen(suffix->strip);
    if (kept > 0 && kept + strlen(suffix->add) < sizeof form &&
        snprintf(form, sizeof form, "%.*s%s", (int)kept, stem, suffix->add) > 0)
        put_form(class, form);
}

/* "AF 123": how many lines follow; "AF AaBb": the next alias. */
static bool read_alias(struct affixes *affixes, const char *flags)
{
    if (flags[0] >= '0' && flags[0] <= '9')
        return true;
    char *copy = strdup(flags);
    if (copy && array_append(&affixes->aliases, &copy, 1))
        return true;
    free(copy);
    return false;
}

static bool read_suffix(struct affixes *affixes, const char *line)
{
    struct suffix suffix = {0};
    char flag[8], extra[8];
    int read = sscanf(line, "SFX %7s %23s %23s %63s %7s", flag, suffix.strip, suffix.add, suffix.condition, extra);
    if (read < 3 || strlen(flag) != FLAG_LETTERS || (suffix.add[0] >= '1' && suffix.add[0] <= '9'))
        return true; /* the header of a group, or another kind of line */
    memcpy(suffix.flag, flag, FLAG_LETTERS);
    char *slash = strchr(suffix.add, '/');
    if (slash)
        *slash = '\0';
    if (strcmp(suffix.strip, "0") == 0)
        suffix.strip[0] = '\0';
    if (strcmp(suffix.add, "0") == 0)
        suffix.add[0] = '\0';
    if (read < 4)
        strcpy(suffix.condition, ".");
    return array_append(&affixes->suffixes, &suffix, 1);
}

static bool read_affix_line(struct affixes *affixes, const char *line)
{
    char flags[LINE_MAXIMUM];
    return sscanf(line, "AF %4095s", flags) == 1 ? read_alias(affixes, flags) : read_suffix(affixes, line);
}

static bool read_affixes(struct affixes *affixes, const char *path)
{
    char line[LINE_MAXIMUM];
    FILE *file = open_or_complain(path);
    bool sound = file;
    while (sound && fgets(line, sizeof line, file))
        sound = read_affix_line(affixes, line);
    if (file)
        fclose(file);
    return sound;
}

static void release_affixes(struct affixes *affixes)
{
    char **aliases = affixes->aliases.items;
    for (size_t i = 0; i < affixes->aliases.count; i++)
        free(aliases[i]);
    array_release(&affixes->aliases);
    array_release(&affixes->suffixes);
}

/* "word/12": the word by itself, and with each suffix that the flags of alias 12 name. */
static void put_word(const struct affixes *affixes, const char *class, char *entry)
{
    char *slash = strchr(entry, '/');
    const char *const *aliases = affixes->aliases.items;
    const struct suffix *suffixes = affixes->suffixes.items;
    unsigned long alias = slash ? strtoul(slash + 1, NULL, 10) : 0;
    if (slash)
        *slash = '\0';
    put_form(class, entry);
    if (alias == 0 || alias > affixes->aliases.count)
        return;
    for (const char *flags = aliases[alias - 1]; flags[0] && flags[1]; flags += FLAG_LETTERS)
        for (size_t i = 0; i < affixes->suffixes.count; i++)
            if (memcmp(suffixes[i].flag, flags, FLAG_LETTERS) == 0)
                put_suffixed(class, entry, &suffixes[i]);
}

static bool put_words(const struct affixes *affixes, const char *path, FILE *file)
{
    char line[LINE_MAXIMUM];
    size_t words = 0;
    bool verbs = false;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\t\r\n")] = '\0';
        if (ends_with(line, ".dic"))
            verbs = strncmp(line, "verb", 4) == 0;
        else if (line[0] && !strchr(":#0123456789", line[0])) {
            if (verbs) /* conjugated already; their object suffixes are not tried */
                line[strcspn(line, "/")] = '\0';
            if (strlen(line) < FORM_MAXIMUM) {
                put_word(affixes, verbs ? "verb-form" : "noun", line);
                words++;
            }
        }
    }
    return ended_well(path, file, words);
}

bool dictionary_write_hunspell(const char *affix_path, const char *words_path)
{
    struct affixes affixes = {.aliases = {.size = sizeof(char *)}, .suffixes = {.size = sizeof(struct suffix)}};
    FILE *file = read_affixes(&affixes, affix_path) ? open_or_complain(words_path) : NULL;
    bool sound = file && put_words(&affixes, words_path, file);
    if (file)
        fclose(file);
    release_affixes(&affixes);
    return sound;
}

bool dictionary_write_list(const char *path)
{
    char line[LINE_MAXIMUM];
    size_t words = 0;
    FILE *file = open_or_complain(path);
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strlen(line) > 1 && strspn(line, "abcdefghijklmnopqrstuvwxyz") == strlen(line)) {
            put_form("noun", line);
            words++;
        }
    }
    bool sound = file && ended_well(path, file, words);
    if (file)
        fclose(file);
    return sound;
}
