/* What the verbs of `alam gazetteer` share: the index of names, edit distance, cleaned names, CSV, skeletons. */
#include "service/base/edit_distance.h"
#include "service/gazetteer/import/csv.h"
#include "service/gazetteer/names.h"
#include "service/gazetteer/places/skeleton.h"
#include "service/gazetteer/record.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

/* ---- edit distance ---- */

static const struct pair {
    const char *reason;
    const char *a, *b;
    unsigned limit, distance;
} pairs[] = {
    {"equal names", "Cairo", "Cairo", 3, 0},
    {"a letter more", "Cairo", "Cairos", 3, 1},
    {"a letter less", "Cairo", "Caro", 3, 1},
    {"another letter", "Cairo", "Kairo", 3, 1},
    {"letters are counted, not bytes", "القاهرة", "القاهره", 3, 1},
    {"two letters changed places", "Cairo", "Ciaro", 3, 2},
    {"nothing is as far as the name is long", "", "Doha", 4, 4},
    {"more than the limit is the limit and one", "Cairo", "Amman", 2, 3},
    {"a limit of nothing asks for equality", "Cairo", "Kairo", 0, 1},
    {"names longer than the maximum are never near",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 3, 4},
};

static void names_have_a_distance(void **state)
{
    ROW(struct pair, row, state);
    assert_int_equal(edit_distance(text_of(row->a), text_of(row->b), row->limit), row->distance);
    assert_int_equal(edit_distance(text_of(row->b), text_of(row->a), row->limit), row->distance);
}

/* ---- the index of names ---- */

static void an_index_keeps_the_values_of_a_key_in_their_order(void **state)
{
    static const uint32_t added[] = {7, 3, 7, 9, 3}, kept[] = {7, 3, 9};
    struct names names;
    size_t count = 0;
    (void)state;
    names_init(&names);
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        names_add(&names, text_of("cairo"), added[i]);
    names_add(&names, text_of("doha"), 1);
    for (uint32_t e = names_find(&names, text_of("cairo")); e != NAMES_NONE; e = names_next(&names, e))
        assert_int_equal(names_value(&names, e), kept[count++]);
    assert_int_equal(count, 3);
    names_release(&names);
}

static void an_index_finds_all_of_many_keys(void **state)
{
    enum { MANY = 5000 };
    struct names names;
    char key[16];
    (void)state;
    names_init(&names);
    assert_false(names_has(&names, text_of("0")));
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "%u", i);
        names_add(&names, text_of(key), i);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "%u", i);
        assert_int_equal(names_value(&names, names_find(&names, text_of(key))), i);
    }
    assert_false(names_has(&names, text_of("5000")));
    names_release(&names);
}

static void an_empty_key_is_never_there(void **state)
{
    struct names names;
    (void)state;
    names_init(&names);
    names_add(&names, text_of(""), 1);
    assert_false(names_has(&names, text_of("")));
    assert_int_equal(names_fold(&names, text_of(" -!- ")).length, 0);
    names_release(&names);
}

/* ---- cleaned names ---- */

static const struct name {
    const char *reason;
    enum record_language language;
    const char *name;
    enum name_verdict verdict;
    const char *clean;
} cleaned[] = {
    {"a good name stays as it is", RECORD_EN, "Donald Trump", NAME_TAKEN, "Donald Trump"},
    {"blanks are joined and trimmed", RECORD_EN, "  Donald \t Trump ", NAME_TAKEN, "Donald Trump"},
    {"a parenthesis at the end goes", RECORD_EN, "Tartus (city)", NAME_TAKEN, "Tartus"},
    {"diacritics and tatweel go", RECORD_AR, "مُحَمَّـد", NAME_TAKEN, "محمد"},
    {"bidi marks go", RECORD_AR, "\u200Fغزة\u200E", NAME_TAKEN, "غزة"},
    {"two capitals are an acronym", RECORD_EN, "EU", NAME_TAKEN, "EU"},
    {"two letters are too short", RECORD_EN, "Eu", NAME_SHORT, "Eu"},
    {"an English name in an Arabic column is foreign", RECORD_AR, "Cairo", NAME_FOREIGN, "Cairo"},
    {"a Persian letter is foreign to Arabic", RECORD_AR, "پاریس", NAME_FOREIGN, "پاریس"},
    {"a dash and digits may stand between letters", RECORD_EN, "Boeing 737-800", NAME_TAKEN, "Boeing 737-800"},
    {"nothing is empty", RECORD_EN, " ", NAME_EMPTY, ""},
};

static void a_name_is_cleaned_and_judged(void **state)
{
    ROW(struct name, row, state);
    struct strbuf out;
    strbuf_init(&out, 1024);
    assert_int_equal(name_clean(text_of(row->name), row->language, &out), row->verdict);
    assert_string_equal(out.data, row->clean);
    strbuf_release(&out);
}

static void the_first_name_is_the_main_one_and_none_comes_twice(void **state)
{
    struct record record;
    (void)state;
    record_init(&record);
    assert_int_equal(record_name(&record, RECORD_AR, text_of("القاهرة")), NAME_TAKEN);
    assert_int_equal(record_name(&record, RECORD_AR, text_of("القاهره")), NAME_REPEATED);
    assert_int_equal(record_name(&record, RECORD_AR, text_of("مدينة القاهرة")), NAME_TAKEN);
    assert_int_equal(record_alias(&record, RECORD_EN, text_of("A|B Cairo")), NAME_FOREIGN);
    assert_int_equal(record_alias(&record, RECORD_EN, text_of("Cairo")), NAME_TAKEN);
    assert_string_equal(record.main[RECORD_AR].data, "القاهرة");
    assert_string_equal(record.aliases[RECORD_AR].data, "مدينة القاهرة");
    assert_string_equal(record.main[RECORD_EN].data, "");
    assert_string_equal(record.aliases[RECORD_EN].data, "Cairo");
    record_reset(&record);
    assert_false(record_has_name(&record));
    record_release(&record);
}

/* ---- CSV ---- */

/* All cells of all rows: "|" behind each cell, "/" behind each row. */
static const struct table {
    const char *reason;
    const char *bytes, *cells;
} tables[] = {
    {"cells are separated by commas, rows by line ends", "a,b\nc,d\n", "a|b|/c|d|/"},
    {"lines may end with CR LF", "a,b\r\nc,d\r\n", "a|b|/c|d|/"},
    {"the last row needs no end", "a,b", "a|b|/"},
    {"empty cells count", ",,\n", "|||/"},
    {"a quoted cell may hold commas and line ends", "\"a,b\nc\",d\n", "a,b\nc|d|/"},
    {"a doubled quotation mark is one", "\"say \"\"a\"\"\",b\n", "say \"a\"|b|/"},
    {"a quotation mark inside an unquoted cell is a letter", "5\" gun,b\n", "5\" gun|b|/"},
    {"a quote that does not end takes the rest", "\"a,b\nc", "a,b\nc|/"},
    {"nothing has no rows", "", ""},
};

static void csv_is_taken_apart(void **state)
{
    ROW(struct table, row, state);
    char cells[128] = "", *bytes = strdup(row->bytes);
    struct csv csv = {.at = bytes, .end = bytes + strlen(bytes)};
    while (csv_next(&csv)) {
        for (size_t i = 0; i < csv.count; i++)
            strcat(strcat(cells, csv.cells[i]), "|");
        strcat(cells, "/");
    }
    assert_string_equal(cells, row->cells);
    free(bytes);
}

static void csv_cells_are_found_by_their_column(void **state)
{
    char bytes[] = "id,name\n7,Gaza\n8\n";
    struct csv header = {.at = bytes, .end = bytes + strlen(bytes)}, row;
    (void)state;
    assert_true(csv_next(&header));
    row = header;
    assert_true(csv_next(&row));
    assert_string_equal(csv_cell(&header, &row, "name"), "Gaza");
    assert_string_equal(csv_cell(&header, &row, "group"), "");
    assert_true(csv_next(&row));
    assert_string_equal(csv_cell(&header, &row, "name"), "");
    assert_false(csv_next(&row));
}

/* ---- skeletons ---- */

static const struct transliteration {
    const char *reason;
    const char *latin, *arabic;
    bool match;
} transliterations[] = {
    {"a transliteration of the same name", "Mansoura", "المنصورة", true},
    {"another one, with the article", "Al Manşūrah", "المنصورة", true},
    {"j and g both stand for the Arabic letter", "Giza", "الجيزة", true},
    {"another city", "Alexandria", "الجيزة", false},
    {"a name without consonants tells nothing", "Aia", "آية", false},
};

static void a_name_is_known_by_its_consonants(void **state)
{
    ROW(struct transliteration, row, state);
    assert_int_equal(skeletons_match(row->latin, row->arabic), row->match);
}

static void all_transliterations_have_one_skeleton(void **state)
{
    static const char *const folded[] = {"mansoura", "al mansurah", "el mansura"};
    (void)state;
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++) {
        struct strbuf out;
        strbuf_init(&out, 64);
        strbuf_puts(&out, "EG");
        assert_true(skeleton_append(&out, text_of(folded[i])));
        assert_string_equal(out.data, "EGmnsr");
        assert_false(skeleton_append(&out, text_of("al aia")));
        assert_string_equal(out.data, "EGmnsr");
        strbuf_release(&out);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_keeps_the_values_of_a_key_in_their_order),
        cmocka_unit_test(an_index_finds_all_of_many_keys),
        cmocka_unit_test(an_empty_key_is_never_there),
        cmocka_unit_test(the_first_name_is_the_main_one_and_none_comes_twice),
        cmocka_unit_test(csv_cells_are_found_by_their_column),
        cmocka_unit_test(all_transliterations_have_one_skeleton),
    };
    int failed = RUN_ROWS("edit distance", pairs, names_have_a_distance);
    failed += RUN_ROWS("cleaned names", cleaned, a_name_is_cleaned_and_judged);
    failed += RUN_ROWS("CSV", tables, csv_is_taken_apart);
    failed += RUN_ROWS("skeletons", transliterations, a_name_is_known_by_its_consonants);
    return failed + cmocka_run_group_tests_name("gazetteer sources", tests, NULL, NULL);
}
