#include "service/page/charset_letters.h"

#include "service/base/utf8.h"

#include <iconv.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    LOOK = 256 << 10,  /* bytes of a page that are looked at */
    BROKEN = 20,       /* whole sequences for each broken one, at the least */
    WORDS_PERCENT = 60 /* of the bytes above 0x7F that stand beside another one, where a script has no Latin letters */
};

/* How often Arabic news has a letter, per thousand letters, from U+0621 on. */
static const unsigned char usual[] = {
    /* ء آ أ ؤ إ ئ */ 4,
    2,
    24,
    2,
    9,
    5,
    /* ا ب ة ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ */ 130,
    36,
    36,
    42,
    6,
    14,
    20,
    9,
    32,
    7,
    48,
    7,
    28,
    11,
    11,
    8,
    12,
    3,
    34,
    5,
    /* U+063B to U+0640 */ 0,
    0,
    0,
    0,
    0,
    1,
    /* ف ق ك ل م ن ه و ى ي */ 29,
    24,
    22,
    118,
    62,
    56,
    30,
    58,
    9,
    82};

enum { FIRST_LETTER = 0x621 };

/* The Arabic letter of each byte from 0xC0 on, as an offset from U+0621; 255: it is none. */
struct letters {
    unsigned char of[64];
};

static struct letters letters_of(const char *charset)
{
    struct letters letters;
    iconv_t converter = iconv_open("UTF-8", charset);
    memset(&letters, 255, sizeof letters);
    for (int i = 0; converter != (iconv_t)-1 && i < 64; i++) {
        char byte = (char)(0xC0 + i), out[8], *from = &byte, *to = out;
        size_t one = 1, room = sizeof out;
        uint32_t c;
        iconv(converter, NULL, NULL, NULL, NULL);
        if (iconv(converter, &from, &one, &to, &room) == (size_t)-1 || to == out ||
            !utf8_decode((const uint8_t *)out, (const uint8_t *)to, &c))
            continue;
        if (c >= FIRST_LETTER && c < FIRST_LETTER + sizeof usual)
            letters.of[i] = (unsigned char)(c - FIRST_LETTER);
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    return letters;
}

/* How often each byte from 0x80 on occurs, and how many of them stand beside another one. */
struct counts {
    size_t of[128], all, beside;
};

static struct counts count(const char *bytes, size_t length)
{
    struct counts counts = {{0}, 0, 0};
    const unsigned char *at = (const unsigned char *)bytes;
    length = length < LOOK ? length : LOOK;
    for (size_t i = 0; i < length; i++) {
        if (at[i] < 0x80)
            continue;
        counts.of[at[i] - 0x80]++;
        counts.all++;
        counts.beside += (i > 0 && at[i - 1] >= 0x80) || (i + 1 < length && at[i + 1] >= 0x80);
    }
    return counts;
}

/* The mean logarithm of how usual the letters are, read in that charset; the higher, the more it is Arabic. */
static double usualness(const struct counts *counts, const char *charset)
{
    struct letters letters = letters_of(charset);
    double sum = 0;
    for (size_t i = 0; i < 128; i++) {
        unsigned char letter = i < 64 ? 255 : letters.of[i - 64];
        double often = letter == 255 ? 0.5 : usual[letter] + 0.5; /* quotes and commas of a charset are no letters */
        sum += (double)counts->of[i] * log(often);
    }
    return sum / (double)(counts->all ? counts->all : 1);
}

const char *charset_letters_arabic(const char *bytes, size_t length)
{
    static const double least = 2.3; /* Arabic has about 3.6; Russian, Greek and Hebrew, read so, about 1 */
    struct counts counts = count(bytes, length);
    if (counts.all < 3 || counts.beside * 100 < counts.all * WORDS_PERCENT)
        return NULL;
    double windows = usualness(&counts, "CP1256"), iso = usualness(&counts, "ISO-8859-6");
    if (windows < least && iso < least)
        return NULL;
    return windows >= iso ? "CP1256" : "ISO-8859-6";
}

bool charset_letters_utf8(const char *bytes, size_t length)
{
    const uint8_t *at = (const uint8_t *)bytes, *end = at + length;
    size_t whole = 0, broken = 0;
    uint32_t c;
    while (at < end) {
        unsigned size = utf8_decode(at, end, &c);
        whole += size > 1;
        broken += size == 0;
        at += size ? size : 1;
    }
    return whole > 0 && broken * BROKEN <= whole;
}

const char *charset_letters_utf16(const char *bytes, size_t length)
{
    size_t even = 0, odd = 0, pairs = (length < 4096 ? length : 4096) / 2;
    for (size_t i = 0; i < pairs; i++) {
        even += bytes[2 * i] == 0;
        odd += bytes[2 * i + 1] == 0;
    }
    if (pairs < 4 || (even < pairs / 4 && odd < pairs / 4))
        return NULL;
    return odd > even ? "UTF-16LE" : "UTF-16BE";
}
