#include "service/app/log.h"

#include "service/base/json.h"
#include "service/base/timestamp.h"

#include <string.h>
#include <unistd.h>

enum { LINE_MAXIMUM = 16 * 1024, LINE_USUAL = 511, NUMBER_DECIMALS = 3 };

static const char *const level_names[] = {"debug", "info", "warning", "error"};

bool log_level_parse(const char *name, enum log_level *ret_level)
{
    for (int i = LOG_DEBUG; i <= LOG_ERROR; i++) {
        if (strcmp(name, level_names[i]) != 0)
            continue;
        *ret_level = (enum log_level)i;
        return true;
    }
    return false;
}

void log_write(const struct log *log, enum log_level level, const char *event, const struct log_field *fields)
{
    if (level < log->level)
        return;
    struct strbuf line;
    struct json json;
    char now[TIMESTAMP_LENGTH];
    strbuf_init(&line, LINE_MAXIMUM);
    strbuf_reserve(&line, LINE_USUAL);
    jsonw_init(&json, &line);
    jsonw_object(&json);
    jsonw_key(&json, "time");
    jsonw_string(&json, timestamp_format(timestamp_now(), now));
    jsonw_key(&json, "level");
    jsonw_string(&json, level_names[level]);
    jsonw_key(&json, "event");
    jsonw_string(&json, event);
    for (const struct log_field *field = fields; field->name; field++) {
        jsonw_key(&json, field->name);
        if (field->text)
            jsonw_string(&json, field->text);
        else
            jsonw_number(&json, field->number, NUMBER_DECIMALS);
    }
    jsonw_end(&json);
    strbuf_putc(&line, '\n');
    if (strbuf_ok(&line) && write(log->fd, line.data, line.length) < 0) {
        /* there is no other place to report this to */
    }
    strbuf_release(&line);
}
