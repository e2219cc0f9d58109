/* request_fixture.h - a request outside of any server, with small limits, for unit tests of what handlers call.
 *
 *     struct request_fixture fixture;
 *     struct request *request = request_fixture_init(&fixture);
 *     …
 *     request_fixture_release(&fixture);
 */
#ifndef ALAM_TESTS_UNIT_REQUEST_FIXTURE_H
#define ALAM_TESTS_UNIT_REQUEST_FIXTURE_H

#include "service/route/request.h"

#include <string.h>

enum { FIXTURE_FIELD_MAXIMUM = 64, FIXTURE_JSON_DEPTH = 4, FIXTURE_PAGE_DEFAULT = 20, FIXTURE_PAGE_MAXIMUM = 100 };

struct request_fixture {
    struct config config;
    struct app app;
    struct request request;
};

static inline struct request *request_fixture_init(struct request_fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->config.base_path = "";
    fixture->config.request_memory = 1 << 20;
    fixture->config.body_maximum = 1 << 20;
    fixture->config.field_maximum = FIXTURE_FIELD_MAXIMUM;
    fixture->config.json_depth = FIXTURE_JSON_DEPTH;
    fixture->config.page_default = FIXTURE_PAGE_DEFAULT;
    fixture->config.page_maximum = FIXTURE_PAGE_MAXIMUM;
    fixture->app.config = &fixture->config;
    request_init(&fixture->request, &fixture->app);
    return &fixture->request;
}

static inline void request_fixture_release(struct request_fixture *fixture)
{
    request_release(&fixture->request);
}

#endif
