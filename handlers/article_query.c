#include "handlers/article_query.h"

#include "handlers/article_body.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "service/store/articles/article_id.h"
#include "service/store/articles/words.h"

#include <string.h>

/* "a,b" asks for articles with both entities. No id of an entity has a comma in it. */
static void read_entities(struct request *request, struct article_filter *filter)
{
    const char *value = paging_text(request, "entity", NULL);
    while (value) {
        const char *comma = strchr(value, ',');
        size_t length = comma ? (size_t)(comma - value) : strlen(value);
        const char *id = arena_strndup(&request->arena, value, length);
        const char *fault = !id ? "There is no memory for this." : check_entity_id(id, length);
        if (filter->entity_count == ARTICLE_FILTER_ENTITIES)
            fault = "At most 16 entities may be asked for.";
        if (fault) {
            request_add_error(request, "entity", fault);
            return;
        }
        const char *into = gazetteer_redirect(request_gazetteer(request), id);
        filter->entities[filter->entity_count++] = into ? into : id;
        value = comma ? comma + 1 : NULL;
    }
}

static void read_words(struct request *request, struct article_filter *filter)
{
    const char *value = paging_text(request, "q", NULL);
    struct word_query *words = arena_alloc(&request->arena, sizeof *words);
    struct error error = {""};
    if (!value || !words)
        return;
    if (words_query((struct text){value, strlen(value)}, &request->arena, words, &error) != STATUS_OK)
        request_add_error(request, "q", arena_strdup(&request->arena, error.detail));
    filter->words = words;
}

/* source and external_id are what an article is known by: they make its id. */
static void read_external_id(struct request *request, struct article_filter *filter)
{
    const char *external_id = paging_text(request, "external_id", NULL);
    struct article *article = arena_alloc(&request->arena, sizeof *article);
    char former[ARTICLE_ID_LENGTH + 1];
    if (!external_id || !article)
        return;
    if (!filter->source) {
        request_add_error(request, "external_id", "An external_id is known only within its source: give source too.");
        return;
    }
    article->source = filter->source;
    article->external_id = external_id;
    article_id_derive(article, former);
    filter->id = article->id;
}

const bool *article_query_boolean(struct request *request, const char *name)
{
    const char *value = request_parameter(request, name);
    bool *truth = arena_alloc(&request->arena, sizeof *truth);
    if (!value || !truth)
        return NULL;
    *truth = strcmp(value, "true") == 0;
    if (*truth || strcmp(value, "false") == 0)
        return truth;
    request_add_error(request, name, "This must be true or false.");
    return NULL;
}

void article_query_read(struct request *request, struct article_filter *filter)
{
    const char *url = paging_text(request, "url", check_url);
    read_entities(request, filter);
    read_words(request, filter);
    filter->type = paging_text(request, "type", check_entity_type);
    filter->known = article_query_boolean(request, "known");
    filter->source = paging_text(request, "source", NULL);
    filter->url_key = url ? article_body_url_key(request, url) : NULL;
    filter->author = paging_text(request, "author", NULL);
    filter->language = paging_text(request, "language", check_language);
    filter->version = paging_text(request, "gazetteer_version", NULL);
    filter->version_before = paging_text(request, "gazetteer_before", NULL);
    filter->from = paging_time(request, "from");
    filter->to = paging_time(request, "to");
    read_external_id(request, filter);
}

bool article_query_is_narrow(const struct article_filter *filter)
{
    return filter->entity_count || filter->words || filter->type || filter->known || filter->source ||
           filter->url_key || filter->author || filter->language || filter->version || filter->version_before ||
           filter->from || filter->to || filter->id;
}
