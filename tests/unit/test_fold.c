/* The spelling fold: what counts as one when names are looked up. */
#include "nlp/text/fold.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct fold {
    const char *reason;
    const char *text, *folded;
} hamza[] = {
    {"alef with hamza above is alef", "أحمد", "احمد"},
    {"alef with hamza below is alef", "إسرائيل", "اسراييل"},
    {"alef with madda is alef", "آسيا", "اسيا"},
    {"alef wasla is alef", "ٱلله", "الله"},
    {"alef with a wavy hamza is alef", "ٲب ٳب", "اب اب"},
    {"waw with hamza is waw", "فؤاد", "فواد"},
    {"ya with hamza is ya", "نائل", "نايل"},
    {"a hamza on the line stays a letter", "سماء", "سماء"},
    {"hamza written as a combining mark above alef is alef", "ا\u0654حمد", "احمد"},
    {"hamza written as a combining mark below alef is alef", "ا\u0655سلام", "اسلام"},
    {"madda written as a combining mark is dropped", "ا\u0653سيا", "اسيا"},
    {"hamza written as a combining mark above waw is waw", "فو\u0654اد", "فواد"},
};

static const struct fold endings[] = {
    {"alef maqsura is ya", "مصطفى", "مصطفي"},
    {"ya is itself", "مصطفي", "مصطفي"},
    {"ta marbuta is ha", "غزة", "غزه"},
    {"ha is itself", "غزه", "غزه"},
    {"alef maqsura with combining hamza is ya", "شاطى\u0654", "شاطي"},
};

static const struct fold marks[] = {
    {"tatweel vanishes", "مـــصر", "مصر"},
    {"tatweel at the end vanishes", "مصرـ", "مصر"},
    {"short vowels vanish", "مُحَمَّد", "محمد"},
    {"tanwin vanishes", "شكراً", "شكرا"},
    {"sukun and shadda vanish", "السّعوديّةْ", "السعوديه"},
    {"the superscript alef vanishes", "عبد الرحم\u0670ن", "عبد الرحمن"},
    {"Quranic annotation marks vanish", "الل\u06DFه", "الله"},
    {"a mark between two words belongs to neither", "مصر \u064E سوريا", "مصر سوريا"},
};

static const struct fold invisible[] = {
    {"a right-to-left mark inside a word vanishes", "مص\u200Fر", "مصر"},
    {"a left-to-right mark at the start vanishes", "\u200Eمصر", "مصر"},
    {"an embedding around a word vanishes", "\u202Bمصر\u202C", "مصر"},
    {"an isolate around a word vanishes", "\u2067مصر\u2069", "مصر"},
    {"an Arabic letter mark vanishes", "مصر\u061C", "مصر"},
    {"a zero-width non-joiner does not split a word", "نیک\u200Cزاد", "نيكزاد"},
    {"a zero-width joiner does not split a word", "ه\u200Dيثم", "هيثم"},
    {"a zero-width space does not split a word", "Bei\u200Brut", "beirut"},
    {"a byte order mark vanishes", "\uFEFFمصر", "مصر"},
    {"a soft hyphen vanishes", "Bei\u00ADrut", "beirut"},
    {"a word joiner vanishes", "Bei\u2060rut", "beirut"},
    {"an emoji variation selector is no letter", "مصر\uFE0F", "مصر"},
};

static const struct fold persian[] = {
    {"Persian kaf is kaf", "کندا", "كندا"},
    {"Persian ya is ya", "علی", "علي"},
    {"Urdu ha goal is ha", "لاہور", "لاهور"},
    {"Urdu do-chashmi ha is ha", "بھارت", "بهارت"},
    {"Urdu ya barree is ya", "بمبئے", "بمبيي"},
    {"Urdu ta marbuta goal is ha", "جمہوریۃ", "جمهوريه"},
    {"noon ghunna is noon", "خاں", "خان"},
    {"Persian gaf, peh, cheh and zheh are written as newspapers write them", "گپچژ", "غبتشج"},
    {"veh", "ڤيينا", "فيينا"},
    {"Moroccan and Tunisian gaf", "أݣادير أڭادير ڨفصة", "اكادير اكادير قفصه"},
    {"Kurdish and Urdu letters", "ڕۆژئاڤا ێ ڵ ٹ ڈ ڑ", "روجيافا ي ل ت د ر"},
    {"swash kaf is kaf", "ڪندا", "كندا"},
    {"Uyghur ae is ha", "ئۇيغۇرە", "يۇيغۇره"},
};

static const struct fold presentation[] = {
    {"the ligature lam-alef with hamza is two letters", "ﻷ", "لا"},
    {"the ligature lam-alef is two letters", "ﻻ", "لا"},
    {"the ligature lam-alef with madda is two letters", "ﻵ", "لا"},
    {"initial, medial and final forms are their letters", "ﻣﺼﺮ", "مصر"},
    {"a whole word in presentation forms", "ﻏﺰﺓ", "غزه"},
    {"the ligature of the name Allah is its letters", "عبد ﷲ", "عبد الله"},
    {"a presentation form of alef maqsura is ya", "ﻋﻠﻰ", "علي"},
    {"the blessing sign is no word", "محمد ﷺ", "محمد"},
};

static const struct fold digits[] = {
    {"Arabic-Indic digits are digits", "٢٠٢٦", "2026"},      {"Persian digits are digits", "۱۴۰۵", "1405"},
    {"Devanagari digits are digits", "२०२६", "2026"},        {"fullwidth digits are digits", "２０２６", "2026"},
    {"mathematical bold digits are digits", "𝟐𝟎𝟐𝟔", "2026"}, {"digits and letters are one word", "بي2بي", "بي2بي"},
};

static const struct fold latin[] = {
    {"case does not count", "BeIRuT", "beirut"},
    {"an acute accent does not count", "Bogotá", "bogota"},
    {"a combining accent does not count", "Bogota\u0301", "bogota"},
    {"umlauts lose their dots", "Köln", "koln"},
    {"a cedilla does not count", "Curaçao", "curacao"},
    {"a caron does not count", "Šefčovič", "sefcovic"},
    {"Turkish dotted capital I is i", "İstanbul", "istanbul"},
    {"Turkish dotless i is i", "Diyarbakır", "diyarbakir"},
    {"sharp s is ss", "Strauß", "strauss"},
    {"capital sharp s is ss", "STRAUẞ", "strauss"},
    {"the ligature fi is two letters", "ﬁnland", "finland"},
    {"the ligature ffi is three letters", "oﬃce", "office"},
    {"ae and oe are two letters", "Æsop Œuvre", "aesop oeuvre"},
    {"Danish o, Polish l and Vietnamese d lose their strokes", "København Łódź Đà", "kobenhavn lodz da"},
    {"fullwidth letters are letters", "Ｇａｚａ", "gaza"},
    {"Vietnamese stacked accents do not count", "Nguyễn", "nguyen"},
    {"Romanian comma below does not count", "Timișoara", "timisoara"},
    {"Greek final sigma stays, case does not count", "ΑΘΗΝΑ", "αθηνα"},
    {"Cyrillic case does not count", "МОСКВА", "москва"},
    {"short i loses its breve as all accents", "Толстой", "толстои"},
    {"mathematical letters are letters", "𝐆𝐚𝐳𝐚", "gaza"},
};

static const struct fold separators[] = {
    {"straight and curly apostrophes vanish inside a word", "O'Neill O’Neill O‘Neill", "oneill oneill oneill"},
    {"modifier apostrophes vanish inside a word", "Sanaʿa Sanaʾa Sanaʼa Hawaiʻi", "sanaa sanaa sanaa hawaii"},
    {"a grave or acute accent used as an apostrophe vanishes", "O`Neill O´Neill", "oneill oneill"},
    {"a fullwidth apostrophe vanishes", "O＇Neill", "oneill"},
    {"an ayn sign before a word is no letter", "ʿAli", "ali"},
    {"typographic quotes separate", "«مصر» “Egypt” „Wien‟", "مصر egypt wien"},
    {"hyphens of every kind separate", "Al-Hayya Al‐Hayya Al‑Hayya Al–Hayya Al−Hayya",
     "al hayya al hayya al hayya al hayya al hayya"},
    {"spaces of every kind separate once", "New\u00A0York New\u2009York New  York New\u3000York",
     "new york new york new york new york"},
    {"a line break separates", "New\r\nYork", "new york"},
    {"Arabic punctuation separates", "مصر، سوريا؛ لبنان؟ الأردن۔", "مصر سوريا لبنان الاردن"},
    {"an emoji separates", "مصر🇪🇬Egypt", "مصر egypt"},
    {"only punctuation folds to nothing", "?!… —", ""},
    {"the empty text folds to nothing", "", ""},
    {"Han characters stay as they are", "北京", "北京"},
    {"a NUL separates like any control character", "a\x01z", "a z"},
    {"an invalid byte ends a word",
     "ab\xFF"
     "cd",
     "ab cd"},
    {"a cut-off sequence at the end is left out", "مصر\xD9", "مصر"},
};

static void folds(void **state)
{
    ROW(struct fold, row, state);
    struct strbuf out;
    strbuf_init(&out, 4096);
    fold_append(&out, (struct text){row->text, strlen(row->text)});
    assert_string_equal(out.data, row->folded);
    strbuf_release(&out);
}

/* What is folded once must not change when folded again: ids of unknown names depend on it. */
static void folds_to_a_fixed_point(void **state)
{
    ROW(struct fold, row, state);
    struct strbuf out;
    strbuf_init(&out, 4096);
    fold_append(&out, (struct text){row->folded, strlen(row->folded)});
    assert_string_equal(out.data, row->folded);
    strbuf_release(&out);
}

static void every_code_point_folds_to_a_fixed_point(void **state)
{
    (void)state;
    struct strbuf once, twice;
    strbuf_init(&once, 4096);
    strbuf_init(&twice, 4096);
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char bytes[5] = {0};
        size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        uint32_t rest = c;
        for (size_t i = length; i-- > 1; rest >>= 6)
            bytes[i] = (char)(0x80 | (rest & 0x3F));
        bytes[0] = (char)(heads[length] | rest);
        strbuf_clear(&once);
        strbuf_clear(&twice);
        fold_append(&once, (struct text){bytes, length});
        if (once.length)
            fold_append(&twice, (struct text){once.data, once.length});
        if (once.length != twice.length || (once.length && memcmp(once.data, twice.data, once.length) != 0))
            fail_msg("U+%04X folds to '%s', which folds to '%s'", c, once.data, twice.data);
    }
    strbuf_release(&once);
    strbuf_release(&twice);
}

#define BOTH(group, rows)                                                                                              \
    (RUN_ROWS(group, rows, folds) + RUN_ROWS(group ", folded again", rows, folds_to_a_fixed_point))

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_code_point_folds_to_a_fixed_point)};
    int failed = BOTH("hamza", hamza) + BOTH("word endings", endings) + BOTH("marks", marks) +
                 BOTH("invisible characters", invisible) + BOTH("Persian and Urdu", persian) +
                 BOTH("presentation forms", presentation) + BOTH("digits", digits) +
                 BOTH("Latin and other alphabets", latin) + BOTH("separators", separators);
    return failed + cmocka_run_group_tests_name("all of Unicode", tests, NULL, NULL);
}
