/* generate_fold - writes nlp's fold table (nlp/text/letters.h) as C to standard output, at build time.
 *
 * What counts as one letter comes from Unicode through libutf8proc (compatibility decomposition and case folding,
 * UAX #15 and CaseFolding.txt; general categories) and from the two tables below: Arabic rows, and Latin letters that
 * Unicode does not decompose. A build tool: it aborts on any surprise.
 */
#include "nlp/text/letters.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Letters with a code of one byte, in the order of enum letter; codes start at 1. */
static const char *const direct_letters[] = {
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяєґђјљњћџ",
    "αβγδεζηθικλμνξοπρστυφχψως",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
};

static const struct {
    uint32_t from;
    const char *to;
} rows[] = {
    /* Arabic: hamza carriers, alef wasla, alef maqsura, ta marbuta, Persian and Urdu forms */
    {0x0622, "ا"},
    {0x0623, "ا"},
    {0x0625, "ا"},
    {0x0671, "ا"},
    {0x0672, "ا"},
    {0x0673, "ا"},
    {0x0649, "ي"},
    {0x06CC, "ي"},
    {0x06D2, "ي"},
    {0x06D3, "ي"},
    {0x06D0, "ي"},
    {0x0629, "ه"},
    {0x06C1, "ه"},
    {0x06BE, "ه"},
    {0x06C0, "ه"},
    {0x06C2, "ه"},
    {0x06C3, "ه"},
    {0x06D5, "ه"},
    {0x0624, "و"},
    {0x06CB, "و"},
    {0x0626, "ي"},
    {0x06A9, "ك"},
    {0x06AA, "ك"},
    {0x06BA, "ن"},
    {0x0678, "ي"},
    {0x0676, "و"},
    {0x0675, "ا"},
    /* letters of other languages, as Arabic newspapers write their sounds: p, v, g, ch, zh; g of Morocco and of Tunisia; the Maghreb's
     * f and q; Kurdish and Urdu vowels and retroflexes */
    {0x067E, "ب"},
    {0x06A4, "ف"},
    {0x06AF, "غ"},
    {0x0686, "تش"},
    {0x0698, "ج"},
    {0x06AD, "ك"},
    {0x0763, "ك"},
    {0x06A8, "ق"},
    {0x06A2, "ف"},
    {0x06A7, "ق"},
    {0x06C6, "و"},
    {0x06CE, "ي"},
    {0x0695, "ر"},
    {0x06B5, "ل"},
    {0x0679, "ت"},
    {0x067C, "ت"},
    {0x0688, "د"},
    {0x0691, "ر"},
    /* Latin letters without a decomposition */
    {0x00E6, "ae"},
    {0x00F8, "o"},
    {0x0111, "d"},
    {0x0142, "l"},
    {0x0131, "i"},
    {0x0153, "oe"},
    {0x00F0, "d"},
    {0x00FE, "th"},
    {0x0127, "h"},
    {0x0167, "t"},
    {0x0259, "e"},
    {0x0138, "k"},
    {0x014B, "n"},
};

static const struct {
    uint32_t code_point;
    enum separator separator;
} separators[] = {
    {'\n', SEPARATOR_LINE},         {'\r', SEPARATOR_LINE},         {0x2028, SEPARATOR_LINE},
    {0x85, SEPARATOR_LINE},         {0x2029, SEPARATOR_PARAGRAPH},  {'.', SEPARATOR_DOT},
    {0x06D4, SEPARATOR_SENTENCE},   {'!', SEPARATOR_SENTENCE},      {'?', SEPARATOR_SENTENCE},
    {0x061F, SEPARATOR_SENTENCE},   {0x2026, SEPARATOR_SENTENCE},   {0x3002, SEPARATOR_SENTENCE},
    {',', SEPARATOR_COMMA},         {0x060C, SEPARATOR_COMMA},      {';', SEPARATOR_COMMA},
    {0x061B, SEPARATOR_COMMA},      {':', SEPARATOR_COLON},         {'/', SEPARATOR_SLASH},
    {'\\', SEPARATOR_SLASH},        {'\'', SEPARATOR_APOSTROPHE},   {0x2019, SEPARATOR_APOSTROPHE},
    {0x2018, SEPARATOR_APOSTROPHE}, {0x02BC, SEPARATOR_APOSTROPHE}, {0x02BB, SEPARATOR_APOSTROPHE},
    {'`', SEPARATOR_APOSTROPHE},    {0x00B4, SEPARATOR_APOSTROPHE}, {0xFF07, SEPARATOR_APOSTROPHE},
    {0x00B7, SEPARATOR_HYPHEN},     {0x2022, SEPARATOR_SYMBOL},     {0x30FB, SEPARATOR_HYPHEN},
    {0x2027, SEPARATOR_HYPHEN},     {0x2013, SEPARATOR_SYMBOL},     {0x2014, SEPARATOR_SYMBOL},
    {0x2015, SEPARATOR_SYMBOL},     {0x2212, SEPARATOR_HYPHEN},     {'"', SEPARATOR_QUOTE},
    {0xFF02, SEPARATOR_QUOTE},      {0x201A, SEPARATOR_QUOTE},      {'\t', SEPARATOR_SYMBOL},
    {0xFDFA, SEPARATOR_SYMBOL},     {0x26, SEPARATOR_HYPHEN},       {0xFDFB, SEPARATOR_SYMBOL},
    {0xFDFD, SEPARATOR_SYMBOL},
};

static uint16_t code_points[256];

static uint32_t next_code_point(const char **at)
{
    utf8proc_int32_t code_point;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)*at, -1, &code_point);
    if (length <= 0)
        abort();
    *at += length;
    return (uint32_t)code_point;
}

static void number_letters(void)
{
    int code = 1;
    for (size_t i = 0; i < sizeof direct_letters / sizeof *direct_letters; i++)
        for (const char *at = direct_letters[i]; *at;)
            code_points[code++] = (uint16_t)next_code_point(&at);
    if (code > LETTER_DIRECT_MAXIMUM + 1 || code_points[LETTER_A] != 'a' || code_points[LETTER_S] != 's' ||
        code_points[LETTER_HAMZA] != 0x621 || code_points[LETTER_LAM] != 0x644 || code_points[LETTER_YEH] != 0x64A)
        abort();
}

/* Appends the letter's code: one byte, or three for letters outside the direct alphabet. */
static int put_letter(uint8_t *out, uint32_t code_point)
{
    for (int code = 1; code <= LETTER_DIRECT_MAXIMUM; code++)
        if (code_points[code] == code_point) {
            out[0] = (uint8_t)code;
            return 1;
        }
    if (code_point >= 1u << 20)
        abort();
    letter_escape(out, code_point);
    return 3;
}

static bool is_mark(utf8proc_category_t category)
{
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* Modifier letters that are apostrophes are in the table of separators. */
static bool is_listed_separator(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (separators[i].code_point == code_point)
            return true;
    return false;
}

/* ʾ and ʿ, hamza and ayn of transliteration: nothing stands there, before a word either (Ali ʿAbdullah). */
static bool is_transliteration_sign(uint32_t code_point)
{
    return code_point == 0x02BE || code_point == 0x02BF;
}

static bool is_word(utf8proc_category_t c)
{
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) || c == UTF8PROC_CATEGORY_ND ||
           c == UTF8PROC_CATEGORY_NL || c == UTF8PROC_CATEGORY_MC;
}

/* Digits of any script: Unicode keeps each script's ten in one run that starts at a multiple of ten from its zero. */
static uint32_t digit_value(uint32_t code_point)
{
    uint32_t first = code_point;
    while (utf8proc_category((utf8proc_int32_t)first - 1) == UTF8PROC_CATEGORY_ND && code_point - first < 60)
        first--;
    return (code_point - first) % 10;
}

static int put_folded(uint8_t *out, uint32_t code_point)
{
    if (utf8proc_category((utf8proc_int32_t)code_point) == UTF8PROC_CATEGORY_ND)
        return put_letter(out, '0' + digit_value(code_point));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].from == code_point) {
            int length = 0;
            for (const char *at = rows[i].to; *at;)
                length += put_letter(out + length, next_code_point(&at));
            return length;
        }
    return put_letter(out, code_point);
}

/* Decomposes, folds case, drops marks, applies the rows. False: keep the code point as a letter of its own. */
static bool fold(uint32_t code_point, uint8_t *out, int *ret_length)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].from == code_point) {
            *ret_length = put_folded(out, code_point);
            return true;
        }
    utf8proc_int32_t parts[64];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)code_point, parts, 64, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    if (count <= 0 || count > 6)
        return false;
    int utf8_bytes = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    uint8_t letters[64] = {0};
    int length = 0;
    for (int i = 0; i < count; i++) {
        utf8proc_category_t category = utf8proc_category(parts[i]);
        if (is_mark(category) || parts[i] == 0x640 || is_listed_separator((uint32_t)parts[i]) ||
            is_transliteration_sign((uint32_t)parts[i]))
            continue;
        if (!is_word(category))
            return false;
        length += put_folded(letters + length, (uint32_t)parts[i]);
    }
    /* the tokenizer's letter buffer holds two bytes for each byte of text */
    if (length == 0 || length > FOLD_EXPANSION_MAXIMUM || length > 2 * utf8_bytes)
        return false;
    memcpy(out, letters, (size_t)length);
    *ret_length = length;
    return true;
}

static struct fold_expansion expansions[8192];
static int expansion_count;

static uint32_t expansion_index(const uint8_t *letters, int length)
{
    if (expansion_count == sizeof expansions / sizeof *expansions)
        abort();
    for (int i = 0; i < expansion_count; i++)
        if (expansions[i].length == length && memcmp(expansions[i].letters, letters, (size_t)length) == 0)
            return (uint32_t)i;
    expansions[expansion_count].length = (uint8_t)length;
    memcpy(expansions[expansion_count].letters, letters, (size_t)length);
    return (uint32_t)expansion_count++;
}

static uint32_t flags_of(uint32_t code_point, const uint8_t *letters, utf8proc_category_t category)
{
    uint32_t flags = 0;
    if (letters[0] >= LETTER_DIGIT_0 && letters[0] < LETTER_A)
        flags |= FOLD_DIGIT;
    else if (letters[0] < LETTER_HAMZA)
        flags |= FOLD_LATIN;
    else if (letters[0] <= LETTER_YEH + 11 || (code_point >= 0x620 && code_point < 0x700))
        flags |= FOLD_ARABIC;
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT)
        flags |= FOLD_UPPER;
    return flags;
}

static enum separator separator_of(uint32_t code_point, utf8proc_category_t category)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (separators[i].code_point == code_point)
            return separators[i].separator;
    switch (category) {
    case UTF8PROC_CATEGORY_ZS:
        return SEPARATOR_SPACE;
    case UTF8PROC_CATEGORY_PD:
        return SEPARATOR_HYPHEN;
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
        return SEPARATOR_QUOTE;
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
        return SEPARATOR_PAREN;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return SEPARATOR_PARAGRAPH;
    default:
        return SEPARATOR_SYMBOL;
    }
}

static uint32_t entry_of(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    if (code_point == 0x640 || is_mark(category))
        return (uint32_t)FOLD_MARK << 21;
    if (category == UTF8PROC_CATEGORY_CF || is_transliteration_sign(code_point))
        return (uint32_t)FOLD_FORMAT << 21;
    if (is_listed_separator(code_point) || !is_word(category) || code_point >= 1u << 20)
        return (uint32_t)FOLD_OTHER << 21 | separator_of(code_point, category);
    uint8_t letters[64] = {0};
    int length = 0;
    if (!fold(code_point, letters, &length))
        length = put_letter(letters, code_point);
    uint32_t flags = flags_of(code_point, letters, category);
    if (length == 1)
        return flags | (uint32_t)FOLD_LETTER << 21 | letters[0];
    if (length == 3 && letters[0] >= LETTER_ESCAPE)
        return flags | (uint32_t)FOLD_ESCAPE << 21 |
               ((letters[0] & 0x3fu) << 14 | (letters[1] & 0x7fu) << 7 | (letters[2] & 0x7fu));
    return flags | (uint32_t)FOLD_EXPANSION << 21 | expansion_index(letters, length);
}

static void print_entries(const char *head, const uint32_t *entries, int count)
{
    printf("%s", head);
    for (int i = 0; i < count; i++)
        printf("%s0x%x,", i % 16 ? "" : "\n    ", entries[i]);
    printf("\n}");
}

int main(void)
{
    number_letters();
    printf("/* Generated by nlp/tools/generate_fold.c with libutf8proc %s (Unicode %s). Not edited by hand. */\n"
           "#include \"nlp/text/letters.h\"\n\n",
           utf8proc_version(), utf8proc_unicode_version());
    static uint32_t entries[FOLD_LIMIT];
    for (uint32_t c = 0; c < FOLD_LIMIT; c++)
        entries[c] = entry_of(c);
    print_entries("const uint32_t fold_direct[FOLD_DIRECT] = {", entries, FOLD_DIRECT);
    printf(";\n\n");
    static uint16_t index[FOLD_LIMIT / FOLD_PAGE], first[FOLD_LIMIT / FOLD_PAGE];
    int pages = 0;
    printf("const uint32_t fold_pages[][FOLD_PAGE] = {");
    for (int page = 0; page < FOLD_LIMIT / FOLD_PAGE; page++) {
        const uint32_t *rows_of_page = entries + page * FOLD_PAGE;
        bool identity = true;
        for (uint32_t c = 0; c < FOLD_PAGE; c++)
            identity &= rows_of_page[c] == ((uint32_t)FOLD_ESCAPE << 21 | ((uint32_t)page * FOLD_PAGE + c));
        index[page] = FOLD_PAGE_IDENTITY;
        if (identity)
            continue;
        int same = 0;
        while (same < pages &&
               memcmp(entries + first[same] * FOLD_PAGE, rows_of_page, sizeof *entries * FOLD_PAGE) != 0)
            same++;
        index[page] = (uint16_t)same;
        if (same == pages) {
            first[pages++] = (uint16_t)page;
            print_entries("{", rows_of_page, FOLD_PAGE);
            printf(",\n");
        }
    }
    printf("};\n\nconst uint16_t fold_page_index[FOLD_LIMIT / FOLD_PAGE] = {");
    for (int page = 0; page < FOLD_LIMIT / FOLD_PAGE; page++)
        printf("%s%d,", page % 24 ? "" : "\n    ", index[page]);
    printf("\n};\n\nconst struct fold_expansion fold_expansions[] = {\n");
    for (int i = 0; i < expansion_count; i++) {
        printf("    {%d, {", expansions[i].length);
        for (int k = 0; k < expansions[i].length; k++)
            printf("%d,", expansions[i].letters[k]);
        printf("}},\n");
    }
    printf("};\n\nconst uint16_t letter_code_points[256] = {");
    for (int i = 0; i < 256; i++)
        printf("%s0x%x,", i % 16 ? "" : "\n    ", code_points[i]);
    printf("\n};\n\nconst uint8_t fold_arabic[256] = {");
    for (int i = 0; i < 256; i++) {
        uint32_t entry = entries[0x600 + i], plain = FOLD_ARABIC | (uint32_t)FOLD_LETTER << 21;
        printf("%s%u,", i % 24 ? "" : "\n    ", (entry & ~0xffu) == plain ? entry & 0xff : 0);
    }
    printf("\n};\n");
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
