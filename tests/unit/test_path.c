/* The best path: among arcs that overlap, the set with the greatest sum; and where a segment is cut. */
#include "nlp/match/path.h"

#include "tests/unit/rows.h"

#include <stdio.h>

enum { ARCS_MAXIMUM = 6, TOKENS = 8 };

/* Arcs of the grammar as first, last, score; a row ends with last < first. */
static const struct path_row {
    const char *reason;
    struct {
        int first, last;
        float score;
    } arcs[ARCS_MAXIMUM];
    const char *chosen; /* a letter for each token: arcs are a, b … as they stand in the row, . is in none */
} path_rows[] = {
    {"no arc leaves all words alone", {{1, 0, 0}}, "........"},
    {"one arc of positive score is taken", {{2, 3, 1}, {1, 0, 0}}, "..aa...."},
    {"an arc of negative score is worse than no arc", {{2, 3, -1}, {1, 0, 0}}, "........"},
    {"one long arc beats two short ones of a smaller sum", {{0, 0, 2}, {1, 1, 2}, {0, 1, 5}, {1, 0, 0}}, "cc......"},
    {"two short arcs beat a long one of a smaller sum", {{0, 0, 3}, {1, 1, 3}, {0, 1, 5}, {1, 0, 0}}, "ab......"},
    {"a chain is weighed as a whole, not from left to right",
     {{0, 1, 5}, {1, 2, 6}, {3, 4, 1}, {2, 4, 4}, {1, 0, 0}},
     "aaddd..."},
    {"of two readings of the same words the better one is taken", {{4, 5, 1}, {4, 5, 2}, {1, 0, 0}}, "....bb.."},
    {"arcs that only touch do not overlap", {{0, 3, 1}, {4, 7, 1}, {1, 0, 0}}, "aaaabbbb"},
};

struct scene {
    struct arena arena;
    struct tagging t;
    struct token tokens[TOKENS + 1];
    uint8_t covered[TOKENS + 1];
    struct field field;
    struct segment segment;
};

static void scene_init(struct scene *scene, size_t tokens)
{
    *scene = (struct scene){.t = {.arena = &scene->arena}};
    arena_init(&scene->arena, 1 << 20);
    scene->field = (struct field){.list = {.tokens = scene->tokens, .count = tokens}, .covered = scene->covered};
    scene->segment.t = &scene->t;
    scene->segment.field = &scene->field;
    scene->segment.end = tokens;
}

/* `type` tells the arcs of a row apart: it decides nothing unless all else is equal. */
static void add_arc(struct scene *scene, int first, int last, float score, uint8_t type)
{
    struct arc arc = {.first = (uint32_t)first, .last = (uint32_t)last, .score = score, .type = type};
    assert_true(arc_list_add(&scene->segment.found, &scene->arena, &arc));
}

static void the_greatest_sum_is_chosen(void **state)
{
    ROW(struct path_row, row, state);
    static struct scene scene;
    char chosen[TOKENS + 1] = "........";
    scene_init(&scene, TOKENS);
    for (uint8_t i = 0; i < ARCS_MAXIMUM && row->arcs[i].last >= row->arcs[i].first; i++)
        add_arc(&scene, row->arcs[i].first, row->arcs[i].last, row->arcs[i].score, i);
    assert_true(path_sort(&scene.segment));
    path_cut(&scene.segment);
    assert_true(path_choose(&scene.segment));
    for (size_t i = 0; i < scene.field.chosen.count; i++)
        for (uint32_t at = scene.field.chosen.arcs[i].first; at <= scene.field.chosen.arcs[i].last; at++)
            chosen[at] = (char)('a' + scene.field.chosen.arcs[i].type);
    assert_string_equal(chosen, row->chosen);
    for (size_t at = 0; at < TOKENS; at++)
        assert_int_equal(scene.covered[at], chosen[at] != '.');
    arena_release(&scene.arena);
}

/* ---- where a segment without any separator is cut ---- */

enum { LONG = SEGMENT_TOKENS + 44, LATEST = SEGMENT_TOKENS - NAME_WORDS_MAXIMUM };

static const struct cut_row {
    const char *reason;
    int first, last; /* one arc; last < first: none */
    size_t cut, arcs;
} cut_rows[] = {
    {"without arcs, a name's length before the end", 1, 0, LATEST, 0},
    {"before an arc that would cross the cut", LATEST - 2, LATEST + 3, LATEST - 2, 0},
    {"an arc that ends at the cut does not cross it", LATEST - 2, LATEST - 1, LATEST, 1},
    {"an arc behind the cut is left to the next segment", LATEST, LATEST + 3, LATEST, 0},
};

static void a_segment_is_cut_where_no_name_is(void **state)
{
    ROW(struct cut_row, row, state);
    static struct token tokens[LONG + 1];
    static struct scene scene;
    scene_init(&scene, LONG);
    for (size_t i = 0; i < LONG; i++)
        tokens[i].gap = SEPARATOR_SPACE;
    scene.field.list.tokens = tokens;
    scene.segment.end = SEGMENT_TOKENS;
    if (row->last >= row->first)
        add_arc(&scene, row->first, row->last, 1, 0);
    path_cut(&scene.segment);
    assert_int_equal(scene.segment.cut, row->cut);
    assert_int_equal(scene.segment.found.count, row->arcs);
    arena_release(&scene.arena);
}

/* ---- NIL entities ---- */

static void one_id_is_one_nil_entity(void **state)
{
    (void)state;
    enum { MANY = 200 };
    struct arena arena;
    struct nil_list list = {0};
    arena_init(&arena, 1 << 20);
    assert_true(nil_list_init(&list, &arena, MANY));
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < MANY; i++) {
            char id[32];
            snprintf(id, sizeof id, "name:person:n%u", i);
            struct text name = {round ? "later" : "first", 5};
            assert_int_equal(nil_list_add(&list, &arena, id, ENTITY_PERSON, name), i);
        }
    assert_int_equal(list.count, MANY);
    assert_string_equal(list.items[7].id, "name:person:n7");
    assert_string_equal(list.items[7].name, "first");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_id_is_one_nil_entity)};
    int failed = RUN_ROWS("best path", path_rows, the_greatest_sum_is_chosen);
    failed += RUN_ROWS("cut", cut_rows, a_segment_is_cut_where_no_name_is);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
