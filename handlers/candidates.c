/* GET /v1/candidates: names that the gazetteer does not have, by how much they matter. */
#include "handlers/candidate_group.h"
#include "handlers/candidate_near.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/candidate_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "nlp/title_before.h"
#include "service/json/annotation_json.h"

#include <string.h>

enum {
    LOOKED_AT = 8, /* entities for each candidate of the page, of which variants are grouped */
    TITLES_MAXIMUM = 5,
    LEAST_ARTICLES = 2,
    ARTICLES_MAXIMUM = 1000000,
    GROWTH_DECIMALS = 2
};

struct asked {
    const char *type;
    int64_t limit, least_articles;
};

/* One candidate of the answer. */
struct candidate {
    const struct candidate_group *group;
    struct candidate_facts facts;
    struct text titles[TITLES_MAXIMUM];
    int64_t title_counts[TITLES_MAXIMUM];
    size_t title_count;
    double confidence; /* the mean of its mentions */
};

static int64_t read_least(struct request *request)
{
    const char *value = paging_text(request, "min_articles", NULL);
    size_t digits = value ? strspn(value, "0123456789") : 0;
    int64_t least = 0;
    for (size_t i = 0; i < digits && least <= ARTICLES_MAXIMUM; i++)
        least = 10 * least + (value[i] - '0');
    if (!value)
        return LEAST_ARTICLES;
    if (digits == 0 || value[digits] || least < 1 || least > ARTICLES_MAXIMUM)
        request_add_error(request, "min_articles", "This must be a number from 1 to 1000000.");
    return least;
}

enum status candidate_list_prepare(struct request *request)
{
    static const char *const parameters[] = {"type", "min_articles", "limit", NULL};
    struct asked *asked = arena_alloc(&request->arena, sizeof *asked);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!asked)
        return STATUS_OUT_OF_MEMORY;
    asked->type = paging_text(request, "type", check_entity_type);
    asked->least_articles = read_least(request);
    asked->limit = paging_limit(request);
    request_then_query(request, asked);
    return paging_check(request);
}

/* ---- titles ---- */

static void count_title(struct candidate *candidate, struct text title)
{
    size_t at = 0;
    while (at < candidate->title_count && !text_same(candidate->titles[at], title))
        at++;
    if (at == TITLES_MAXIMUM || title.length == 0)
        return;
    candidate->titles[at] = title;
    candidate->title_counts[at]++;
    candidate->title_count += at == candidate->title_count;
}

/* What stands before the first mention in each article, as far as it is a title. */
static enum status read_articles(struct request *request, struct candidate *candidate)
{
    enum status status = STATUS_OK;
    double sum = 0;
    size_t mentions = 0;
    for (size_t i = 0; i < candidate->facts.article_count && status == STATUS_OK; i++) {
        const struct candidate_article *article = &candidate->facts.articles[i];
        struct text title = {NULL, 0};
        for (size_t k = 0; k < article->entity.mention_count; k++, mentions++)
            sum += article->entity.mentions[k].confidence;
        if (article->entity.mention_count == 0)
            continue;
        const struct mention *first = &article->entity.mentions[0];
        status = title_before(request_gazetteer(request), candidate_before(candidate_field(article, first), first),
                              &request->arena, &title, &request->error);
        if (status == STATUS_OK)
            count_title(candidate, title);
    }
    candidate->confidence = mentions ? sum / (double)mentions : 0;
    return status;
}

/* ---- the answer ---- */

static void write_titles(struct json *json, const struct candidate *candidate)
{
    jsonw_key(json, "titles");
    jsonw_array(json);
    for (size_t i = 0; i < candidate->title_count; i++) {
        jsonw_object(json);
        jsonw_key(json, "text");
        jsonw_stringn(json, candidate->titles[i].bytes, candidate->titles[i].length);
        member_count(json, "articles", candidate->title_counts[i]);
        jsonw_end(json);
    }
    jsonw_end(json);
}

static void write_variants(struct json *json, const struct candidate_group *group)
{
    jsonw_key(json, "variants");
    jsonw_array(json);
    for (size_t i = 0; i < group->count; i++) {
        jsonw_object(json);
        member_text(json, "id", group->ids[i]);
        member_text(json, "name", group->members[i]->identity.name);
        member_text(json, "type", entity_type_name(group->members[i]->identity.type));
        member_count(json, "articles", group->members[i]->articles);
        jsonw_end(json);
    }
    jsonw_end(json);
}

/* Articles of the last week over the mean of the four weeks before, each with one article more. */
static double growth_of(const struct candidate_facts *facts)
{
    return (double)(facts->last_week + 1) / ((double)facts->weeks_before / 4 + 1);
}

static void write_impact(struct json *json, const struct candidate *candidate)
{
    const struct candidate_facts *facts = &candidate->facts;
    jsonw_key(json, "impact");
    jsonw_object(json);
    member_count(json, "articles", candidate->group->articles);
    member_count(json, "mentions", candidate->group->mentions);
    member_count(json, "sources", facts->sources);
    member_count(json, "last_week", facts->last_week);
    member_count(json, "four_weeks_before", facts->weeks_before);
    member_number(json, "growth", growth_of(facts), GROWTH_DECIMALS);
    jsonw_end(json);
}

static void write_nearest(struct request *request, struct json *json, const struct near_query *near)
{
    jsonw_key(json, "nearest");
    jsonw_array(json);
    for (size_t i = 0; i < near->count; i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(request_gazetteer(request), near->entries[i].entity, &entity);
        jsonw_object(json);
        member_text(json, "id", entity.id);
        member_text(json, "type", entity_type_name(entity.type));
        member_text(json, "name_ar", *entity.name_ar ? entity.name_ar : NULL);
        member_text(json, "name_en", *entity.name_en ? entity.name_en : NULL);
        member_score(json, "score", near->entries[i].score);
        member_text(json, "why", near->entries[i].why);
        jsonw_end(json);
    }
    jsonw_end(json);
}

static void write_candidate(struct request *request, struct json *json, const struct candidate *candidate,
                            const struct near_query *near)
{
    const struct stored_entity *head = candidate->group->members[0];
    jsonw_object(json);
    member_text(json, "id", head->identity.id);
    member_text(json, "name", head->identity.name);
    member_text(json, "type", entity_type_name(candidate->group->type));
    member_score(json, "confidence", candidate->confidence * candidate->group->type_share);
    write_impact(json, candidate);
    member_time_if(json, "first_seen", head->seen, head->first_seen);
    member_time_if(json, "last_seen", head->seen, head->last_seen);
    write_variants(json, candidate->group);
    member_list(json, "spellings", candidate->facts.names, candidate->facts.name_count);
    write_titles(json, candidate);
    candidate_json_contexts(json, &candidate->facts);
    write_nearest(request, json, near);
    jsonw_end(json);
}

static enum status read_all(struct request *request, struct store_conn *conn, struct candidate *candidates,
                            struct near_query *near, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct candidate_group *group = candidates[i].group;
        near[i] = (struct near_query){.name = group->members[0]->identity.name, .type = group->type};
        status =
            candidates_facts(conn, group->ids, group->count, &request->arena, &candidates[i].facts, &request->error);
        if (status == STATUS_OK)
            status = read_articles(request, &candidates[i]);
    }
    if (status == STATUS_OK && !candidate_near(request_gazetteer(request), near, count, &request->arena))
        return STATUS_OUT_OF_MEMORY;
    return status;
}

enum status candidate_list_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    struct candidate_list list;
    struct json json;
    size_t count;
    enum status status = candidates_list(conn, asked->type, asked->least_articles, LOOKED_AT * asked->limit,
                                         &request->arena, &list, &request->error);
    if (status != STATUS_OK)
        return status;
    struct candidate_group *groups = candidate_group_all(&list, (size_t)asked->limit, &request->arena, &count);
    struct candidate *candidates = arena_array(&request->arena, count, sizeof *candidates);
    struct near_query *near = arena_array(&request->arena, count, sizeof *near);
    if (!groups || !candidates || !near)
        return STATUS_OUT_OF_MEMORY;
    for (size_t i = 0; i < count; i++)
        candidates[i].group = &groups[i];
    status = read_all(request, conn, candidates, near, count);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < count; i++)
        write_candidate(request, &json, &candidates[i], &near[i]);
    list_json_end(&json, NULL);
    return STATUS_OK;
}
