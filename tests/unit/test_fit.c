/* Fitting the sequence model: generated sentences, examples, weights (nlp/fit). */
#include "nlp/fit/examples.h"
#include "nlp/fit/generate.h"
#include "nlp/fit/train.h"

#include "nlp/text/hash.h"
#include "nlp/text/token.h"
#include "service/base/utf8.h"
#include "tests/unit/rows.h"

#include <string.h>

/* ---- generated sentences ---- */

static size_t byte_of(struct text text, uint32_t point)
{
    size_t byte = 0;
    while (point > 0 && byte < text.length)
        point -= ((uint8_t)text.bytes[++byte] & 0xC0) != 0x80;
    return byte;
}

static const struct sentence {
    const char *reason, *kind, *pattern;
    const char *text;     /* what comes out; NULL: whatever names are drawn */
    const char *spans[3]; /* the labelled stretches */
    enum entity_type type;
    bool other;
} sentences[] = {
    {"a marked name", "marked", "وصل [place:باريس] أمس", "وصل باريس أمس", {"باريس"}, ENTITY_PLACE, false},
    {"a marked name of no type",
     "marked",
     "أبحرت [other:التيتانيك] أمس",
     "أبحرت التيتانيك أمس",
     {"التيتانيك"},
     ENTITY_PERSON,
     true},
    {"a sentence without names", "none", "هطل المطر.", "هطل المطر.", {NULL}, ENTITY_PERSON, false},
    {"a club", "club", "فاز {club} أمس", "فاز الهلال أمس", {"الهلال"}, ENTITY_ORGANIZATION, false},
    {"a company that is a word", "branded", "{brand} fell", "Apple fell", {"Apple"}, ENTITY_ORGANIZATION, false},
    {"two places", "place", "من {place} إلى {place}", "من غزة إلى غزة", {"غزة", "غزة"}, ENTITY_PLACE, false},
    {"names on lines",
     "list",
     "القائمة:\\n{place}\\n{place}",
     "القائمة:\nغزة\nغزة",
     {"غزة", "غزة"},
     ENTITY_PLACE,
     false},
    {"a bare surname", "two", "هنأ {surname} أخاه", "هنأ محفوظ أخاه", {"محفوظ"}, ENTITY_PERSON, false},
    {"a choice of one", "none", "هطل <المطر>.", "هطل المطر.", {NULL}, ENTITY_PERSON, false},
    {"an empty alternative", "none", "هطل المطر<|>.", "هطل المطر.", {NULL}, ENTITY_PERSON, false},
    {"a choice inside a mark",
     "marked",
     "وصل [place:<باريس|باريس>] أمس",
     "وصل باريس أمس",
     {"باريس"},
     ENTITY_PLACE,
     false},
    {"a mark inside a choice", "marked", "من <[place:غزة]|{place}> أمس", "من غزة أمس", {"غزة"}, ENTITY_PLACE, false},
    {"a choice that does not end is text", "none", "أ <ب", "أ <ب", {NULL}, ENTITY_PERSON, false},
    {"capitals", "place", "STORM HITS {place}", "STORM HITS غزة", {"غزة"}, ENTITY_PLACE, false},
};

static struct generator *new_generator(uint64_t seed)
{
    struct generator *generator = generator_new(seed);
    assert_non_null(generator);
    assert_true(generator_add_name(generator, POOL_CLUB, text_of("الهلال")));
    assert_true(generator_add_name(generator, POOL_PLACE, text_of("غزة")));
    assert_true(generator_add_name(generator, POOL_PERSON, text_of("نجيب محفوظ")));
    assert_true(generator_add_name(generator, POOL_PERSON, text_of("طه حسين")));
    assert_true(generator_add_name(generator, POOL_GIVEN, text_of("منى")));
    assert_true(generator_add_name(generator, POOL_FAMILY, text_of("الخطيب")));
    assert_true(generator_add_name(generator, POOL_SURNAME, text_of("محفوظ")));
    assert_true(generator_add_pattern(generator, "brand", text_of("Apple")));
    return generator;
}

static void patterns_are_filled_and_labelled(void **state)
{
    ROW(struct sentence, row, state);
    struct generator *generator = new_generator(1);
    struct generated made;
    size_t count = 0;
    assert_true(generator_add_pattern(generator, row->kind, text_of(row->pattern)));
    for (; generator_next(generator, &made); count++) {
        assert_int_equal(made.text.length, strlen(row->text));
        assert_memory_equal(made.text.bytes, row->text, made.text.length);
        size_t span = 0;
        for (; span < made.span_count; span++) {
            size_t start = byte_of(made.text, made.spans[span].start), end = byte_of(made.text, made.spans[span].end);
            assert_non_null(row->spans[span]);
            assert_int_equal(end - start, strlen(row->spans[span]));
            assert_memory_equal(made.text.bytes + start, row->spans[span], end - start);
            assert_int_equal(made.spans[span].other, row->other);
            assert_true(row->other || made.spans[span].type == row->type);
        }
        assert_null(row->spans[span]);
    }
    assert_true(count > 0);
    generator_free(generator);
}

static void every_alternative_is_drawn(void **state)
{
    (void)state;
    static const char *const texts[] = {"طلع قمر", "طلع نجم", "طلع فجر"};
    struct generator *generator = new_generator(3);
    struct generated made;
    size_t times[3] = {0};
    for (int i = 0; i < 4; i++)
        assert_true(generator_add_pattern(generator, "none", text_of("طلع <قمر|نجم|فجر>")));
    while (generator_next(generator, &made))
        for (size_t i = 0; i < 3; i++)
            times[i] += text_equals(made.text, texts[i]);
    assert_true(times[0] > 0 && times[1] > 0 && times[2] > 0);
    assert_true(times[0] + times[1] + times[2] > 4); /* several sentences from each row */
    generator_free(generator);
}

static void the_same_seed_makes_the_same_sentences(void **state)
{
    (void)state;
    struct generator *one = new_generator(5), *two = new_generator(5), *other = new_generator(6);
    struct generated a, b, c;
    size_t different = 0;
    struct generator *const all[] = {one, two, other};
    for (size_t i = 0; i < 3; i++)
        assert_true(generator_add_pattern(all[i], "person", text_of("قال {person} إن {person} بخير")));
    while (generator_next(one, &a)) {
        assert_true(generator_next(two, &b));
        assert_true(generator_next(other, &c));
        assert_int_equal(a.text.length, b.text.length);
        assert_memory_equal(a.text.bytes, b.text.bytes, a.text.length);
        different += a.text.length != c.text.length || memcmp(a.text.bytes, c.text.bytes, a.text.length) != 0;
    }
    assert_true(different > 0);
    for (size_t i = 0; i < 3; i++)
        generator_free(all[i]);
}

static void unknown_kinds_are_refused(void **state)
{
    (void)state;
    struct generator *generator = new_generator(1);
    assert_false(generator_add_pattern(generator, "no-such-kind", text_of("x")));
    generator_free(generator);
}

/* ---- fitting ---- */

enum { VERB = 0, PERSON = 1, NOUN = 2, KINDS = 3, WORDS = 3, DOCUMENTS = 60 };

/* Sentences of a verb, a name and a noun; the name is what stands behind the verb, whatever its letters are. */
struct toy {
    uint8_t letters[DOCUMENTS][WORDS][32];
    struct context_word words[DOCUMENTS][WORDS];
    struct context contexts[DOCUMENTS];
    struct examples examples;
};

static struct toy *make_toy(void)
{
    static const uint8_t gold[WORDS] = {LABEL_NONE, 1, LABEL_NONE};
    static const word_classes classes[KINDS] = {
        [VERB] = WORD_CLASS(SAY), [PERSON] = WORD_CLASS(UNKNOWN), [NOUN] = WORD_CLASS(NOUN)};
    struct toy *toy = calloc(1, sizeof *toy);
    assert_non_null(toy);
    examples_init(&toy->examples, SCRIPT_ARABIC);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        for (size_t i = 0; i < WORDS; i++) {
            uint8_t *letters = toy->letters[d][i];
            for (size_t k = 0; k < 5; k++)
                letters[k] = (uint8_t)(38 + (d * 7 + i * 3 + k * (d + 2)) % 28);
            toy->words[d][i] = (struct context_word){.letters = letters,
                                                     .length = 5,
                                                     .gap = i ? SEPARATOR_SPACE : SEPARATOR_PARAGRAPH,
                                                     .classes = classes[i] | WORD_CLASS(ANY),
                                                     .whole = word_hash_long(letters, 5),
                                                     .bare = word_hash_long(letters, 5),
                                                     .cluster = IMAGE_CLUSTER_NONE,
                                                     .head = -1,
                                                     .verb = -1};
        }
        toy->contexts[d] = (struct context){.words = toy->words[d], .count = WORDS};
        assert_true(examples_add(&toy->examples, &toy->contexts[d], gold, (uint32_t)d, 1));
    }
    assert_true(examples_finish(&toy->examples));
    return toy;
}

static void free_toy(struct toy *toy)
{
    examples_release(&toy->examples);
    free(toy);
}

static size_t count_right(const struct toy *toy, const struct trained *trained, uint32_t first_document)
{
    static struct crf_sentence sentence;
    struct crf_steps steps;
    size_t right = 0;
    crf_steps_of(&trained->moves, &steps);
    for (size_t n = 0; n < toy->examples.sentences.count; n++) {
        const struct example *example = examples_sentence(&toy->examples, n);
        uint8_t labels[WORDS];
        if (example->document < first_document)
            continue;
        trained_score(trained, &toy->examples, example, &sentence);
        crf_infer(&steps, &sentence);
        crf_decode(&sentence, labels);
        right += labels[0] == LABEL_NONE && labels[1] == 1 && labels[2] == LABEL_NONE;
    }
    return right;
}

static void what_is_fitted_holds_for_what_was_left_out(void **state)
{
    (void)state;
    struct toy *toy = make_toy();
    struct train_options options = TRAIN_DEFAULTS;
    struct trained trained;
    uint8_t folds[DOCUMENTS];
    for (size_t d = 0; d < DOCUMENTS; d++)
        folds[d] = d >= DOCUMENTS / 2;
    options.folds = folds;
    options.left_out = 1;
    assert_true(train(&toy->examples, &options, &trained));
    assert_int_equal(count_right(toy, &trained, DOCUMENTS / 2), DOCUMENTS / 2);
    trained_release(&trained);
    free_toy(toy);
}

static void the_same_seed_gives_the_same_weights(void **state)
{
    (void)state;
    struct toy *toy = make_toy();
    struct train_options options = TRAIN_DEFAULTS;
    struct trained one, two;
    assert_true(train(&toy->examples, &options, &one));
    assert_true(train(&toy->examples, &options, &two));
    assert_memory_equal(one.weights, two.weights, toy->examples.keys.count * sizeof *one.weights);
    assert_memory_equal(&one.moves, &two.moves, sizeof one.moves);
    trained_release(&one);
    trained_release(&two);
    free_toy(toy);
}

static void without_an_epoch_the_weights_are_the_centre(void **state)
{
    (void)state;
    struct toy *toy = make_toy();
    struct train_options options = TRAIN_DEFAULTS;
    struct trained trained;
    options.epochs = 0;
    assert_true(train(&toy->examples, &options, &trained));
    for (size_t k = 0; k < toy->examples.keys.count; k++)
        for (unsigned b = 0; b < LABEL_COUNT; b++)
            assert_true(trained.weights[k][b] == 0);
    trained_release(&trained);
    free_toy(toy);
}

static void features_met_once_are_dropped(void **state)
{
    (void)state;
    struct toy *toy = make_toy();
    const uint32_t *seen = toy->examples.seen.items;
    assert_true(toy->examples.keys.count > 0);
    for (size_t k = 0; k < toy->examples.keys.count; k++)
        assert_true(seen[k] > 1);
    free_toy(toy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_alternative_is_drawn),
        cmocka_unit_test(the_same_seed_makes_the_same_sentences),
        cmocka_unit_test(unknown_kinds_are_refused),
        cmocka_unit_test(what_is_fitted_holds_for_what_was_left_out),
        cmocka_unit_test(the_same_seed_gives_the_same_weights),
        cmocka_unit_test(without_an_epoch_the_weights_are_the_centre),
        cmocka_unit_test(features_met_once_are_dropped),
    };
    return RUN_ROWS("sentences", sentences, patterns_are_filled_and_labelled) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
