#include "nlp/text/name_key.h"

#include "nlp/text/letters.h"
#include "nlp/text/proclitic.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* How a key shows a letter: in full, and reduced to its consonant ("": left out). The rows are in the order of the letter
 * codes from LETTER_HAMZA. */
struct letter_row {
    char full[4], reduced[4];
};

static const struct letter_row arabic[] = {
    {"'", ""},
    {"a", ""},
    {"b", "b"},
    {"t", "t"},
    {"th", "s"},
    {"j", "g"},
    {"h", "h"},
    {"kh", "x"},
    {"d", "d"},
    {"dh", "z"},
    {"r", "r"},
    {"z", "z"},
    {"s", "s"},
    {"sh", "c"},
    {"s.", "s"},
    {"d.", "d"},
    {"t.", "t"},
    {"z.", "z"},
    {"e", ""},
    {"gh", "g"},
    {"f", "f"},
    {"q", "g"},
    {"k", "g"},
    {"l", "l"},
    {"m", "m"},
    {"n", "n"},
    {"h.", ""},
    {"w", ""},
    {"y", ""},
};

static const char latin_reduced[] = {
    ['a' - 'a'] = 0,   ['b' - 'a'] = 'b', ['c' - 'a'] = 'g', ['d' - 'a'] = 'd', ['e' - 'a'] = 0,   ['f' - 'a'] = 'f',
    ['g' - 'a'] = 'g', ['h' - 'a'] = 0,   ['i' - 'a'] = 0,   ['j' - 'a'] = 'g', ['k' - 'a'] = 'g', ['l' - 'a'] = 'l',
    ['m' - 'a'] = 'm', ['n' - 'a'] = 'n', ['o' - 'a'] = 0,   ['p' - 'a'] = 'b', ['q' - 'a'] = 'g', ['r' - 'a'] = 'r',
    ['s' - 'a'] = 's', ['t' - 'a'] = 't', ['u' - 'a'] = 0,   ['v' - 'a'] = 'f', ['w' - 'a'] = 0,   ['x' - 'a'] = 'x',
    ['y' - 'a'] = 0,   ['z' - 'a'] = 'z',
};

static size_t put(char *key, size_t used, size_t room, char c, bool no_double)
{
    if (used + 1 >= room || (no_double && used && key[used - 1] == c))
        return used;
    key[used] = c;
    return used + 1;
}

static size_t put_latin(const uint8_t *letters, size_t i, size_t length, bool reduce, char *key, size_t used,
                        size_t room)
{
    char c = (char)('a' + (letters[i] - LETTER_A));
    bool h_follows = i + 1 < length && letters[i + 1] == LETTER_A + ('h' - 'a');
    if (!reduce)
        return put(key, used, room, c, false);
    if (h_follows && (c == 's' || c == 'c')) /* sh, ch */
        return put(key, used, room, 'c', true);
    if (h_follows && c == 'k') /* kh */
        return put(key, used, room, 'x', true);
    if (h_follows && c == 'p') /* ph */
        return put(key, used, room, 'f', true);
    char reduced = latin_reduced[c - 'a'];
    return reduced ? put(key, used, room, reduced, true) : used;
}

bool name_key_reduces(word_classes classes, const uint8_t *letters, size_t length)
{
    return !(classes & NAME_KEY_KNOWN) &&
           !proclitic_has_article(proclitic_load(letters), (uint32_t)length, ARTICLE_LEAVES_MORE);
}

size_t name_key_part(char *key, size_t used, size_t room)
{
    static const char servant[] = "ebd"; /* عبد */
    enum { LENGTH = sizeof servant - 1 };
    bool whole = used == LENGTH || (used > LENGTH && key[used - LENGTH - 1] == '-');
    bool joined = whole && memcmp(key + used - LENGTH, servant, LENGTH) == 0;
    return used && !joined ? put(key, used, room, '-', false) : used;
}

size_t name_key_word(const uint8_t *letters, size_t length, bool reduce, char *key, size_t used, size_t room)
{
    size_t began = used;
    for (size_t i = 0; i < length; i++) {
        uint8_t letter = letters[i];
        size_t row = (size_t)(letter - LETTER_HAMZA);
        if (letter < LETTER_A) {
            used = put(key, used, room, (char)('0' + letter - LETTER_DIGIT_0), false);
        } else if (letter < LETTER_HAMZA) {
            used = put_latin(letters, i, length, reduce, key, used, room);
        } else if (row < sizeof arabic / sizeof *arabic) {
            const char *shown = reduce ? arabic[row].reduced : arabic[row].full;
            for (; *shown; shown++)
                used = put(key, used, room, *shown, reduce);
        } else { /* other scripts: the letter codes in hexadecimal */
            used = put(key, used, room, "0123456789abcdef"[letter >> 4], false);
            used = put(key, used, room, "0123456789abcdef"[letter & 15], false);
        }
    }
    if (reduce && used < began + 2) /* too short a key would mean too many names: آدم, Lee */
        return name_key_word(letters, length, false, key, began, room);
    return used;
}

uint64_t name_key_hash(const char *key, size_t length)
{
    return XXH3_64bits(key, length);
}
