/* GET /metrics. */
#include "handlers/handlers.h"

enum status metrics_prepare(struct request *request)
{
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    request->content_type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(request->app->metrics, gazetteer_version(request_gazetteer(request)), &request->out);
    return STATUS_OK;
}
