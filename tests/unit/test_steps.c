#include "service/route/steps.h"

#include "service/fetch/fetch.h"
#include "tests/unit/request_fixture.h"
#include "tests/unit/rows.h"

enum { PATH_ROOM = 64 };

/* What happened, a letter each: p(repare), F(etch), f(etched), W(rite), Q(uery submitted), q(uery), r(esumed). */
static char path[PATH_ROOM];
static enum status prepare_says, fetched_says, query_says, fetcher_says, store_says;
static bool stored_before;
static struct fetch_job page;

static void note(char what)
{
    size_t length = strlen(path);
    assert_true(length + 1 < PATH_ROOM);
    path[length] = what;
}

enum status fetch_submit(struct fetcher *fetcher, struct fetch_job *job)
{
    (void)fetcher;
    note('F');
    if (fetcher_says == STATUS_OK)
        job->done(job);
    return fetcher_says;
}

void fetch_job_release(struct fetch_job *job)
{
    assert_ptr_equal(job, &page);
}

enum status store_submit(struct store *store, struct store_job *job)
{
    (void)store;
    note(job->write ? 'W' : 'Q');
    if (store_says != STATUS_OK)
        return store_says;
    bool runs = !job->write || stored_before;
    job->done(job, runs ? job->work(job, NULL) : STATUS_OK);
    return STATUS_OK;
}

static enum status prepare(struct request *request)
{
    note('p');
    strbuf_puts(&request->out, "{}");
    return prepare_says;
}

static enum status prepare_a_page(struct request *request)
{
    request_then_fetch(request, &page, path);
    return prepare(request);
}

static enum status prepare_a_write(struct request *request)
{
    request_then_write(request, (struct article_write *)(void *)path, path);
    return prepare(request);
}

static enum status fetched(struct request *request)
{
    note('f');
    assert_ptr_equal(request->handover.state, path);
    return fetched_says;
}

static enum status fetched_to_write(struct request *request)
{
    request_then_write(request, (struct article_write *)(void *)path, path);
    return fetched(request);
}

static enum status query(struct request *request, struct store_conn *conn)
{
    (void)conn;
    note('q');
    strbuf_puts(&request->out, "{}");
    return query_says;
}

static void resumed(struct steps *steps)
{
    (void)steps;
    note('r');
}

static const struct way {
    const char *reason;
    struct route route;
    enum status prepare, fetched, query, fetcher, store;
    bool stored_before;
    const char *path;
    enum status status;
} ways[] = {
    {.reason = "prepare answers", .route = {.prepare = prepare}, .path = "p"},
    {.reason = "prepare fails",
     .route = {.prepare = prepare, .query = query},
     .prepare = STATUS_INVALID_INPUT,
     .path = "p",
     .status = STATUS_INVALID_INPUT},
    {.reason = "nothing to prepare", .route = {.query = query}, .path = "Qqr"},
    {.reason = "the database answers", .route = {.prepare = prepare, .query = query}, .path = "pQqr"},
    {.reason = "the database knows of nothing",
     .route = {.prepare = prepare, .query = query},
     .query = STATUS_NOT_FOUND,
     .path = "pQqr",
     .status = STATUS_NOT_FOUND},
    {.reason = "the store's queue is full",
     .route = {.prepare = prepare, .query = query},
     .store = STATUS_UNAVAILABLE,
     .path = "pQ",
     .status = STATUS_UNAVAILABLE},
    {.reason = "a new article is stored", .route = {.prepare = prepare_a_write, .query = query}, .path = "pWr"},
    {.reason = "an article that was stored before",
     .route = {.prepare = prepare_a_write, .query = query},
     .stored_before = true,
     .path = "pWqr"},
    {.reason = "a page is fetched, and answers",
     .route = {.prepare = prepare_a_page, .fetched = fetched},
     .path = "pFrf"},
    {.reason = "a page is fetched, then the database answers",
     .route = {.prepare = prepare_a_page, .fetched = fetched, .query = query},
     .path = "pFrfQqr"},
    {.reason = "a page is fetched and stored",
     .route = {.prepare = prepare_a_page, .fetched = fetched_to_write, .query = query},
     .path = "pFrfWr"},
    {.reason = "a page that is of no use",
     .route = {.prepare = prepare_a_page, .fetched = fetched, .query = query},
     .fetched = STATUS_FETCH_FAILED,
     .path = "pFrf",
     .status = STATUS_FETCH_FAILED},
    {.reason = "the fetcher's queue is full",
     .route = {.prepare = prepare_a_page, .fetched = fetched, .query = query},
     .fetcher = STATUS_UNAVAILABLE,
     .path = "pF",
     .status = STATUS_UNAVAILABLE},
    {.reason = "what prepare asked for does not matter when it fails",
     .route = {.prepare = prepare_a_page, .fetched = fetched},
     .prepare = STATUS_INVALID_INPUT,
     .path = "p",
     .status = STATUS_INVALID_INPUT},
};

static void request_takes_its_way(void **state)
{
    ROW(struct way, row, state);
    struct request_fixture fixture;
    struct steps steps;
    struct request *request = request_fixture_init(&fixture);
    struct route route = row->route;
    route.method = "POST";
    request->route = &route;
    memset(path, 0, sizeof path);
    prepare_says = row->prepare, fetched_says = row->fetched, query_says = row->query;
    fetcher_says = row->fetcher, store_says = row->store, stored_before = row->stored_before;
    steps_init(&steps, request, resumed);
    while (steps_advance(&steps) != STEPS_ENDED) {
        enum status status = steps_submit(&steps);
        if (status != STATUS_OK)
            steps_end(&steps, status);
    }
    assert_string_equal(path, row->path);
    assert_int_equal(steps.status, row->status);
    assert_int_equal(steps_advance(&steps), STEPS_ENDED);
    assert_string_equal(path, row->path);
    if (row->status == STATUS_UNAVAILABLE)
        assert_true(*request->error.detail);
    request_fixture_release(&fixture);
}

static const struct reader {
    const char *reason;
    struct route route;
    bool reads;
} readers[] = {
    {"what GET asks may be answered by a replica", {.method = "GET", .query = query}, true},
    {"what POST changes may not", {.method = "POST", .query = query}, false},
    {"a probe asks the primary", {.method = "GET", .health = true, .query = query}, false},
};

static void replica_gets_what_it_can_answer(void **state)
{
    ROW(struct reader, row, state);
    struct request_fixture fixture;
    struct steps steps;
    struct request *request = request_fixture_init(&fixture);
    request->route = &row->route;
    memset(path, 0, sizeof path);
    store_says = STATUS_UNAVAILABLE;
    steps_init(&steps, request, resumed);
    assert_int_equal(steps_advance(&steps), STEPS_STORE);
    assert_int_equal(steps_submit(&steps), STATUS_UNAVAILABLE);
    assert_int_equal(steps.job.reads, row->reads);
    request_fixture_release(&fixture);
}

static void answer_that_did_not_fit_is_a_failure(void **state)
{
    struct request_fixture fixture;
    struct steps steps;
    struct request *request = request_fixture_init(&fixture);
    (void)state;
    steps_init(&steps, request, resumed);
    assert_null(arena_alloc(&request->arena, SIZE_MAX / 2));
    steps_end(&steps, STATUS_OK);
    assert_int_equal(steps.status, STATUS_OUT_OF_MEMORY);
    request_fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answer_that_did_not_fit_is_a_failure)};
    return RUN_ROWS("ways of a request", ways, request_takes_its_way) +
           RUN_ROWS("replicas", readers, replica_gets_what_it_can_answer) +
           cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
