/* GET /openapi.json: the description that the build links in. */
#include "handlers/handlers.h"
#include "service/app/embedded.h"

#include <string.h>

/* The only value of `servers` in the description, in whose place the base path is put. */
static const char server[] = "\"url\": \"/\"";

enum status openapi_prepare(struct request *request)
{
    const char *bytes = (const char *)openapi_files[0].bytes, *base = request->app->config->base_path;
    size_t length = openapi_files[0].length;
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    const char *found = *base ? memmem(bytes, length, server, sizeof server - 1) : NULL;
    size_t before = found ? (size_t)(found - bytes) : 0;
    if (found) {
        strbuf_append(&request->out, bytes, before);
        strbuf_printf(&request->out, "\"url\": \"%s\"", base);
        before += sizeof server - 1;
    }
    strbuf_append(&request->out, bytes + before, length - before);
    return STATUS_OK;
}
