#include "service/http/memory.h"

#include "service/base/timestamp.h"

enum status memory_refuse(struct exchange *exchange)
{
    return error_set(&exchange->request.error, STATUS_UNAVAILABLE,
                     "Other requests hold all memory that ALAM_MEMORY_IN_FLIGHT allows.");
}

void memory_wait(struct exchange *exchange, size_t bytes, void (*told)(struct share *share, bool granted))
{
    const struct app *app = exchange->server->app;
    exchange->share.told = told;
    budget_wait(app->budget, &exchange->share, bytes, timestamp_monotonic() + app->config->request_timeout_ms * 1000);
}

void memory_count(struct exchange *exchange)
{
    struct budget *budget = exchange->server->app->budget;
    size_t held = steps_hold(&exchange->steps);
    if (held <= BUDGET_SMALL && !exchange->share.held)
        return;
    if (exchange->steps.at == STEPS_ENDED)
        budget_settle(budget, &exchange->share, held);
    else
        budget_set(budget, &exchange->share, held);
}
