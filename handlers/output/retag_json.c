#include "handlers/output/retag_json.h"

#include "handlers/output/member_json.h"

static void write_filter(struct json *json, const struct retag_filter *filter)
{
    jsonw_key(json, "filter");
    jsonw_object(json);
    member_list(json, "forms", filter->forms, filter->form_count);
    member_text(json, "entity", filter->entity);
    member_text(json, "source", filter->source);
    member_time_if(json, "from", filter->dated_from, filter->from);
    member_time_if(json, "to", filter->dated_to, filter->to);
    member_text(json, "gazetteer_before", filter->before);
    jsonw_end(json);
}

static void write_pair(struct json *json, const char *key, int64_t gained, int64_t lost)
{
    jsonw_key(json, key);
    jsonw_object(json);
    member_count(json, "gained", gained);
    member_count(json, "lost", lost);
    jsonw_end(json);
}

static void write_counts(struct json *json, const struct retag_job *job)
{
    const struct retag_counts *counts = &job->counts;
    jsonw_key(json, "articles");
    jsonw_object(json);
    jsonw_key(json, "expected");
    if (job->counted)
        jsonw_integer(json, job->expected);
    else
        jsonw_null(json);
    member_count(json, "done", counts->articles);
    member_count(json, "changed", counts->changed);
    member_count(json, "skipped", counts->skipped);
    jsonw_end(json);
    write_pair(json, "mentions", counts->mentions_gained, counts->mentions_lost);
    write_pair(json, "entities", counts->entities_gained, counts->entities_lost);
}

void retag_json_write(struct json *json, const struct retag_job *job)
{
    jsonw_object(json);
    member_text(json, "id", job->id);
    member_text(json, "state", job->state);
    write_filter(json, &job->filter);
    member_boolean(json, "notify", job->notify);
    member_text(json, "gazetteer_version", job->gazetteer_version);
    member_text(json, "key", job->key_id);
    write_counts(json, job);
    member_time_if(json, "reached", job->reached.given, job->reached.dated_at);
    member_time(json, "created_at", job->created_at);
    member_time_if(json, "finished_at", job->finished, job->finished_at);
    member_text(json, "problem", job->problem);
    jsonw_end(json);
}
