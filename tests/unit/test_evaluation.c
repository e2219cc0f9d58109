/* Comparing found mentions with labelled ones (nlp/evaluate/evaluation.h). */
#include "nlp/evaluate/evaluation.h"

#include "tests/unit/rows.h"

#include <math.h>
#include <string.h>

enum { SPANS = 4 };

#define PERSON ENTITY_PERSON
#define PLACE ENTITY_PLACE
#define SPAN(first, behind, of_type)                                                                                   \
    {                                                                                                                  \
        .start = (first), .end = (behind), .type = (of_type)                                                           \
    }

static const struct comparison {
    const char *reason, *text;
    struct scored_span gold[SPANS], found[SPANS];
    size_t gold_count, found_count;
    struct evaluation_count token, exact; /* of all types */
    size_t faults[FAULT_COUNT];
} comparisons[] = {
    {"the same span and type",
     "زار باريس أمس",
     {SPAN(4, 9, PLACE)},
     {SPAN(4, 9, PLACE)},
     1,
     1,
     {1, 1, 1},
     {1, 1, 1},
     {0}},
    {"nothing found",
     "زار باريس أمس",
     {SPAN(4, 9, PLACE)},
     {SPAN(0, 0, PERSON)},
     1,
     0,
     {0, 0, 1},
     {0, 0, 1},
     {[FAULT_MISSED] = 1}},
    {"nothing labelled",
     "زار باريس أمس",
     {SPAN(0, 0, PERSON)},
     {SPAN(4, 9, PLACE)},
     0,
     1,
     {0, 1, 0},
     {0, 1, 0},
     {[FAULT_FALSE] = 1}},
    {"another type",
     "زار باريس أمس",
     {SPAN(4, 9, PLACE)},
     {SPAN(4, 9, PERSON)},
     1,
     1,
     {0, 1, 1},
     {0, 1, 1},
     {[FAULT_TYPE] = 1}},
    {"a particle inside one span and outside the other",
     "في وباريس أمس",
     {SPAN(4, 9, PLACE)},
     {SPAN(3, 9, PLACE)},
     1,
     1,
     {1, 1, 1},
     {0, 1, 1},
     {0}},
    {"punctuation at an edge",
     "في «باريس» أمس",
     {SPAN(4, 9, PLACE)},
     {SPAN(3, 10, PLACE)},
     1,
     1,
     {1, 1, 1},
     {0, 1, 1},
     {0}},
    {"a word too many",
     "قال أحمد علي أمس",
     {SPAN(4, 8, PERSON)},
     {SPAN(4, 12, PERSON)},
     1,
     1,
     {0, 1, 1},
     {0, 1, 1},
     {[FAULT_BOUNDARY] = 1}},
    {"a span twice counts once",
     "زار باريس أمس",
     {SPAN(4, 9, PLACE), SPAN(4, 9, PLACE)},
     {SPAN(4, 9, PLACE), SPAN(4, 9, PLACE)},
     2,
     2,
     {1, 1, 1},
     {1, 1, 1},
     {0}},
    {"two of three",
     "أحمد في باريس مع منى",
     {SPAN(0, 4, PERSON), SPAN(8, 13, PLACE), SPAN(17, 20, PERSON)},
     {SPAN(0, 4, PERSON), SPAN(8, 13, PLACE)},
     3,
     2,
     {2, 2, 3},
     {2, 2, 3},
     {[FAULT_MISSED] = 1}},
};

static size_t sum_faults(const struct evaluation *score, enum evaluation_fault fault)
{
    size_t sum = 0;
    for (enum entity_type type = 0; type < ENTITY_TYPE_COUNT; type++)
        sum += score->faults[fault][type];
    return sum;
}

static void spans_are_compared(void **state)
{
    ROW(struct comparison, row, state);
    struct evaluation score;
    evaluation_init(&score);
    struct text text = {row->text, strlen(row->text)};
    assert_true(evaluation_add(&score, text, row->gold, row->gold_count, row->found, row->found_count));
    struct evaluation_count token = evaluation_sum(score.token), exact = evaluation_sum(score.exact);
    assert_int_equal(token.right, row->token.right);
    assert_int_equal(token.found, row->token.found);
    assert_int_equal(token.gold, row->token.gold);
    assert_int_equal(exact.right, row->exact.right);
    for (enum evaluation_fault fault = 0; fault < FAULT_COUNT; fault++)
        assert_int_equal(sum_faults(&score, fault), row->faults[fault]);
    evaluation_release(&score);
}

static const struct ratio {
    const char *reason;
    struct evaluation_count count;
    struct evaluation_ratio is;
} ratios[] = {
    {"all right", {4, 4, 4}, {1, 1, 1}},
    {"half of what was found, a third of what there is", {1, 2, 3}, {0.5, 1.0 / 3, 0.4}},
    {"nothing right", {0, 2, 3}, {0, 0, 0}},
    {"nothing at all", {0, 0, 0}, {0, 0, 0}},
};

static void ratios_are_those_of_the_counts(void **state)
{
    ROW(struct ratio, row, state);
    struct evaluation_ratio ratio = evaluation_ratio_of(row->count);
    assert_true(fabs(ratio.precision - row->is.precision) < 1e-9);
    assert_true(fabs(ratio.recall - row->is.recall) < 1e-9);
    assert_true(fabs(ratio.f1 - row->is.f1) < 1e-9);
}

/* Four mentions of two names, answered as two entities and as one. */
static void linking_is_b_cubed(void **state)
{
    (void)state;
    const char *words = "أحمد أحمد منى منى";
    struct text text = {words, strlen(words)};
    const struct scored_span
        gold[] = {{0, 4, PERSON, "أحمد", 0},
                  {5, 9, PERSON, "أحمد", 0},
                  {10, 13, PERSON, "منى", 0},
                  {14, 17, PERSON, "منى", 0}},
        same[] = {{0, 4, PERSON, "1", 1}, {5, 9, PERSON, "1", 1}, {10, 13, PERSON, "2", 1}, {14, 17, PERSON, "2", 1}},
        merged[] = {{0, 4, PERSON, "1", 1}, {5, 9, PERSON, "1", 1}, {10, 13, PERSON, "1", 1}, {14, 17, PERSON, "1", 1}};
    struct evaluation score;
    evaluation_init(&score);
    assert_true(evaluation_link(&score) < 0);
    assert_true(evaluation_add(&score, text, gold, 4, same, 4));
    assert_true(fabs(evaluation_link(&score) - 1) < 1e-9);
    evaluation_release(&score);
    evaluation_init(&score);
    assert_true(evaluation_add(&score, text, gold, 4, merged, 4));
    /* precision 2/4 of each mention, recall 1: F1 2/3 */
    assert_true(fabs(evaluation_link(&score) - 2.0 / 3) < 1e-9);
    evaluation_release(&score);
}

static void confidences_are_counted_by_tenths(void **state)
{
    (void)state;
    const char *words = "أحمد باريس";
    struct text text = {words, strlen(words)};
    const struct scored_span gold[] = {{0, 4, PERSON, NULL, 0}},
                             found[] = {{0, 4, PERSON, "1", 0.95}, {5, 10, PLACE, "2", 1}};
    struct evaluation score;
    evaluation_init(&score);
    assert_true(evaluation_add(&score, text, gold, 1, found, 2));
    assert_int_equal(score.bins[9], 2);
    assert_int_equal(score.bins_right[9], 1);
    assert_true(fabs(score.bins_sum[9] - 1.95) < 1e-9);
    evaluation_release(&score);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(linking_is_b_cubed),
                                       cmocka_unit_test(confidences_are_counted_by_tenths)};
    return RUN_ROWS("comparisons", comparisons, spans_are_compared) +
           RUN_ROWS("ratios", ratios, ratios_are_those_of_the_counts) + cmocka_run_group_tests(tests, NULL, NULL);
}
