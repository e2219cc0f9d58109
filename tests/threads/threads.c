/* Eight threads at once over one gazetteer, under the thread sanitizer: same answers as one alone, and no race. */
#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 12, REPEATS = 6 };

static const struct fixture_sources sources = {
    .entities = "iso:US\tplace\tالولايات المتحدة\tUnited States\t\tU.S.|US\tcountry\tUS\n"
                "iso:EG\tplace\tمصر\tEgypt\t\t\tcountry\tEG\n"
                "place:tripoli-lb\tplace\tطرابلس\tTripoli\t\t\tcity\tLB\t\t90\n"
                "place:tripoli-ly\tplace\tطرابلس\tTripoli\t\t\tcity\tLY\t\t200\n"
                "person:levitt\tperson\tكارولين ليفيت\tKaroline Leavitt\n"
                "org:nyt\torganization\tنيويورك تايمز\tNew York Times\t\t\tmedia\n"
                "place:new-york\tplace\tنيويورك\tNew York\n",
    .lexicon = "title\tالدكتور|السيد|Mr\ngiven\tأحمد|علي|Ali\nfamily\tحسن|Smith\nfunction\tفي|the|من\nplace-"
               "head\tمدينة\nsay\tقال|said\n"
               "organization-head\tوزارة|Ministry\nadjective\tالوطنية\nnoun\tكتاب|بيان|خبر\nmedia-cue\tصحيفة\n",
    .grammar = "person\tword\tgiven\t\t4\nperson\tword\tfamily\t\t3\nperson\tword\tunknown\t\t1\nperson\tbefore\ttitle"
               "\t\t5\nperson\tafter\tsay\t\t2\n"
               "organization\tfirst\torganization-head\t\t6\norganization\tinner\tadjective\t\t2\nplace\tbefore\tplace-"
               "head\t\t5\n",
};

static const char *const texts[] = {
    "قال السيد أحمد حسن من مصر إن كارولين ليفيت زارت للولايات المتحدة، ثم عادت ليفيت إلى طرابلس",
    "Mr Ali Smith said the U.S. and Egypt met in New York. The New York Times wrote it.",
    "بيان وزارة النقل الوطنية في مدينة زويلة: خبر من صحيفة نيويورك تايمز وبمصر",
    "أحمد علي حسن وعلي حسن وأحمد والدكتور علي",
    "",
    "😀 İstanbul — مـصر ‏وطرابلس\r\n\r\nU.S.-Egypt",
};

enum { TEXTS = sizeof texts / sizeof *texts };

/* Everything an annotation says, as one string. */
static void describe(const struct annotation *annotation, struct strbuf *out)
{
    strbuf_printf(out, "%s;", annotation->language);
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        strbuf_printf(out, "%s %s %d %.9f", entity->id, entity->name, entity->known, entity->salience);
        for (size_t k = 0; k < entity->mention_count; k++) {
            const struct mention *m = &entity->mentions[k];
            strbuf_printf(out, " %d:%zu-%zu '%s' %.9f %d", (int)m->field, m->start, m->end, m->prefix, m->confidence,
                          (int)m->method);
        }
        strbuf_puts(out, ";");
    }
}

static void tag_all(const struct gazetteer *gazetteer, struct strbuf *out)
{
    struct arena arena;
    arena_init(&arena, FIXTURE_ARENA_BYTES);
    for (size_t i = 0; i < TEXTS; i++) {
        struct annotation annotation;
        struct tag_request request = {.text = text_of(texts[i]),
                                      .title = text_of(texts[(i + 1) % TEXTS]),
                                      .types = ENTITY_TYPES_ALL,
                                      .explain = i % 2};
        arena_reset(&arena);
        if (tag(gazetteer, &request, &arena, &annotation, NULL) == STATUS_OK)
            describe(&annotation, out);
        else
            strbuf_puts(out, "failed;");
    }
    arena_release(&arena);
}

struct worker {
    const struct fixture *f;
    struct gazetteer *gazetteer; /* NULL: opens its own over the shared image */
    pthread_barrier_t *start;
    struct strbuf answer;
    bool steady; /* each repeat gave the same */
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    worker->steady = true;
    pthread_barrier_wait(worker->start);
    for (int i = 0; i < REPEATS; i++) {
        struct strbuf again;
        struct gazetteer *own = NULL;
        strbuf_init(&again, 1 << 20);
        if (!worker->gazetteer && gazetteer_open_memory(worker->f->image, worker->f->size, &own, NULL) != STATUS_OK)
            worker->steady = false;
        else
            tag_all(own ? own : worker->gazetteer, i ? &again : &worker->answer);
        if (i && (strcmp(again.data, worker->answer.data) != 0))
            worker->steady = false;
        strbuf_release(&again);
        gazetteer_free(own);
    }
    return NULL;
}

static void run_threads(const struct fixture *f, bool shared, const char *expected)
{
    pthread_t threads[THREADS];
    pthread_barrier_t start;
    struct worker workers[THREADS];
    struct gazetteer *gazetteer = NULL; /* freshly opened: whatever it remembers is found out by all at once */
    if (shared)
        assert_int_equal(gazetteer_open_memory(f->image, f->size, &gazetteer, NULL), STATUS_OK);
    pthread_barrier_init(&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.f = f, .gazetteer = gazetteer, .start = &start};
        strbuf_init(&workers[i].answer, 1 << 20);
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        assert_true(workers[i].steady);
        assert_string_equal(workers[i].answer.data, expected);
        strbuf_release(&workers[i].answer);
    }
    pthread_barrier_destroy(&start);
    gazetteer_free(gazetteer);
}

static void answers_are_those_of_one_thread(bool shared)
{
    static struct fixture f;
    struct strbuf expected;
    strbuf_init(&expected, 1 << 20);
    fixture_open_sources(&f, &sources);
    tag_all(f.gazetteer, &expected);
    assert_non_null(strstr(expected.data, "person:levitt"));
    for (int round = 0; round < ROUNDS; round++)
        run_threads(&f, shared, expected.data);
    strbuf_release(&expected);
    fixture_close(&f);
}

static void eight_threads_over_one_gazetteer_answer_as_one_thread_does(void **state)
{
    (void)state;
    answers_are_those_of_one_thread(true);
}

static void eight_threads_that_open_one_image_each_answer_as_one_thread_does(void **state)
{
    (void)state;
    answers_are_those_of_one_thread(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_threads_over_one_gazetteer_answer_as_one_thread_does),
        cmocka_unit_test(eight_threads_that_open_one_image_each_answer_as_one_thread_does),
    };
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
