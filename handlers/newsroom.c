/* GET /page/{version}/{file}: the files of the newsroom page. */
#include "handlers/newsroom.h"
#include "handlers/handlers.h"
#include "service/app/embedded.h"

#include <string.h>

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

static const struct kind {
    const char *suffix, *content_type;
} kinds[] = {
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
};

static const struct embedded_file *find(const char *name)
{
    for (size_t i = 0; i < page_file_count; i++)
        if (strcmp(page_files[i].name, name) == 0)
            return &page_files[i];
    return NULL;
}

static const char *content_type(const char *name)
{
    const char *suffix = strrchr(name, '.');
    for (size_t i = 0; suffix && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].suffix, suffix) == 0)
            return kinds[i].content_type;
    return "application/octet-stream";
}

/* Writes `from` with {base} and {assets} filled in. */
static void fill_in(struct request *request, struct text from)
{
    const char *base = request->app->config->base_path;
    while (from.length) {
        struct text before = text_split(&from, '{');
        strbuf_append(&request->out, before.bytes, before.length);
        if (!from.length)
            return;
        if (text_equals(text_split(&from, '}'), "base"))
            strbuf_puts(&request->out, base);
        else
            strbuf_printf(&request->out, "%s/page/%s/", base, page_version);
    }
}

enum status newsroom_answer(struct request *request)
{
    const struct embedded_file *file = find("index.html");
    if (!file)
        return error_set(&request->error, STATUS_INTERNAL, "The page was not built into this binary.");
    request->content_type = content_type(file->name);
    request->policy = policy;
    request->cache = "no-cache";
    fill_in(request, (struct text){(const char *)file->bytes, file->length});
    return STATUS_OK;
}

enum status newsroom_file_prepare(struct request *request)
{
    const struct embedded_file *file =
        strcmp(request->path_values[0], page_version) == 0 ? find(request->path_values[1]) : NULL;
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    if (!file)
        return error_set(&request->error, STATUS_NOT_FOUND,
                         "There is no such file in this version of the page: load the page anew.");
    request->content_type = content_type(file->name);
    request->policy = policy;
    request->cache = "public, max-age=31536000, immutable";
    strbuf_append(&request->out, file->bytes, file->length);
    return STATUS_OK;
}
