#include "service/route/steps.h"

#include "service/app/budget.h"
#include "service/base/container.h"
#include "service/fetch/fetch.h"

#include <string.h>

void steps_init(struct steps *steps, struct request *request, void (*resumed)(struct steps *steps))
{
    steps->request = request;
    steps->resumed = resumed;
    steps->at = STEPS_BEGIN;
    steps->status = STATUS_OK;
}

void steps_end(struct steps *steps, enum status status)
{
    steps->status = status == STATUS_OK ? request_answered(steps->request) : status;
    steps->at = STEPS_ENDED;
}

size_t steps_hold(const struct steps *steps)
{
    const struct request *request = steps->request;
    const struct fetch_job *page = request->handover.page;
    size_t held = request->body.capacity + request->out.capacity + request->arena.used;
    if (page)
        held += steps->at == STEPS_PAGE && !page->answer.capacity ? page->maximum : page->answer.capacity;
    return held;
}

size_t steps_need(const struct steps *steps)
{
    const struct request *request = steps->request;
    size_t held = steps_hold(steps);
    if (steps->at == STEPS_BEGIN)
        return held + request->body.length * BUDGET_A_BYTE;
    return steps->at == STEPS_PAGE ? held + request->handover.page->answer.length * BUDGET_A_BYTE : held;
}

static enum status run_step(enum status (*step)(struct request *request), struct request *request)
{
    request->handover.step = STEP_QUERY;
    return step ? step(request) : STATUS_OK;
}

enum steps_at steps_advance(struct steps *steps)
{
    struct request *request = steps->request;
    const struct route *route = request->route;
    if (steps->at != STEPS_BEGIN && steps->at != STEPS_PAGE)
        return steps->at;
    enum status status = run_step(steps->at == STEPS_BEGIN ? route->prepare : route->fetched, request);
    if (status == STATUS_OK && request->handover.step == STEP_FETCH)
        steps->at = STEPS_PAGE;
    else if (status == STATUS_OK && route->query)
        steps->at = STEPS_STORE;
    else
        steps_end(steps, status);
    return steps->at;
}

static void page_done(struct fetch_job *page)
{
    struct steps *steps = page->owner;
    steps->resumed(steps);
}

static enum status submit_page(struct steps *steps)
{
    struct request *request = steps->request;
    struct fetch_job *page = request->handover.page;
    page->owner = steps;
    page->done = page_done;
    if (fetch_submit(request->app->fetcher, page) == STATUS_OK)
        return STATUS_OK;
    return error_set(&request->error, STATUS_UNAVAILABLE, "Too many pages wait to be fetched.");
}

static enum status query_work(struct store_job *job, struct store_conn *conn)
{
    struct request *request = CONTAINER_OF(job, struct steps, job)->request;
    return request->route->query(request, conn);
}

static void query_done(struct store_job *job, enum status status)
{
    struct steps *steps = CONTAINER_OF(job, struct steps, job);
    steps_end(steps, status);
    steps->resumed(steps);
}

static enum status submit_query(struct steps *steps)
{
    struct request *request = steps->request;
    const struct route *route = request->route;
    steps->job = (struct store_job){.work = query_work,
                                    .done = query_done,
                                    .error = &request->error,
                                    .write = request->handover.step == STEP_WRITE ? request->handover.write : NULL,
                                    .check = route->health,
                                    .reads = strcmp(route->method, "GET") == 0 && !route->health};
    if (store_submit(request->app->store, &steps->job) == STATUS_OK)
        return STATUS_OK;
    return error_set(&request->error, STATUS_UNAVAILABLE, "Too many requests wait for the database.");
}

enum status steps_submit(struct steps *steps)
{
    return steps->at == STEPS_PAGE ? submit_page(steps) : submit_query(steps);
}
