/* Offsets: in code points, UTF-16 units and bytes, of the text exactly as it was sent. */
#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

static struct fixture f;

static const char *const rows = "iso:EG\tplace\tمصر\tEgypt\n"
                                "iso:LB\tplace\tلبنان\tLebanon\n"
                                "iso:US\tplace\tالولايات المتحدة\tUnited States\n"
                                "place:istanbul\tplace\tإسطنبول\tIstanbul\n"
                                "place:new-york\tplace\tنيويورك\tNew York\n"
                                "place:finland\tplace\tفنلندا\tFinland\n"
                                "person:ahlam\tperson\tأحلام\tAhlam\n"
                                "person:strauss\tperson\tشتراوس\tStrauss\n"
                                "person:beyonce\tperson\tبيونسيه\tBeyonce\n";

static const struct offset_row {
    const char *reason;
    const char *text;
    const char *span; /* the text's part; its first occurrence is meant */
    size_t codepoint[2], utf16[2];
} offset_rows[] = {
    {"at the very start", "مصر اليوم", "مصر", {0, 3}, {0, 3}},
    {"at the very end", "زار مصر", "مصر", {4, 7}, {4, 7}},
    {"the whole text", "مصر", "مصر", {0, 3}, {0, 3}},
    {"an Arabic particle is before the start", "زار وفد لبنان ومصر", "لبنان", {8, 13}, {8, 13}},
    {"behind Latin letters", "visit to Egypt.", "Egypt", {9, 14}, {9, 14}},
    {"an emoji is one code point and two UTF-16 units", "😀 مصر", "مصر", {2, 5}, {3, 6}},
    {"an emoji right before the name", "😀مصر😀", "مصر", {1, 4}, {2, 5}},
    {"a flag is two code points and four UTF-16 units", "🇪🇬 مصر", "مصر", {3, 6}, {5, 8}},
    {"a family of emoji with joiners", "👨‍👩‍👧 مصر", "مصر", {6, 9}, {9, 12}},
    {"vowel marks inside the name are inside the span", "في مِصْرَ الآن", "مِصْرَ", {3, 9}, {3, 9}},
    {"tatweel inside the name is inside the span", "في مـــصر الآن", "مـــصر", {3, 9}, {3, 9}},
    {"tatweel behind the name is inside the span", "في مصرـ الآن", "مصرـ", {3, 7}, {3, 7}},
    {"a combining accent is inside the span", "Beyonce\u0301 sang", "Beyonce\u0301", {0, 8}, {0, 8}},
    {"a precomposed accent is one code point", "Beyoncé sang", "Beyoncé", {0, 7}, {0, 7}},
    {"CRLF is two code points", "سطر\r\nمصر", "مصر", {5, 8}, {5, 8}},
    {"a name over CRLF holds both", "New\r\nYork is big", "New\r\nYork", {0, 9}, {0, 9}},
    {"a name over a double space holds both", "in New  York", "New  York", {3, 12}, {3, 12}},
    {"dotted capital I is one code point, though its small letter is two", "İstanbul", "İstanbul", {0, 8}, {0, 8}},
    {"behind many dotted capital I", "İİİ Egypt", "Egypt", {4, 9}, {4, 9}},
    {"sharp s is one code point, though it folds to two letters", "der Strauß kam", "Strauß", {4, 10}, {4, 10}},
    {"a ligature is one code point, though it folds to two letters",
     "to ﬁnland and Finland",
     "Finland",
     {14, 21},
     {14, 21}},
    {"a presentation form of lam-alef is one code point", "مع أحﻼم اليوم", "أحﻼم", {3, 7}, {3, 7}},
    {"a right-to-left mark before the name is outside", "في \u200Fمصر", "مصر", {4, 7}, {4, 7}},
    {"a right-to-left mark behind the name is outside", "في مصر\u200F ثم", "مصر", {3, 6}, {3, 6}},
    {"a right-to-left mark inside the name is inside", "في مص\u200Fر ثم", "مص\u200Fر", {3, 7}, {3, 7}},
    {"isolates around the name are outside", "\u2067مصر\u2069", "مصر", {1, 4}, {1, 4}},
    {"a byte order mark at the start counts", "\uFEFFمصر", "مصر", {1, 4}, {1, 4}},
    {"a zero-width non-joiner before the name counts", "و\u200C مصر", "مصر", {3, 6}, {3, 6}},
    {"quotation marks are outside", "«مصر»", "مصر", {1, 4}, {1, 4}},
    {"letters outside the basic plane before the name", "𝐀𝐁 مصر", "مصر", {3, 6}, {5, 8}},
    {"a name in letters outside the basic plane", "in 𝐄𝐠𝐲𝐩𝐭 now", "𝐄𝐠𝐲𝐩𝐭", {3, 8}, {3, 13}},
    {"the possessive is outside", "Egypt's pyramids", "Egypt", {0, 5}, {0, 5}},
    {"the lam of للولايات is outside", "سافر للولايات المتحدة", "لولايات المتحدة", {6, 21}, {6, 21}},
};

/* The mention that starts where the span does. */
static struct mention mention_at(const struct offset_row *row, enum offset_unit unit)
{
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = text_of(row->text), .types = ENTITY_TYPES_ALL, .unit = unit};
    size_t start = (size_t)(strstr(row->text, row->span) - row->text);
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    size_t count = known_mentions(&f.annotation, mentions);
    for (size_t i = 0; i < count; i++)
        if (mentions[i].mention->start_byte == start)
            return *mentions[i].mention;
    fail_msg("no mention at byte %zu: %s", start, fixture_show(&f, &request));
    return (struct mention){0};
}

static void offsets_are_right_in_every_unit(void **state)
{
    ROW(struct offset_row, row, state);
    size_t start = (size_t)(strstr(row->text, row->span) - row->text), end = start + strlen(row->span);
    struct mention m = mention_at(row, OFFSET_CODEPOINT);
    assert_int_equal(m.start, row->codepoint[0]);
    assert_int_equal(m.end, row->codepoint[1]);
    assert_int_equal(m.start_byte, start);
    assert_int_equal(m.end_byte, end);
    m = mention_at(row, OFFSET_UTF16);
    assert_int_equal(m.start, row->utf16[0]);
    assert_int_equal(m.end, row->utf16[1]);
    m = mention_at(row, OFFSET_BYTE);
    assert_int_equal(m.start, start);
    assert_int_equal(m.end, end);
}

static void offsets_of_the_title_are_its_own(void **state)
{
    (void)state;
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {
        .title = text_of("😀 مصر اليوم"), .text = text_of("😀😀 لبنان"), .types = ENTITY_TYPES_ALL, .unit = OFFSET_UTF16};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(known_mentions(&f.annotation, mentions), 2);
    assert_int_equal(mentions[0].mention->field, FIELD_TITLE);
    assert_int_equal(mentions[0].mention->start, 3);
    assert_int_equal(mentions[1].mention->field, FIELD_TEXT);
    assert_int_equal(mentions[1].mention->start, 5);
}

static void offsets_stay_exact_after_many_mentions(void **state)
{
    (void)state;
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    for (int i = 0; i < 2000; i++)
        strbuf_puts(&text, "😀ومِصر ");
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = text_of(text.data), .types = ENTITY_TYPES_ALL, .unit = OFFSET_UTF16};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(known_mentions(&f.annotation, mentions), 2000);
    assert_int_equal(mentions[1999].mention->start, 1999 * 8 + 3);
    assert_int_equal(mentions[1999].mention->end, 1999 * 8 + 7);
    strbuf_release(&text);
}

/* ---- property: slicing by any unit gives the same text ---- */

static const char *const fragments[] = {
    "مصر",
    "ومصر",
    "لِلبنان",
    "للولايات المتحدة",
    "الولايات\nالمتحدة",
    "New  York",
    "Egypt's",
    "İstanbul",
    "Strauß",
    "أحﻼم",
    "مـصر",
    "Beyonce\u0301",
    "𝐄𝐠𝐲𝐩𝐭",
    "😀",
    "🇪🇬",
    "\u200F",
    "\u2067",
    "\r\n",
    "\n\n",
    " ",
    "  ",
    "،",
    ".",
    "«",
    "»",
    "كلمة",
    "word",
    "é",
    "e\u0301",
    "İ",
    "ﷺ",
    "北京",
    "\uFEFF",
    "-",
    "'",
    "’s",
    "\u0651",
    "١٢",
    "U.S.",
    "\x01",
};

/* Bytes of `text` before its offset `units`, counted one code point after the other; the obvious way. */
static size_t bytes_before(const char *text, size_t length, size_t units, enum offset_unit unit)
{
    size_t at = 0, passed = 0;
    while (at < length && passed < units) {
        unsigned char head = (unsigned char)text[at];
        size_t bytes = head < 0x80 ? 1 : head < 0xE0 ? 2 : head < 0xF0 ? 3 : 4;
        passed += unit == OFFSET_BYTE ? bytes : unit == OFFSET_UTF16 && bytes == 4 ? 2 : 1;
        at += bytes;
    }
    assert_int_equal(passed, units);
    return at;
}

static void check_slices(struct text text, enum offset_unit unit)
{
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = text, .types = ENTITY_TYPES_ALL, .unit = unit};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    size_t count = known_mentions(&f.annotation, mentions);
    for (size_t i = 0; i < count; i++) {
        const struct mention *m = mentions[i].mention;
        assert_true(m->start < m->end);
        assert_int_equal(bytes_before(text.bytes, text.length, m->start, unit), m->start_byte);
        assert_int_equal(bytes_before(text.bytes, text.length, m->end, unit), m->end_byte);
        size_t prefix = strlen(m->prefix);
        assert_true(prefix <= m->start_byte);
        assert_memory_equal(text.bytes + m->start_byte - prefix, m->prefix, prefix);
    }
}

static void slicing_a_random_text_by_any_unit_gives_the_same_span(void **state)
{
    (void)state;
    uint64_t seed = 20261121;
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    for (int round = 0; round < 3000; round++) {
        strbuf_clear(&text);
        strbuf_puts(&text, "");
        for (size_t parts = random_below(&seed, 40); parts-- > 0;) {
            strbuf_puts(&text, fragments[random_below(&seed, sizeof fragments / sizeof *fragments)]);
            strbuf_puts(&text, random_below(&seed, 3) ? " " : "");
        }
        for (enum offset_unit unit = 0; unit < OFFSET_UNIT_COUNT; unit++)
            check_slices((struct text){text.data, text.length}, unit);
    }
    strbuf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_of_the_title_are_its_own),
        cmocka_unit_test(offsets_stay_exact_after_many_mentions),
        cmocka_unit_test(slicing_a_random_text_by_any_unit_gives_the_same_span),
    };
    fixture_open(&f, rows);
    int failed = RUN_ROWS("offsets", offset_rows, offsets_are_right_in_every_unit);
    failed += cmocka_run_group_tests_name("offsets of whole texts", tests, NULL, NULL);
    fixture_close(&f);
    return failed;
}
