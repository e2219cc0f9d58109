#include "service/gazetteer/dictionary.h"
#include "service/gazetteer/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAXIMUM = 4096, FORM_MAXIMUM = 256, ALIASES_MAXIMUM = 4096, RULES_MAXIMUM = 32768, FLAG_LETTERS = 2 };

struct suffix {
    char flag[FLAG_LETTERS];
    char strip[24], add[24], condition[64];
};

struct affixes {
    char *aliases[ALIASES_MAXIMUM]; /* AF: number - 1 -> flags */
    size_t alias_count;
    struct suffix *suffixes;
    size_t suffix_count;
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

/* Does the condition's element (a letter, ".", "[abc]" or "[^abc]") that ends at `*end` take this letter? Moves *end.
 */
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

static bool read_affix_line(struct affixes *affixes, const char *line)
{
    struct suffix suffix = {0};
    char flags[LINE_MAXIMUM], flag[8], extra[8];
    if (sscanf(line, "AF %4095s", flags) == 1) {
        if (flags[0] >= '0' && flags[0] <= '9')
            return true; /* how many follow */
        if (affixes->alias_count == ALIASES_MAXIMUM)
            return false;
        affixes->aliases[affixes->alias_count] = strdup(flags);
        return affixes->aliases[affixes->alias_count++] != NULL;
    }
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
    if (affixes->suffix_count == RULES_MAXIMUM)
        return false;
    affixes->suffixes[affixes->suffix_count++] = suffix;
    return true;
}

static bool read_affixes(struct affixes *affixes, const char *path)
{
    char line[LINE_MAXIMUM];
    FILE *file = open_or_complain(path);
    affixes->suffixes = calloc(RULES_MAXIMUM, sizeof *affixes->suffixes);
    bool sound = file && affixes->suffixes;
    while (sound && fgets(line, sizeof line, file))
        sound = read_affix_line(affixes, line);
    if (file)
        fclose(file);
    return sound;
}

static void put_word(const struct affixes *affixes, const char *class, char *entry)
{
    char *slash = strchr(entry, '/');
    unsigned long alias = slash ? strtoul(slash + 1, NULL, 10) : 0;
    if (slash)
        *slash = '\0';
    put_form(class, entry);
    if (alias == 0 || alias > affixes->alias_count)
        return;
    for (const char *flags = affixes->aliases[alias - 1]; flags[0] && flags[1]; flags += FLAG_LETTERS)
        for (size_t i = 0; i < affixes->suffix_count; i++)
            if (memcmp(affixes->suffixes[i].flag, flags, FLAG_LETTERS) == 0)
                put_suffixed(class, entry, &affixes->suffixes[i]);
}

bool dictionary_write_hunspell(const char *affix_path, const char *words_path)
{
    struct affixes affixes = {0};
    char line[LINE_MAXIMUM];
    bool verbs = false, sound = read_affixes(&affixes, affix_path);
    FILE *file = sound ? open_or_complain(words_path) : NULL;
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\t\r\n")] = '\0';
        if (ends_with(line, ".dic")) {
            verbs = strncmp(line, "verb", 4) == 0;
        } else if (line[0] && !strchr(":#0123456789", line[0])) {
            if (verbs)
                line[strcspn(line, "/")] = '\0'; /* conjugated already; object suffixes are left to chance */
            if (strlen(line) < FORM_MAXIMUM)
                put_word(&affixes, verbs ? "verb-form" : "noun", line);
        }
    }
    sound = file && !ferror(file);
    if (file)
        fclose(file);
    for (size_t i = 0; i < affixes.alias_count; i++)
        free(affixes.aliases[i]);
    free(affixes.suffixes);
    return sound;
}

bool dictionary_write_list(const char *path)
{
    char line[LINE_MAXIMUM];
    FILE *file = open_or_complain(path);
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strlen(line) > 1 && strspn(line, "abcdefghijklmnopqrstuvwxyz") == strlen(line))
            put_form("noun", line);
    }
    bool sound = file && !ferror(file);
    if (file)
        fclose(file);
    return sound;
}

int gazetteer_dictionary(int argc, char **argv)
{
    if (argc < 2 || argc > 4 || argv[1][0] == '-') {
        bool help = argc > 1 && strcmp(argv[1], "--help") == 0;
        fputs("usage: alam gazetteer dictionary WORDS [HUNSPELL.aff HUNSPELL.dic] > words.tsv\n"
              "Ordinary words for the grammar, out of a plain word list and a Hunspell dictionary.\n",
              help ? stdout : stderr);
        return help ? 0 : 2;
    }
    puts("class\tform");
    bool sound = dictionary_write_list(argv[1]) && (argc < 4 || dictionary_write_hunspell(argv[2], argv[3]));
    return sound && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
