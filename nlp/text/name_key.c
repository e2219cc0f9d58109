#include "nlp/text/name_key.h"

#include "nlp/text/letters.h"
#include "nlp/text/proclitic.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* How a key shows a letter, by manner ("": left out). The rows are in the order of the letter codes from LETTER_HAMZA. */
struct letter_row {
    char shown[NAME_KEY_CONSONANTS + 1][4];
};

static const struct letter_row arabic[] = {
    {{"'", "", ""}},    {{"a", "a", ""}},   {{"b", "b", "b"}},   {{"t", "t", "t"}},   {{"th", "t", "t"}},
    {{"j", "g", "g"}},  {{"h", "h", "h"}},  {{"kh", "kh", "x"}}, {{"d", "d", "d"}},   {{"dh", "z", "z"}},
    {{"r", "r", "r"}},  {{"z", "z", "z"}},  {{"s", "s", "s"}},   {{"sh", "sh", "c"}}, {{"s.", "s", "s"}},
    {{"d.", "d", "d"}}, {{"t.", "t", "t"}}, {{"z.", "z", "z"}},  {{"e", "a", ""}},    {{"gh", "g", "g"}},
    {{"f", "f", "f"}},  {{"q", "k", "g"}},  {{"k", "k", "g"}},   {{"l", "l", "l"}},   {{"m", "m", "m"}},
    {{"n", "n", "n"}},  {{"h.", "h", ""}},  {{"w", "w", ""}},    {{"y", "y", ""}},
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

enum name_key_manner name_key_manner_of(word_classes classes, const uint8_t *letters, size_t length)
{
    static const uint8_t servant[] = {LETTER_AIN, LETTER_BEH, LETTER_DAL, LETTER_ALEF, LETTER_LAM}; /* عبدالحكيم */
    if (length > sizeof servant && memcmp(letters, servant, sizeof servant) == 0)
        return NAME_KEY_SPELLED;
    if (classes & WORD_CLASS(PARTICLE) ||
        proclitic_has_article(proclitic_load(letters), (uint32_t)length, ARTICLE_LEAVES_MORE))
        return NAME_KEY_SPELLED;
    if (!(classes & NAME_KEY_KNOWN) || classes & WORD_CLASS(LONE_NAME))
        return NAME_KEY_CONSONANTS;
    return classes & WORD_CLASS(FOREIGN) ? NAME_KEY_GROUPED : NAME_KEY_SPELLED;
}

size_t name_key_part(char *key, size_t used, size_t room)
{
    static const char servant[] = "ebd"; /* عبد */
    enum { LENGTH = sizeof servant - 1 };
    bool whole = used == LENGTH || (used > LENGTH && key[used - LENGTH - 1] == '-');
    bool joined = whole && memcmp(key + used - LENGTH, servant, LENGTH) == 0;
    return used && !joined ? put(key, used, room, '-', false) : used;
}

/* Two letters that stand for the sound of one: شت for ست (German), تس for ز (German, Italian). Returns what is shown instead of the
 * first; `*skipped` is set when the second one is heard in it. NULL: nothing of the kind. */
static const char *sound_of_two(const uint8_t *letters, size_t i, size_t length, bool *skipped)
{
    *skipped = false;
    if (i + 1 == length)
        return NULL;
    if (letters[i] == LETTER_SHEEN && letters[i + 1] == LETTER_TEH)
        return "s";
    *skipped = letters[i] == LETTER_TEH && letters[i + 1] == LETTER_SEEN;
    return *skipped ? "z" : NULL;
}

/* أندريه and أندري are one name. */
static size_t without_ending(const char *key, size_t began, size_t used)
{
    bool mute = used > began + 2 && key[used - 1] == 'h' && strchr("aiouy", key[used - 2]);
    return mute ? used - 1 : used;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'w' || c == 'y';
}

/* Long names are told by their consonants, and newspapers write their vowels or not: مارغريت, مرغريت. A vowel at an end or
 * beside another one counts all the same: كريستين is not كريستيان. */
static size_t without_vowels(char *key, size_t began, size_t used)
{
    enum { CONSONANTS_MINIMUM = 5 };
    size_t consonants = 0, kept = began;
    for (size_t i = began; i < used; i++)
        consonants += !is_vowel(key[i]);
    if (consonants < CONSONANTS_MINIMUM)
        return used;
    for (size_t i = began; i < used; i++) {
        bool inside = i > began && i + 1 < used && !is_vowel(key[i - 1]) && !is_vowel(key[i + 1]);
        if (!inside || (key[i] != 'a' && key[i] != 'y'))
            key[kept++] = key[i];
    }
    return kept;
}

size_t name_key_word(const uint8_t *letters, size_t length, enum name_key_manner manner, char *key, size_t used,
                     size_t room)
{
    const bool reduce = manner != NAME_KEY_SPELLED;
    size_t began = used;
    for (size_t i = 0; i < length; i++) {
        uint8_t letter = letters[i];
        size_t row = (size_t)(letter - LETTER_HAMZA);
        if (letter < LETTER_A) {
            used = put(key, used, room, (char)('0' + letter - LETTER_DIGIT_0), false);
        } else if (letter < LETTER_HAMZA) {
            used = put_latin(letters, i, length, manner == NAME_KEY_CONSONANTS, key, used, room);
        } else if (row < sizeof arabic / sizeof *arabic) {
            bool skipped = false;
            const char *two = reduce ? sound_of_two(letters, i, length, &skipped) : NULL;
            for (const char *shown = two ? two : arabic[row].shown[manner]; *shown; shown++)
                used = put(key, used, room, *shown, reduce);
            i += skipped;
        } else { /* other scripts: the letter codes in hexadecimal */
            used = put(key, used, room, "0123456789abcdef"[letter >> 4], false);
            used = put(key, used, room, "0123456789abcdef"[letter & 15], false);
        }
    }
    if (manner == NAME_KEY_CONSONANTS && length > 1 &&
        (letters[length - 1] == LETTER_ALEF || letters[length - 1] == LETTER_A))
        used = put(key, used, room, 'a', true);            /* كارلا is not كارلو */
    if (manner == NAME_KEY_CONSONANTS && used < began + 2) /* too short a key would mean too many names: آدم, Lee */
        return name_key_word(letters, length, NAME_KEY_SPELLED, key, began, room);
    return manner == NAME_KEY_GROUPED ? without_vowels(key, began, without_ending(key, began, used)) : used;
}

uint64_t name_key_hash(const char *key, size_t length)
{
    return XXH3_64bits(key, length);
}
