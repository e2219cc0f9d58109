#include "service/http/batch/line.h"

#include "service/base/timestamp.h"

#include <stdlib.h>

static struct budget *budget_of(const struct batch *batch)
{
    return batch->input.app->budget;
}

void line_free(struct line *line)
{
    budget_leave(budget_of(line->batch), &line->share);
    request_release(&line->request);
    free(line);
}

void line_count_memory(struct line *line)
{
    struct budget *budget = budget_of(line->batch);
    size_t held = sizeof *line + steps_hold(&line->steps);
    if (line->steps.at == STEPS_ENDED)
        budget_settle(budget, &line->share, held);
    else
        budget_set(budget, &line->share, held);
}

bool line_has_memory(struct line *line, void (*told)(struct share *share, bool granted))
{
    struct batch *batch = line->batch;
    size_t need = sizeof *line + steps_need(&line->steps);
    int64_t patience = batch->input.app->config->request_timeout_ms * 1000;
    if (budget_try(budget_of(batch), &line->share, need))
        return true;
    wake_lock(&batch->wake);
    batch->flying += line->state == LINE_READ;
    line->state = LINE_WAITING;
    wake_unlock(&batch->wake);
    line->share.told = told;
    budget_wait(budget_of(batch), &line->share, need, timestamp_monotonic() + patience);
    return false;
}
