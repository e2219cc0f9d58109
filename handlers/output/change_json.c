#include "handlers/output/change_json.h"

#include "handlers/output/member_json.h"
#include "service/base/timestamp.h"
#include "service/route/cursor.h"

#include <inttypes.h>
#include <stdio.h>

const char change_mark[] = "c1 ";

void change_json_write(struct json *json, const struct change *change)
{
    jsonw_object(json);
    member_text(json, "article", change->position.article);
    member_text(json, "change", change->what);
    if (change->revision)
        member_count(json, "revision", change->revision);
    else
        member_text(json, "revision", NULL);
    member_time(json, "changed_at", change->position.changed_at);
    jsonw_end(json);
}

const char *change_cursor_write(struct arena *arena, const struct change_position *position)
{
    return cursor_encode(arena, change_mark, "%" PRIu64 " %" PRId64 " %s", position->transaction, position->changed_at,
                         position->article);
}

bool change_cursor_read(const char *text, struct change_position *ret_position)
{
    struct change_position position;
    char article[UUID_LENGTH + 1];
    int length = 0;
    bool sound = sscanf(text, "%" SCNu64 " %" SCNd64 " %36s%n", &position.transaction, &position.changed_at, article,
                        &length) == 3 &&
                 !text[length] && uuid_parse(article, position.article) && position.changed_at >= 0 &&
                 position.changed_at < TIMESTAMP_END;
    if (sound)
        *ret_position = position;
    return sound;
}
