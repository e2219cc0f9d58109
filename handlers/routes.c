#include "handlers/routes.h"

#include "handlers/handlers.h"

#define ROUTE(method, pattern) method, pattern, method " " pattern

/* clang-format off */
const struct route route_table[] = {
    {ROUTE("GET", "/"), .health = true, .prepare = root_prepare},
    {ROUTE("GET", "/page/{version}/{file}"), .prepare = newsroom_file_prepare},
    {ROUTE("POST", "/v1/annotate"), .role = ROLE_READ, .body = true, .prepare = annotate_prepare},
    {ROUTE("POST", "/v1/extract"), .role = ROLE_WRITE, .body = true, .prepare = extract_prepare, .fetched = extract_fetched},
    {ROUTE("POST", "/v1/articles"), .role = ROLE_WRITE, .body = true, .minimal = true, .batch = true, .async = true, .check = article_post_check, .prepare = article_post_prepare, .fetched = article_post_fetched, .query = article_post_query},
    {ROUTE("GET", "/v1/articles"), .role = ROLE_READ, .prepare = article_list_prepare, .query = article_list_query},
    {ROUTE("DELETE", "/v1/articles"), .role = ROLE_WRITE, .prepare = article_bulk_prepare, .query = article_bulk_query},
    {ROUTE("GET", "/v1/articles/{id}"), .role = ROLE_READ, .prepare = article_get_prepare, .query = article_get_query},
    {ROUTE("PUT", "/v1/articles/{id}"), .role = ROLE_WRITE, .body = true, .minimal = true, .prepare = article_put_prepare, .query = article_edit_query},
    {ROUTE("PATCH", "/v1/articles/{id}"), .role = ROLE_WRITE, .body = true, .minimal = true, .patch = true, .prepare = article_patch_prepare, .query = article_edit_query},
    {ROUTE("GET", "/v1/articles/{id}/revisions"), .role = ROLE_READ, .prepare = revision_list_prepare, .query = revision_list_query},
    {ROUTE("GET", "/v1/articles/{id}/revisions/{revision}"), .role = ROLE_READ, .prepare = revision_get_prepare, .query = revision_get_query},
    {ROUTE("DELETE", "/v1/articles/{id}"), .role = ROLE_WRITE, .prepare = article_id_prepare, .query = article_delete_query},
    {ROUTE("GET", "/v1/articles/{id}/verdicts"), .role = ROLE_READ, .prepare = verdict_list_prepare, .query = verdict_list_query},
    {ROUTE("PUT", "/v1/articles/{id}/verdicts"), .role = ROLE_EDITOR, .body = true, .prepare = verdict_put_prepare, .query = verdict_put_query},
    {ROUTE("DELETE", "/v1/articles/{id}/verdicts/{verdict}"), .role = ROLE_EDITOR, .prepare = verdict_delete_prepare, .query = verdict_delete_query},
    {ROUTE("GET", "/v1/verdicts"), .role = ROLE_READ, .prepare = verdict_export_prepare, .query = verdict_export_query},
    {ROUTE("GET", "/v1/articles/{id}/similar"), .role = ROLE_READ, .prepare = article_similar_prepare, .query = article_similar_query},
    {ROUTE("GET", "/v1/changes"), .role = ROLE_READ, .prepare = changes_prepare, .query = changes_query},
    {ROUTE("POST", "/v1/retag"), .role = ROLE_EDITOR, .body = true, .prepare = retag_post_prepare, .query = retag_post_query},
    {ROUTE("GET", "/v1/retag"), .role = ROLE_READ, .prepare = retag_list_prepare, .query = retag_list_query},
    {ROUTE("GET", "/v1/retag/{id}"), .role = ROLE_READ, .prepare = retag_id_prepare, .query = retag_get_query},
    {ROUTE("DELETE", "/v1/retag/{id}"), .role = ROLE_EDITOR, .prepare = retag_id_prepare, .query = retag_delete_query},
    {ROUTE("GET", "/v1/changes/stream"), .role = ROLE_READ, .stream = true, .prepare = change_stream_prepare, .query = change_stream_query},
    {ROUTE("GET", "/v1/jobs/{id}"), .role = ROLE_READ, .prepare = job_id_prepare, .query = job_get_query},
    {ROUTE("GET", "/v1/entities"), .role = ROLE_READ, .prepare = entity_list_prepare, .query = entity_list_query},
    {ROUTE("GET", "/v1/entities/{id}"), .role = ROLE_READ, .prepare = entity_get_prepare, .query = entity_get_query},
    {ROUTE("GET", "/v1/entities/{id}/articles"), .role = ROLE_READ, .prepare = entity_articles_prepare, .query = entity_articles_query},
    {ROUTE("GET", "/v1/entities/{id}/related"), .role = ROLE_READ, .prepare = entity_related_prepare, .query = entity_related_query},
    {ROUTE("GET", "/v1/entities/{id}/timeline"), .role = ROLE_READ, .prepare = entity_timeline_prepare, .query = entity_timeline_query},
    {ROUTE("GET", "/v1/trends"), .role = ROLE_READ, .prepare = trends_prepare, .query = trends_query},
    {ROUTE("GET", "/v1/gazetteer"), .role = ROLE_READ, .prepare = gazetteer_prepare},
    {ROUTE("POST", "/v1/subscriptions"), .role = ROLE_WRITE, .body = true, .prepare = subscription_post_prepare, .query = subscription_post_query},
    {ROUTE("GET", "/v1/subscriptions"), .role = ROLE_WRITE, .prepare = subscription_list_prepare, .query = subscription_list_query},
    {ROUTE("GET", "/v1/subscriptions/{id}"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_get_query},
    {ROUTE("PATCH", "/v1/subscriptions/{id}"), .role = ROLE_WRITE, .body = true, .prepare = subscription_patch_prepare, .query = subscription_patch_query},
    {ROUTE("DELETE", "/v1/subscriptions/{id}"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_delete_query},
    {ROUTE("GET", "/v1/subscriptions/{id}/deliveries"), .role = ROLE_WRITE, .prepare = subscription_log_prepare, .query = subscription_log_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/deliveries/{message}/redeliver"), .role = ROLE_WRITE, .prepare = delivery_redeliver_prepare, .query = delivery_again_query},
    {ROUTE("GET", "/v1/subscriptions/{id}/dead-letters"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_dead_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/dead-letters/{message}/redeliver"), .role = ROLE_WRITE, .prepare = delivery_redeliver_prepare, .query = delivery_redeliver_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/redeliver"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_redeliver_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/test"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_test_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/pause"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_pause_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/resume"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_resume_query},
    {ROUTE("POST", "/v1/subscriptions/{id}/rotate"), .role = ROLE_WRITE, .prepare = subscription_id_prepare, .query = subscription_rotate_query},
    {ROUTE("GET", "/livez"), .health = true, .prepare = livez_prepare},
    {ROUTE("GET", "/readyz"), .health = true, .prepare = readyz_prepare, .query = readyz_query},
    {ROUTE("GET", "/openapi.json"), .health = true, .prepare = openapi_prepare},
    {ROUTE("GET", "/metrics"), .role = ROLE_READ, .health = true, .prepare = metrics_prepare},
};
/* clang-format on */

const size_t route_count = sizeof route_table / sizeof *route_table;
