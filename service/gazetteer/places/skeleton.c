#include "service/gazetteer/places/skeleton.h"

#include "nlp/text/fold.h"
#include "service/base/edit_distance.h"
#include "service/base/utf8.h"

#include <string.h>

enum { CONSONANTS_MINIMUM = 3 };

static bool is_article(struct text word)
{
    static const char *const articles[] = {"al",  "el",  "ad", "ed", "ar", "er", "as", "es",
                                           "ash", "esh", "at", "et", "az", "an", "en", "l"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (text_equals(word, articles[i]))
            return true;
    return false;
}

/* One class for all letters that a sound is written with in transliterations; 0: a vowel, or a sound that is often left
 * out. */
static char latin_class(char letter)
{
    static const char classes[26 + 1] = "\0bkd\0fk\0\0jklmn\0bkrst\0f\0k\0s"; /* a … z */
    return letter >= 'a' && letter <= 'z' ? classes[letter - 'a'] : '\0';
}

/* Appends a class unless it repeats the one before; `begin` is where the skeleton begins. */
static void put_class(struct strbuf *out, size_t begin, char class)
{
    if (class && (out->length == begin || out->data[out->length - 1] != class))
        strbuf_putc(out, class);
}

static void put_word(struct strbuf *out, struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        put_class(out, 0, latin_class(word.bytes[i]));
}

bool skeleton_append(struct strbuf *out, struct text folded)
{
    size_t begin = out->length;
    while (folded.length) {
        struct text word = text_split(&folded, ' ');
        if (!is_article(word))
            put_word(out, word);
    }
    if (out->length - begin >= CONSONANTS_MINIMUM)
        return true;
    strbuf_truncate(out, begin);
    return false;
}

/* Arabic letters by the same classes, U+0621 … U+064A after folding. */
static char arabic_class(uint32_t c)
{
    static const struct {
        uint32_t letter;
        char class;
    } classes[] = {{0x628, 'b'}, {0x62A, 't'}, {0x62B, 't'}, {0x62C, 'j'}, {0x62E, 'k'}, {0x62F, 'd'},
                   {0x630, 'd'}, {0x631, 'r'}, {0x632, 's'}, {0x633, 's'}, {0x634, 's'}, {0x635, 's'},
                   {0x636, 'd'}, {0x637, 't'}, {0x638, 's'}, {0x63A, 'k'}, {0x641, 'f'}, {0x642, 'k'},
                   {0x643, 'k'}, {0x644, 'l'}, {0x645, 'm'}, {0x646, 'n'}};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i].letter == c)
            return classes[i].class;
    return '\0';
}

enum { SKELETON_MAXIMUM = 1 << 16 };

/* The class of a Latin letter when it is compared with Arabic ones: j and g both stand for ج, and c before e, i, h and y
 * for a sibilant. */
static char comparable_class(const char *letter)
{
    bool soft = letter[1] && strchr("eihy", letter[1]);
    if (*letter == 'c' && soft)
        return 's';
    return *letter == 'g' || *letter == 'j' ? 'k' : latin_class(*letter);
}

static void put_latin(struct strbuf *out, const char *name)
{
    struct strbuf folded;
    strbuf_init(&folded, SKELETON_MAXIMUM);
    fold_append(&folded, text_of(name));
    for (const char *at = folded.data; *at; at++)
        put_class(out, 0, comparable_class(at));
    strbuf_release(&folded);
}

static void put_arabic(struct strbuf *out, const char *name)
{
    const uint8_t *at = (const uint8_t *)name, *end = at + strlen(name);
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        put_class(out, 0, arabic_class(c) == 'j' ? 'k' : arabic_class(c));
        at += step ? step : 1;
    }
}

bool skeletons_match(const char *latin, const char *arabic)
{
    struct strbuf left, right;
    strbuf_init(&left, SKELETON_MAXIMUM);
    strbuf_init(&right, SKELETON_MAXIMUM);
    put_latin(&left, latin);
    put_arabic(&right, arabic);
    size_t longer = left.length > right.length ? left.length : right.length;
    unsigned limit = (unsigned)(longer / 3);
    bool match = left.length && right.length && edit_distance(strbuf_text(&left), strbuf_text(&right), limit) <= limit;
    strbuf_release(&left);
    strbuf_release(&right);
    return match;
}
