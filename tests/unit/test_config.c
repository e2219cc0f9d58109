/* Settings that contradict one another refuse the start, and the message names both. */
#include "service/app/config.h"

#include "tests/unit/rows.h"

#include <stdlib.h>
#include <string.h>

enum { SET_MAXIMUM = 2 };

static const struct contradiction {
    const char *reason;
    const char *set[SET_MAXIMUM][2]; /* name, value */
    const char *named[2];            /* in the message; NULL: the settings are accepted */
} contradictions[] = {
    {"the defaults go together", {{NULL}}, {NULL}},
    {"a default page larger than the largest page",
     {{"ALAM_PAGE_DEFAULT", "200"}},
     {"ALAM_PAGE_DEFAULT", "ALAM_PAGE_MAXIMUM"}},
    {"a default page as large as the largest page", {{"ALAM_PAGE_DEFAULT", "50"}, {"ALAM_PAGE_MAXIMUM", "50"}}, {NULL}},
    {"a webhook's lease that ends before its delivery may",
     {{"ALAM_WEBHOOK_LEASE", "20s"}},
     {"ALAM_WEBHOOK_LEASE", "ALAM_FETCH_TIMEOUT"}},
    {"a webhook's lease that leaves no time to note the outcome",
     {{"ALAM_WEBHOOK_LEASE", "24999ms"}},
     {"ALAM_WEBHOOK_LEASE", "ALAM_FETCH_TIMEOUT"}},
    {"a webhook's lease that leaves just enough", {{"ALAM_WEBHOOK_LEASE", "25s"}}, {NULL}},
    {"a fetch that may take as long as the webhook's lease",
     {{"ALAM_FETCH_TIMEOUT", "55s"}},
     {"ALAM_WEBHOOK_LEASE", "ALAM_FETCH_TIMEOUT"}},
    {"a fetch that may take as long as the job's lease",
     {{"ALAM_FETCH_TIMEOUT", "85s"}, {"ALAM_WEBHOOK_LEASE", "100s"}},
     {"ALAM_JOB_LEASE", "ALAM_FETCH_TIMEOUT"}},
    {"a job's lease of nothing", {{"ALAM_JOB_LEASE", "0"}}, {"ALAM_JOB_LEASE", "ALAM_FETCH_TIMEOUT"}},
    {"deliveries that would be deleted before they are given up",
     {{"ALAM_WEBHOOK_KEEP", "1439min"}},
     {"ALAM_WEBHOOK_KEEP", "ALAM_WEBHOOK_GIVE_UP"}},
    {"a base path", {{"ALAM_BASE_PATH", "/news/alam"}}, {NULL}},
    {"one without its slash", {{"ALAM_BASE_PATH", "alam"}}, {"ALAM_BASE_PATH"}},
    {"one with a slash at its end", {{"ALAM_BASE_PATH", "/alam/"}}, {"ALAM_BASE_PATH"}},
    {"one with what must be escaped", {{"ALAM_BASE_PATH", "/a\"b"}}, {"ALAM_BASE_PATH"}},
    {"deliveries that are kept as long as they are tried", {{"ALAM_WEBHOOK_KEEP", "1440min"}}, {NULL}},
};

static void is_refused_or_accepted(void **state)
{
    static struct config config;
    struct error error = {""};
    ROW(struct contradiction, row, state);
    for (size_t i = 0; i < SET_MAXIMUM && row->set[i][0]; i++)
        setenv(row->set[i][0], row->set[i][1], 1);
    enum status status = config_load(&config, &error);
    for (size_t i = 0; i < SET_MAXIMUM && row->set[i][0]; i++)
        unsetenv(row->set[i][0]);
    assert_int_equal(status, row->named[0] ? STATUS_INVALID_INPUT : STATUS_OK);
    for (size_t i = 0; i < 2 && row->named[i]; i++)
        assert_non_null(strstr(error.detail, row->named[i]));
}

int main(void)
{
    return RUN_ROWS("settings that contradict one another", contradictions, is_refused_or_accepted);
}
