/* GET /openapi.json: the description that the build links in. */
#include "handlers/handlers.h"
#include "service/app/embedded.h"

enum status openapi_prepare(struct request *request)
{
    static const char *const no_parameters[] = {NULL};
    enum status status = request_allow_parameters(request, no_parameters);
    if (status == STATUS_OK)
        strbuf_append(&request->out, openapi_files[0].bytes, openapi_files[0].length);
    return status;
}
